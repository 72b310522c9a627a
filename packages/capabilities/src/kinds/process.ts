import type { ActionKind } from '../action.ts'

/** Functions that start, list and end processes, and that run package managers from within. */
export const processKinds: readonly (readonly [ActionKind, string])[] = [
  [
    'spawn',
    `subprocess.Popen subprocess.run subprocess.call subprocess.check_call subprocess.check_output subprocess.getoutput
    subprocess.getstatusoutput os.system os.popen os.popen2 os.popen3 os.popen4 os.startfile os.spawnl os.spawnle os.spawnlp os.spawnlpe
    os.spawnv os.spawnve os.spawnvp os.spawnvpe os.execl os.execle os.execlp os.execlpe os.execv os.execve os.execvp os.execvpe
    os.posix_spawn os.posix_spawnp pty.spawn commands.getoutput commands.getstatusoutput popen2.popen2 popen2.popen3 popen2.Popen3
    asyncio.create_subprocess_exec asyncio.create_subprocess_shell asyncio.subprocess.create_subprocess_exec
    asyncio.subprocess.create_subprocess_shell asyncio.get_event_loop().subprocess_exec asyncio.get_event_loop().subprocess_shell
    win32api.ShellExecute win32api.WinExec win32process.CreateProcess win32com.shell.shell.ShellExecuteEx shell.ShellExecuteEx
    _winapi.CreateProcess ctypes.windll.shell32.ShellExecuteW ctypes.windll.shell32.ShellExecuteA ctypes.windll.kernel32.WinExec
    ctypes.windll.kernel32.CreateProcessW ctypes.windll.kernel32.CreateProcessA ctypes.windll.shell32.ShellExecuteExW
    win32com.client.Dispatch().Run win32com.client.Dispatch().Exec win32com.client.Dispatch().ShellExecute
    comtypes.client.CreateObject().Run wmi.WMI().Win32_Process.Create pexpect.spawn pexpect.run pexpect.popen_spawn.PopenSpawn
    sh.bash sh.sh sh.curl sh.wget sh.python plumbum.local psutil.Popen invoke.run fabric.Connection().run delegator.run
    envoy.run posix.system nt.system nt.startfile posix.popen _posixsubprocess.fork_exec trio.run_process anyio.run_process
    distutils.spawn.spawn setuptools._distutils.spawn.spawn IPython.get_ipython().system google.colab.terminal.system
    pythoncom.CoInitialize.Run ctypes.CDLL().system ctypes.cdll.msvcrt.system ctypes.CDLL().popen ctypes.CDLL().execve`,
  ],
  [
    'install-package',
    `pip.main pip._internal.main pip._internal.cli.main.main pip._internal.main.main setuptools.command.easy_install.main
    ensurepip.bootstrap micropip.install`,
  ],
  [
    'processes',
    `psutil.process_iter psutil.pids psutil.Process().kill psutil.Process().terminate psutil.process_iter()[].kill
    os.dup2 psutil.process_iter()[].terminate psutil.process_iter()[].name os.kill os.killpg wmi.WMI().Win32_Process
    win32process.EnumProcesses psutil.process_iter()[].info`,
  ],
  [
    'show-page',
    `webbrowser.open webbrowser.open_new webbrowser.open_new_tab webbrowser.get().open webbrowser.get().open_new webbrowser.get().open_new_tab
    webbrowser.Chrome().open`,
  ],
]
