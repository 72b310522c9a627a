import type { Arguments, Value } from '@cordon/python'

const noWindow = 0x0800_0000n
const detached = 0x8n

const hiddenNames: ReadonlySet<string> = new Set([
  'subprocess.CREATE_NO_WINDOW',
  'subprocess.DETACHED_PROCESS',
  'subprocess.SW_HIDE',
  'win32con.SW_HIDE',
  'win32process.CREATE_NO_WINDOW',
])

/** Command lines that ask for no window, or leave a process behind without output. Linear: every part is bounded or a literal. */
const hiddenCommand =
  /-w(?:in(?:dow(?:style)?)?)?\s{1,4}["']?h(?:idden)?\b|-windowstyle\s{1,4}["']?(?:hidden|1)|\bstart\s{1,4}\/(?:b|min)\b|\bpythonw\b|\bnohup\s|>\s{0,4}(?:\/dev\/null|nul)\s{1,4}2>&1|&>\s{0,4}\/dev\/null|\bsetsid\s|\.vbs\b|\bmshta\b/i

/** Whether a process is started so that its user sees nothing of it. */
export function isHiddenSpawn(path: string, given: Arguments, texts: readonly string[]): boolean {
  const flags = given.named.get('creationflags')
  if (flags !== undefined && isHidingFlag(flags, 0)) return true
  const startup = given.named.get('startupinfo')
  if (startup !== undefined && startup.kind !== 'none') return true
  if (isSilent(given.named.get('stdout')) && isSilent(given.named.get('stderr'))) return true
  if (path.includes('ShellExecute') && given.positional.some((value) => isHidingFlag(value, 0))) return true
  return texts.some((text) => hiddenCommand.test(text.length > longestCommand ? text.slice(0, longestCommand) : text))
}

const longestCommand = 4000

function isHidingFlag(value: Value, depth: number): boolean {
  if (value.kind === 'int') return (value.value & noWindow) !== 0n || value.value === detached
  if (value.kind === 'external') return hiddenNames.has(value.path)
  return value.kind === 'opaque' && depth < 3 && value.from.some((from) => isHidingFlag(from, depth + 1))
}

function isSilent(value: Value | undefined): boolean {
  if (value === undefined) return false
  if (value.kind === 'external') return value.path === 'subprocess.DEVNULL'
  if (value.kind === 'opaque')
    return (
      value.from.some((from) => from.kind === 'text' && from.value === '/dev/null') ||
      value.from.some((from) => from.kind === 'external' && from.path === 'os.devnull')
    )
  return value.kind === 'int' && value.value === -3n
}
