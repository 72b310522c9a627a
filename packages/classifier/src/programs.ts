/** What a program that is started is for, where that says something: what builds or asks for versions is in no class. */
const classes = {
  shell: ['sh', 'bash', 'zsh', 'dash', 'ksh', 'ash', 'busybox', 'cmd', 'command'],
  'power-shell': ['powershell', 'pwsh', 'powershell_ise', 'iex', 'invoke-expression'],
  interpreter: ['python', 'python2', 'python3', 'pythonw', 'py', 'perl', 'ruby', 'php', 'node', 'osascript', 'java'],
  downloader: [
    'curl',
    'wget',
    'certutil',
    'bitsadmin',
    'invoke-webrequest',
    'iwr',
    'irm',
    'invoke-restmethod',
    'tftp',
    'ftp',
  ],
  launcher: [
    'mshta',
    'rundll32',
    'regsvr32',
    'wscript',
    'cscript',
    'msiexec',
    'start-process',
    'explorer',
    'open',
    'xdg-open',
  ],
  installer: ['pip', 'pip2', 'pip3', 'npm', 'apt', 'apt-get', 'brew', 'conda', 'easy_install', 'uv'],
  persistence: ['reg', 'schtasks', 'crontab', 'systemctl', 'launchctl', 'sc', 'at'],
  system: [
    'chmod',
    'attrib',
    'taskkill',
    'netsh',
    'wmic',
    'icacls',
    'takeown',
    'vssadmin',
    'bcdedit',
    'set-mppreference',
    'add-mppreference',
  ],
  probe: [
    'whoami',
    'hostname',
    'ipconfig',
    'ifconfig',
    'systeminfo',
    'tasklist',
    'nslookup',
    'dig',
    'ping',
    'net',
    'id',
    'cat',
    'env',
    'set',
  ],
  network: ['nc', 'ncat', 'netcat', 'ssh', 'scp', 'socat', 'telnet', 'ngrok'],
} as const

const byProgram: ReadonlyMap<string, string> = new Map(
  Object.entries(classes).flatMap(([name, programs]) => programs.map((program) => [program, name] as const)),
)

/** The class of a program by its name in lower case; null when it has none. */
export function classOfProgram(program: string): string | null {
  return byProgram.get(program.replace(/^(python|pip)[\d.]{1,5}$/, '$1')) ?? null
}
