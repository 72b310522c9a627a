import type { ActionKind } from '../action.ts'

/** Functions that look at the machine, its user and its devices. */
export const hostKinds: readonly (readonly [ActionKind, string])[] = [
  [
    'read-environment',
    'os.getenv os.getenvb os.environ.get os.environ.copy os.environ.items os.environ.keys os.environ.values decouple.config',
  ],
  [
    'read-host',
    `platform.node platform.platform platform.system platform.release platform.version platform.machine platform.processor platform.uname
    platform.architecture platform.mac_ver platform.win32_ver platform.freedesktop_os_release platform.python_version
    socket.gethostname socket.getfqdn getpass.getuser os.getlogin os.uname os.getuid os.getgid pwd.getpwuid pwd.getpwall grp.getgrall
    uuid.getnode uuid.uuid1 os.cpu_count psutil.cpu_count psutil.virtual_memory psutil.disk_usage psutil.boot_time psutil.users psutil.net_if_addrs
    psutil.cpu_freq psutil.net_connections psutil.sensors_battery GPUtil.getGPUs cpuinfo.get_cpu_info wmi.WMI
    wmi.WMI().Win32_ComputerSystem wmi.WMI().Win32_OperatingSystem wmi.WMI().Win32_Processor wmi.WMI().Win32_VideoController
    wmi.WMI().Win32_ComputerSystemProduct wmi.WMI().Win32_BIOS netifaces.interfaces netifaces.ifaddresses
    win32api.GetUserName win32api.GetComputerName win32api.GetSystemMetrics ctypes.windll.user32.GetSystemMetrics
    ctypes.windll.advapi32.GetUserNameW ctypes.windll.secur32.GetUserNameExW ctypes.windll.kernel32.GetComputerNameW
    ctypes.windll.shell32.IsUserAnAdmin ctypes.windll.kernel32.IsDebuggerPresent ctypes.windll.kernel32.CheckRemoteDebuggerPresent
    sys.gettrace distro.id distro.name machineid.id get_mac.get_mac_address getmac.get_mac_address locale.getdefaultlocale
    win32gui.GetForegroundWindow win32gui.GetWindowText ctypes.windll.user32.GetForegroundWindow ctypes.windll.user32.GetWindowTextW
    os.getgroups ifaddr.get_adapters`,
  ],
  [
    'read-clipboard',
    `pyperclip.paste pyperclip.waitForPaste pyperclip.waitForNewPaste win32clipboard.GetClipboardData clipboard.paste xerox.paste
    PIL.ImageGrab.grabclipboard tkinter.Tk().clipboard_get pandas.read_clipboard ctypes.windll.user32.GetClipboardData klembord.get_text`,
  ],
  [
    'write-clipboard',
    `pyperclip.copy win32clipboard.SetClipboardText win32clipboard.SetClipboardData clipboard.copy xerox.copy
    tkinter.Tk().clipboard_append ctypes.windll.user32.SetClipboardData`,
  ],
  [
    'capture-screen',
    `PIL.ImageGrab.grab pyautogui.screenshot mss.mss().shot mss.mss().grab mss.mss().save pyscreenshot.grab pyscreeze.screenshot
    d3dshot.create dxcam.create mss.mss win32gui.GetDesktopWindow`,
  ],
  [
    'capture-keys',
    `pynput.keyboard.Listener pynput.keyboard.Listener().start pynput.mouse.Listener keyboard.hook keyboard.on_press keyboard.on_release
    keyboard.read_key keyboard.read_event keyboard.record pyHook.HookManager pyWinhook.HookManager PyHook3.HookManager
    ctypes.windll.user32.SetWindowsHookExW ctypes.windll.user32.SetWindowsHookExA ctypes.windll.user32.GetAsyncKeyState
    ctypes.windll.user32.GetKeyState evdev.InputDevice Xlib.display.Display().record_create_context`,
  ],
  [
    'capture-camera',
    `cv2.VideoCapture sounddevice.rec pyaudio.PyAudio().open sounddevice.InputStream vidcap.new_Dev pygame.camera.Camera
    speech_recognition.Microphone imageio.get_reader`,
  ],
  [
    'read-registry',
    `winreg.OpenKey winreg.OpenKeyEx winreg.QueryValueEx winreg.QueryValue winreg.EnumKey winreg.EnumValue winreg.ConnectRegistry _winreg.OpenKey
    _winreg.QueryValueEx win32api.RegOpenKeyEx win32api.RegQueryValueEx`,
  ],
  [
    'write-registry',
    `winreg.SetValueEx winreg.SetValue winreg.CreateKey winreg.CreateKeyEx winreg.DeleteValue winreg.DeleteKey _winreg.SetValueEx _winreg.CreateKey
    win32api.RegSetValueEx`,
  ],
  [
    'native',
    `ctypes.CDLL ctypes.WinDLL ctypes.OleDLL ctypes.PyDLL ctypes.cdll.LoadLibrary ctypes.windll.LoadLibrary ctypes.CFUNCTYPE()()
    ctypes.WINFUNCTYPE()() ctypes.memmove ctypes.create_string_buffer ctypes.string_at cffi.FFI().dlopen cffi.FFI().verify mmap.mmap().write
    ctypes.util.find_library win32api.LoadLibrary numpy.ctypeslib.load_library ctypes.pythonapi.PyRun_SimpleString`,
  ],
]

/** Paths below which every call is one of native code. */
export const nativePrefixes: readonly string[] = [
  'ctypes.windll.',
  'ctypes.cdll.',
  'ctypes.oledll.',
  'ctypes.pythonapi.',
  'ctypes.CDLL().',
  'ctypes.WinDLL().',
  'ctypes.PyDLL().',
  'ctypes.OleDLL().',
  'ctypes.LibraryLoader().',
  'cffi.FFI().dlopen().',
]
