/** Shells whose `-c` takes a command line. */
export const shells: ReadonlySet<string> = new Set([
  'sh',
  'bash',
  'zsh',
  'dash',
  'ksh',
  'ash',
  'fish',
  'busybox',
  'csh',
])

export const powerShells: ReadonlySet<string> = new Set(['powershell', 'pwsh', 'powershell_ise'])

/** Programs that run the program after them; each with its options that take a value. */
export const wrappers: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['sudo', new Set(['-u', '-g', '-h', '-p'])],
  ['doas', new Set(['-u'])],
  ['nohup', new Set()],
  ['setsid', new Set()],
  ['env', new Set(['-u'])],
  ['time', new Set()],
  ['nice', new Set(['-n'])],
  ['timeout', new Set(['-s', '-k'])],
  ['exec', new Set()],
  ['call', new Set()],
  ['start', new Set(['/d'])],
  ['xargs', new Set(['-i', '-n', '-p'])],
  ['stdbuf', new Set()],
  ['command', new Set()],
  ['then', new Set()],
  ['do', new Set()],
  ['else', new Set()],
  ['if', new Set()],
  ['&', new Set()],
])

/** Programs and PowerShell commands that fetch what an address names. */
export const downloaders: ReadonlySet<string> = new Set([
  ...['curl', 'wget', 'aria2c', 'certutil', 'bitsadmin', 'invoke-webrequest', 'iwr', 'invoke-restmethod', 'irm'],
  ...[
    'start-bitstransfer',
    'fetch',
    'axel',
    'lwp-request',
    'lwp-download',
    'http',
    'https',
    'desktopimgdownldr',
    'tftp',
  ],
])

/** Programs of the system that run whatever they are given, addresses among it. */
export const launchers: ReadonlySet<string> = new Set([
  ...['mshta', 'rundll32', 'regsvr32', 'msiexec', 'wscript', 'cscript', 'start-process', 'saps', 'invoke-item', 'ii'],
  ...[
    'msbuild',
    'installutil',
    'regasm',
    'regsvcs',
    'cmstp',
    'forfiles',
    'pcalua',
    'explorer',
    'wmic',
    'hh',
    'control',
  ],
  ...['osascript', 'open', 'xdg-open', 'java', 'node', 'perl', 'ruby', 'php', 'deno', 'bun', 'lua', 'tclsh'],
])

/** PowerShell commands that run a text. */
export const evaluators: ReadonlySet<string> = new Set([
  'iex',
  'invoke-expression',
  'invoke-command',
  'icm',
  '.',
  'source',
  'eval',
])

/** Programs that install packages, and the words after which their names come. */
export const installers: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['pip', new Set(['install'])],
  ['pip3', new Set(['install'])],
  ['uv', new Set(['install', 'add'])],
  ['pipx', new Set(['install', 'run'])],
  ['uvx', new Set(['uvx'])],
  ['easy_install', new Set(['easy_install'])],
  ['conda', new Set(['install'])],
  ['npm', new Set(['install', 'i', 'add', 'exec'])],
  ['npx', new Set(['npx'])],
  ['apt', new Set(['install'])],
  ['apt-get', new Set(['install'])],
  ['brew', new Set(['install'])],
  ['choco', new Set(['install'])],
  ['winget', new Set(['install'])],
  ['gem', new Set(['install'])],
])
