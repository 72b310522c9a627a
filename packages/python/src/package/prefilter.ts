/** Modules whose import alone makes a file worth reading: they start processes, reach the network, decode, decipher or watch. */
const modules = [
  'subprocess popen2 commands pty pexpect sh plumbum fabric invoke winrm',
  'socket socketserver requests urllib(?!\\.(?:parse|error)\\b) urllib2 urllib3 http httplib httplib2 httpx aiohttp pycurl wget ftplib smtplib telnetlib',
  'paramiko websocket websockets xmlrpc dns scapy nmap telebot telegram discord pyngrok boto3 botocore',
  'base64 binascii marshal zlib lzma bz2 gzip brotli',
  'cryptography Crypto Cryptodome nacl pyaes rsa',
  'ctypes cffi winreg _winreg win32api win32con win32gui win32clipboard win32crypt win32com wmi pythoncom',
  'pynput keyboard mouse pyperclip pyautogui ImageGrab mss pyscreenshot browser_cookie3 browsercookie psutil getpass sounddevice',
  'sourcedefender pytransform pyarmor_runtime\\w* pyconcrete',
  'builtins __builtin__ imp runpy code codeop zipimport pip webbrowser',
]
  .flatMap((line) => line.split(' '))
  .join('|')

/** A dotted path below one of those modules, or below one that files and processes are reached through. */
export const pathOfInterest = new RegExp(`^(?:${modules}|os|shutil|importlib|sys|pickle|dill|cloudpickle)(?![\\w])`)

/** Builtins, and methods of what may be a module under another name. */
export const namesOfInterest: readonly string[] = (
  'exec execfile __import__ __builtins__ import_module exec_module open system popen ' +
  'Popen urlopen urlretrieve urlopen sendall b64decode fromhex decrypt decompress write_bytes settrace setprofile meta_path'
).split(' ')

/** Builtins with which code looks for something, and others that methods are called like: where they stand says nothing of those who call it. */
export const namesOfLookUps: readonly string[] = 'eval compile globals locals vars getattr'.split(' ')

/** Modules of interest, and what is asked of them everywhere and says nothing. */
export const modulesOfUsualNames: readonly string[] = ['os', 'sys']
export const usualNames: readonly string[] = (
  'path sep linesep pathsep altsep devnull PathLike fspath name curdir ' +
  'version_info version platform maxsize byteorder stderr stdout stdin exit exc_info argv flags getsizeof'
).split(' ')

/** Names that say as much wherever they stand: the four characters with which a place begins, and how it goes on. */
export const namePatterns: readonly (readonly [starts: readonly string[], pattern: string])[] = [
  [['exec', 'eval'], '(?<![.\\w]|\\bdef )(?:exec|eval)\\b'],
  [['comp'], '(?<![.\\w])compile {0,20}\\('],
  [['__im'], '__import__'],
  [['__bu'], '__builtins__'],
  [['impo'], '\\bimport_module\\b'],
  [['exec', 'Sour'], 'exec_module|SourceFileLoader'],
  [['glob'], '\\bglobals {0,20}\\( {0,20}\\) *[[.]'],
  [['loca'], '\\blocals {0,20}\\( {0,20}\\) {0,20}\\['],
  [['exec'], '\\bexecfile\\b'],
  [
    ['os  ', 'os .', 'os. ', 'os.s', 'os.p', 'os.e', 'os.f'],
    '\\bos {0,20}\\. *(?:system|popen|exec|spawn|startfile|fork|putenv|environ {0,20}\\))',
  ],
  [['impo'], '\\bimport[\\s\\\\]{1,200}os[\\s\\\\]{1,200}as\\b'],
  [['from'], '\\bfrom[\\s\\\\]{1,200}os[\\s\\\\]{1,200}import\\b'],
  [['.set', '.met', '.pat'], '\\.(?:settrace|setprofile|meta_path|path_hooks)\\b'],
  [['sys ', 'sys.'], 'sys {0,20}\\. *modules {0,20}\\[ *["\'](?:os|sys|builtins)'],
  [['geta'], '\\bgetattr {0,20}\\([^\\n]{0,60}["\'] *(?:\\+|\\[::)'],
  [['geta'], '\\bgetattr {0,20}\\( {0,20}(?:os|sys|importlib)\\b'],
  [['from'], '\\bfromhex\\b'],
  [['rot1', 'rot_'], '\\brot_?13\\b'],
  [['pick', 'dill', 'clou', 'torc', 'jobl'], '\\b(?:pickle|dill|cloudpickle|torch|joblib) {0,20}\\. *loads? {0,20}\\('],
  [['walk'], '\\bwalk {0,20}\\( {0,20}[rR]?["\'](?:/|[A-Za-z]:)'],
  [['powe', 'Powe'], '(?:power|Power)[Ss]hell'],
  // Places where what is written runs later, or where keys lie.
  [
    ['"', "'", '/', '\\'].flatMap((mark) =>
      'ba zs pr ss aw py np cu cl vs mc gi'.split(' ').map((begin) => `${mark}.${begin}`),
    ),
    '["\'/\\\\]\\.(?:bashrc|bash_profile|zshrc|profile|ssh|aws|pypirc|npmrc|cursor|claude|vscode|mcp\\.json|git/hooks)\\b',
  ],
  [
    ['.pth', 'site', 'user', 'CLAU', 'AGEN', 'GEMI', 'Laun', 'Star', 'Curr', 'disc'],
    '\\.pth\\b|(?:site|user)customize|(?:CLAUDE|AGENTS|GEMINI)\\.md|LaunchAgents|Start Menu|CurrentVersion|discord_desktop_core',
  ],
  [['shut'], '\\bshutil {0,20}\\. *rmtree'],
]

/** Apart from the names: a search that begins with one of two words is many times faster than one for all. */
const imported = new RegExp(
  `\\b(?:from[\\s\\\\]{1,200}|import[\\s\\\\]{1,200}(?:[\\w., \\t]{1,200}[, \\t])?)(?:six\\.moves\\.)?(?:${modules})\\b`,
)
const named = new RegExp(namePatterns.map(([, pattern]) => pattern).join('|'), 'y')

const mostHashes = 65_536
const startLength = 4
const isStart = new Uint8Array(mostHashes)
for (const start of namePatterns.flatMap(([starts]) => starts)) {
  let hash = 0
  for (let index = 0; index < startLength; index += 1) hash = hashStep(hash, start.charCodeAt(index))
  isStart[hash] = 1
}

/** What is left of the hash is of the last four characters. */
function hashStep(hash: number, character: number): number {
  return ((hash << 4) ^ character) & (mostHashes - 1)
}

/** Whether any of the names stands in a text: the patterns are tried only where one of their beginnings may be. */
function namesAnything(text: string): boolean {
  let hash = 0
  for (let index = 0; index < text.length; index += 1) {
    hash = hashStep(hash, text.charCodeAt(index))
    if (isStart[hash] !== 1 || index < startLength - 1) continue
    named.lastIndex = index - startLength + 1
    if (named.test(text)) return true
  }
  return false
}

/**
 * Whether a text names anything that starts, fetches, decodes or runs. A text that names nothing of the kind can only take part in
 * something through a file that does. Two linear searches.
 */
export function isOfInterest(text: string): boolean {
  return imported.test(text) || namesAnything(text)
}
