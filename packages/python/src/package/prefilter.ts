/** Modules whose import alone makes a file worth reading: they start processes, reach the network, decode, decipher or watch. */
const modules = [
  'subprocess popen2 commands pty pexpect sh plumbum fabric invoke winrm',
  'socket socketserver requests urllib(?!\\.(?:parse|error)\\b) urllib2 urllib3 http httplib httplib2 httpx aiohttp pycurl wget ftplib smtplib telnetlib',
  'paramiko websocket websockets xmlrpc dns scapy nmap telebot telegram discord pyngrok boto3 botocore',
  'base64 binascii marshal zlib lzma bz2 gzip brotli',
  'cryptography Crypto Cryptodome nacl pyaes rsa',
  'ctypes cffi winreg _winreg win32api win32con win32gui win32clipboard win32crypt win32com wmi pythoncom',
  'pynput keyboard mouse pyperclip pyautogui ImageGrab mss pyscreenshot browser_cookie3 browsercookie psutil getpass sounddevice',
  'builtins __builtin__ imp runpy code codeop zipimport pip',
]
  .flatMap((line) => line.split(' '))
  .join('|')

/** Names that say as much wherever they stand. */
const names = [
  '(?<![.\\w])(?:exec|eval)\\b',
  '(?<![.\\w])compile *\\(',
  '__import__',
  '__builtins__',
  '\\bimport_module\\b',
  'exec_module|SourceFileLoader',
  '\\bglobals *\\( *\\) *[[.]',
  '\\blocals *\\( *\\) *\\[',
  '\\bexecfile\\b',
  '\\bos *\\. *(?:system|popen|exec|spawn|startfile|fork|putenv|environ *\\))',
  '\\bimport +os +as\\b',
  '\\bfrom +os +import\\b',
  '\\.(?:settrace|setprofile|meta_path|path_hooks)\\b',
  'sys *\\. *modules *\\[ *["\'](?:os|sys|builtins)',
  '\\bgetattr *\\([^\\n]{0,60}["\'] *(?:\\+|\\[::)',
  '\\bfromhex\\b',
  '\\brot_?13\\b',
  '\\b(?:pickle|dill|cloudpickle) *\\. *loads? *\\(',
  '(?:power|Power)[Ss]hell',
]

const found = new RegExp(
  `\\b(?:import|from) +(?:[\\w.]+(?: +as +\\w+)? *, *){0,20}(?:six\\.moves\\.)?(?:${modules})\\b|${names.join('|')}`,
)

/**
 * Whether a text names anything that starts, fetches, decodes or runs. A text that names nothing of the kind can only take part in
 * something through a file that does. One linear search.
 */
export function isOfInterest(text: string): boolean {
  return found.test(text)
}
