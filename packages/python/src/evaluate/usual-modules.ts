/** Modules that code acts through: the name alone tells which module is meant. */
const names =
  'os sys subprocess shutil socket urllib http ftplib smtplib ssl base64 binascii zlib marshal pickle codecs ctypes importlib runpy platform ' +
  'getpass tempfile threading multiprocessing webbrowser winreg requests httpx aiohttp urllib3 psutil pyautogui pyperclip pynput win32api paramiko'

/** Modules for which a name stands that nothing in a file binds: a star import may bring it, and whoever forgot the import meant it. */
export const usualModules: ReadonlySet<string> = new Set(names.split(' '))
