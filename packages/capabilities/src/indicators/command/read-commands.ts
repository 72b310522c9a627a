import { urlsOf } from '../url.ts'
import type { Command } from './command.ts'
import { fromBase64Text } from './decode.ts'
import { readPowerShellCall, readPowerShellScript } from './power-shell.ts'
import { downloaders, evaluators, installers, launchers, powerShells, shells, wrappers } from './program-table.ts'
import { type SimpleCommand, simpleCommandsOf } from './tokens.ts'

const mostCommands = 300
const deepest = 6

interface Context {
  readonly depth: number
  readonly isHidden: boolean
  readonly isEncoded: boolean
  readonly trail: readonly string[]
  readonly text: string
  readonly found: Command[]
}

/** The programs that a command line starts, those within `cmd /c`, `sh -c`, `powershell -EncodedCommand` and the like among them. */
export function commandsOf(line: string): readonly Command[] {
  const found: Command[] = []
  readLine(line, { depth: 0, isHidden: false, isEncoded: false, trail: [], text: line, found })
  return found
}

/** The same of a command that is given as a list of words, the program first. */
export function commandsOfWords(words: readonly string[]): readonly Command[] {
  const found: Command[] = []
  const context = { depth: 0, isHidden: false, isEncoded: false, trail: [], text: words.join(' '), found }
  readSimple({ words, isFed: false, isQuiet: false }, context)
  return found
}

function readLine(line: string, context: Context): void {
  if (context.depth > deepest) return
  for (const simple of simpleCommandsOf(line)) readSimple(simple, context)
}

function readSimple(simple: SimpleCommand, context: Context): void {
  if (context.found.length >= mostCommands) return
  const { words, isHidden } = unwrap(simple)
  const program = programOf(words[0] ?? '')
  if (program === '') return
  const inner: Context = { ...context, depth: context.depth + 1, isHidden: context.isHidden || isHidden }
  if (powerShells.has(program)) {
    readPowerShell({ ...simple, words }, program, inner)
    return
  }
  if (program === 'cmd' || program === 'command.com') {
    readCmd({ ...simple, words }, inner)
    return
  }
  const nested = shells.has(program) ? nestedScript(words) : null
  context.found.push(commandFrom(program, { ...simple, words }, inner))
  if (nested !== null) readLine(nested, { ...inner, trail: [...inner.trail, `${program} -c`], text: nested })
  if (simple.words.length === 1 && /\s/.test(simple.words[0] ?? '') && context.depth < 2) {
    readLine(simple.words[0] ?? '', inner)
  }
}

/** Takes away assignments and the programs that only run another one. */
function unwrap(simple: SimpleCommand): { readonly words: readonly string[]; readonly isHidden: boolean } {
  let { words } = simple
  let isHidden = simple.isQuiet
  for (let round = 0; round < 8; round += 1) {
    const first = words[0] ?? ''
    const program = programOf(first)
    const withValue = wrappers.get(program)
    if (/^[A-Za-z_]\w{0,60}=/.test(first)) words = words.slice(1)
    else if (withValue && words.length > 1) {
      if (['nohup', 'setsid'].includes(program)) isHidden = true
      let index = 1
      while (index < words.length - 1 && isOption(words[index] ?? '', program)) {
        if (program === 'start' && /^\/(?:b|min)$/i.test(words[index] ?? '')) isHidden = true
        index += withValue.has((words[index] ?? '').toLowerCase()) ? 2 : 1
      }
      words = words.slice(index)
    } else break
  }
  return { words, isHidden }
}

function isOption(word: string, program: string): boolean {
  // The first quoted word after `start` is a title.
  if (program === 'start') return word === '' || /^\/[a-z]+$/i.test(word)
  if (program === 'timeout') return /^(?:-|\d+[smh]?$)/.test(word)
  return word.startsWith('-') || /^[A-Za-z_]\w{0,60}=/.test(word)
}

function programOf(word: string): string {
  const name = word
    .slice(-300)
    .replace(/^.*[\\/]/, '')
    .toLowerCase()
    .replace(/\.(?:exe|com)$/, '')
  return name === '' && word === '.' ? '.' : name
}

function readPowerShell(simple: SimpleCommand, program: string, context: Context): void {
  const call = readPowerShellCall(simple.words.slice(1))
  const isHidden = context.isHidden || call.isHidden
  const isEncoded = context.isEncoded || call.isEncoded
  const script = call.script ?? ''
  const trail = call.isEncoded ? [...context.trail, `${program} -EncodedCommand`] : context.trail
  const read = readPowerShellScript(script)
  const text = call.script ?? simple.words.join(' ')
  context.found.push({
    ...commandFrom(program, simple, context),
    isHidden: isHidden || read.isHidden,
    isEncoded,
    downloads: read.downloads,
    runs: [...(call.file === null ? [] : [call.file]), ...read.runs],
    text,
    trail,
  })
  const inner = { ...context, depth: context.depth + 1, isHidden, isEncoded, trail, text }
  if (script !== '') readLine(script, inner)
  for (const encoded of read.encoded) {
    readLine(encoded, { ...inner, isEncoded: true, trail: [...trail, 'FromBase64String'], text: encoded })
  }
}

function readCmd(simple: SimpleCommand, context: Context): void {
  const at = simple.words.findIndex((word) => /^\/[ckr]$/i.test(word))
  context.found.push(commandFrom('cmd', simple, context))
  if (at < 0) return
  const rest = simple.words.slice(at + 1)
  const text = rest.join(' ')
  // Words that held blanks were quoted: as one line they would fall apart.
  if (rest.length === 1) readLine(text, { ...context, text })
  else readSimple({ ...simple, words: rest }, { ...context, text })
}

function nestedScript(words: readonly string[]): string | null {
  const at = words.findIndex((word, index) => index > 0 && /^-[a-z]*c$/.test(word))
  return at < 0 ? null : (words[at + 1] ?? null)
}

function commandFrom(program: string, simple: SimpleCommand, context: Context): Command {
  const { words, isFed } = simple
  const isDownloader =
    downloaders.has(program) && !(program === 'certutil' && !words.some((word) => /urlcache|^http/i.test(word)))
  const urls = words.flatMap((word) => urlsOf(word))
  const downloads = isDownloader || (launchers.has(program) && urls.length > 0) ? urls : []
  return {
    program,
    words,
    isHidden: context.isHidden || program === 'pythonw',
    isEncoded: context.isEncoded,
    isFed,
    downloads: isDownloader && downloads.length === 0 ? bareHosts(words) : downloads,
    runs: runsOf(program, words, isFed),
    installs: installsOf(program, words),
    python: pythonOf(program, words),
    text: context.text,
    trail: context.trail,
  }
}

/** `curl host/path`: an address without a scheme. */
function bareHosts(words: readonly string[]): readonly string[] {
  return words
    .slice(1)
    .filter(
      (word) =>
        /^[a-z0-9-]+(?:\.[a-z0-9-]+){1,8}(?::\d+)?(?:\/|$)/i.test(word) &&
        (word.includes('/') || !/\.(?:exe|txt|py|sh|zip|gz|html|json)$/i.test(word)),
    )
}

function isPython(program: string): boolean {
  return /^(?:pythonw?|py|pypy)\d?(?:\.\d+)?$/.test(program)
}

function runsOf(program: string, words: readonly string[], isFed: boolean): readonly string[] {
  const rest = words.slice(1)
  if (shells.has(program) || isPython(program)) {
    const target = rest.find((word) => !word.startsWith('-'))
    if (rest.some((word) => /^-[a-z]*[cm]$/.test(word))) return []
    if (target !== undefined) return [target]
    return isFed ? ['-'] : []
  }
  if (evaluators.has(program)) return ['-']
  if (launchers.has(program)) return rest.filter((word) => !/^[-/][a-z]{1,20}$/i.test(word)).slice(0, 4)
  return /\.(?:exe|bat|cmd|ps1|vbs|scr|msi|hta|lnk|jar|sh|py|pyw)$/i.test(words[0] ?? '') ||
    /^(?:\.\/|\/tmp\/|%temp%)/i.test(words[0] ?? '')
    ? [words[0] ?? '']
    : []
}

function installsOf(program: string, words: readonly string[]): readonly string[] {
  const modulePip = isPython(program) && words.includes('-m') && words.some((word) => word === 'pip' || word === 'pip3')
  const verbs = installers.get(modulePip ? 'pip' : program.replace(/^pip\d(?:\.\d+)?$/, 'pip'))
  if (!verbs) return []
  const at = words.findIndex((word) => verbs.has(word.toLowerCase()))
  if (at < 0) return []
  return words
    .slice(at + 1)
    .filter((word) => !word.startsWith('-'))
    .slice(0, 50)
}

function pythonOf(program: string, words: readonly string[]): string | null {
  if (!isPython(program)) return null
  const at = words.findIndex((word, index) => index > 0 && /^-[A-Za-z]*c$/.test(word))
  const code = at < 0 ? null : (words[at + 1] ?? null)
  if (code === null) return null
  const packed = /^\s*exec\(.{0,200}b64decode\(\s*b?["']([A-Za-z0-9+/=]{8,})["']/s.exec(code)
  return packed ? `${code}\n${fromBase64Text(packed[1] ?? '') ?? ''}` : code
}
