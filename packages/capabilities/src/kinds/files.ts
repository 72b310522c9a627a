import type { ActionKind } from '../action.ts'

/** Functions on files by path. Methods of open files and of `pathlib` paths: see `methods.ts`. */
export const fileKinds: readonly (readonly [ActionKind, string])[] = [
  [
    'read-file',
    `builtins.file().read linecache.getlines linecache.getline fileinput.input numpy.load configparser.ConfigParser().read
    configparser.RawConfigParser().read sqlite3.connect browser_cookie3.chrome browser_cookie3.firefox browser_cookie3.edge
    browser_cookie3.load browser_cookie3.opera browser_cookie3.chromium browser_cookie3.brave browsercookie.chrome rookiepy.load mmap.mmap os.read
    dotenv.dotenv_values pkgutil.get_data pkg_resources.resource_string importlib.resources.read_binary
    importlib.resources.read_text PIL.Image.open wave.open aiosqlite.connect keyring.get_password`,
  ],
  [
    'write-file',
    `shutil.copy shutil.copy2 shutil.copyfile shutil.copytree shutil.move shutil.copyfileobj os.rename os.replace os.link os.symlink
    os.write zipfile.ZipFile().extractall zipfile.ZipFile().extract tarfile.open().extractall tarfile.open().extract
    tarfile.TarFile().extractall shutil.unpack_archive py7zr.SevenZipFile().extractall numpy.save json.dump pickle.dump
    aiofiles.open().write distutils.file_util.write_file distutils.file_util.copy_file win32com.client.Dispatch().CreateShortcut
    PIL.Image.Image().save winshell.CreateShortcut`,
  ],
  [
    'delete-file',
    'os.remove os.unlink os.rmdir os.removedirs shutil.rmtree send2trash.send2trash win32file.DeleteFile distutils.dir_util.remove_tree',
  ],
  [
    'list-files',
    'os.listdir os.walk os.scandir glob.glob glob.iglob os.fwalk win32api.GetLogicalDriveStrings psutil.disk_partitions',
  ],
  [
    'change-mode',
    'os.chmod os.fchmod os.lchmod os.chown ctypes.windll.kernel32.SetFileAttributesW ctypes.windll.kernel32.SetFileAttributesA win32api.SetFileAttributes',
  ],
  [
    'pack-files',
    `zipfile.ZipFile().write zipfile.ZipFile().writestr shutil.make_archive tarfile.open().add tarfile.TarFile().add
    py7zr.SevenZipFile().write py7zr.SevenZipFile().writeall pyzipper.AESZipFile().write`,
  ],
]
