import type { ActionKind } from '../action.ts'

/** What makes an open file. */
export const openFiles = `builtins.open() builtins.file() io.open() codecs.open() os.fdopen() pathlib.Path().open() tempfile.NamedTemporaryFile()
  tempfile.TemporaryFile() tempfile.SpooledTemporaryFile() gzip.open() bz2.open() lzma.open() io.FileIO() aiofiles.open() zipfile.ZipFile().open()
  tempfile._TemporaryFileWrapper()`

/** What makes a path with methods. */
export const pathObjects = `pathlib.Path() pathlib.PosixPath() pathlib.WindowsPath() pathlib.Path.home() pathlib.Path.cwd() py.path.local() anyio.Path()`

/** Methods of open files. */
export const fileMethods: Readonly<Record<string, ActionKind>> = {
  write: 'write-file',
  writelines: 'write-file',
  read: 'read-file',
  readline: 'read-file',
  readlines: 'read-file',
  readinto: 'read-file',
}

/** Methods of paths. */
export const pathMethods: Readonly<Record<string, ActionKind>> = {
  write_text: 'write-file',
  write_bytes: 'write-file',
  read_text: 'read-file',
  read_bytes: 'read-file',
  rename: 'write-file',
  replace: 'write-file',
  symlink_to: 'write-file',
  unlink: 'delete-file',
  rmdir: 'delete-file',
  iterdir: 'list-files',
  glob: 'list-files',
  rglob: 'list-files',
  chmod: 'change-mode',
}

/** Methods whose name alone tells what is done, of objects that are not known. */
export const tellingMethods: Readonly<Record<string, ActionKind>> = {
  Popen: 'spawn',
  check_output: 'spawn',
  check_call: 'spawn',
  startfile: 'spawn',
  ShellExecuteW: 'spawn',
  ShellExecuteA: 'spawn',
  WinExec: 'spawn',
  CreateProcessW: 'spawn',
  CreateProcessA: 'spawn',
  urlopen: 'fetch',
  urlretrieve: 'fetch',
  sendall: 'send',
  recv: 'fetch',
  write_text: 'write-file',
  write_bytes: 'write-file',
  read_text: 'read-file',
  read_bytes: 'read-file',
  b64decode: 'decode',
  VirtualAlloc: 'native',
  VirtualAllocEx: 'native',
  VirtualProtect: 'native',
  WriteProcessMemory: 'native',
  CreateRemoteThread: 'native',
  CreateThread: 'native',
  RtlMoveMemory: 'native',
  NtUnmapViewOfSection: 'native',
  QueueUserAPC: 'native',
  exec_module: 'import-dynamic',
  load_module: 'import-dynamic',
  gethostbyname: 'resolve',
  getlogin: 'read-host',
  gethostname: 'read-host',
  getuser: 'read-host',
}
