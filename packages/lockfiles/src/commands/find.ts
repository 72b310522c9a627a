import type { ShellWord } from './environment.ts'
import { takesValue } from './options.ts'
import { type Installer, programs, speakers } from './tools.ts'

/** A command that installs, and the words behind its name. */
export interface Found {
  readonly installer: Installer
  readonly name: string
  readonly arguments: readonly ShellWord[]
  /** Words before it: wrappers such as `sudo -u app` or `env A=b`. */
  readonly before: readonly ShellWord[]
}

const versioned = /^(pip|easy_install)-?[0-9][0-9.]*$/
const pipVariable = /^(?:\$[{(]?|%|\{)(?:\w*_)?pip3?(?:_\w*)?[)}%]?$/i
const mostWrappers = 24
/** Programs that start another one. */
const wrappers: ReadonlySet<string> = new Set(
  `& arch command conda docker doas env exec gosu hatch kubectl mamba micromamba nice nohup pdm pipenv podman poetry
  retry rye runuser ssh su sudo time timeout travis_retry tox uv wsl xargs xvfb-run`.split(/\s+/),
)

/** Finds the installing command in a command's words, behind `sudo`, `env`, `python -m` and other wrappers; null when there is none. */
export function findInstaller(words: readonly ShellWord[]): Found | null {
  const head = words[0]
  if (head === undefined || speakers.has(programName(head))) return null
  for (let at = 0; at < Math.min(words.length, mostWrappers); at++) {
    const found = installerAt(words, at)
    if (found !== null) return { ...found, before: words.slice(0, at) }
  }
  return null
}

function installerAt(words: readonly ShellWord[], at: number): Omit<Found, 'before'> | null {
  const word = words[at]
  if (word === undefined) return null
  if (word.text === '-m' || word.text.startsWith('-mpip')) {
    const module = word.text === '-m' ? words[at + 1]?.text : word.text.slice(2)
    return at === 0 ? null : subcommand(moduleProgram(module ?? ''), words, at + (word.text === '-m' ? 2 : 1))
  }
  return subcommand(programName(word), words, at + 1)
}

function subcommand(name: string, words: readonly ShellWord[], start: number): Omit<Found, 'before'> | null {
  const program = programs.get(name)
  if (program === undefined) return null
  const plain = program.get('')
  // `cp build/uvx target` names a file: a program without subcommand must come first, or behind a wrapper.
  if (plain !== undefined && start > 1 && words[start - 2]?.text !== '-m' && !wrappers.has(programName(words[0])))
    return null
  if (plain !== undefined) return { installer: plain, name, arguments: words.slice(start) }
  const options = program.values().next().value?.options
  const kept: ShellWord[] = []
  let path = ''
  for (let at = start; at < words.length; at++) {
    const word = words[at]
    if (word === undefined) break
    if (word.text.startsWith('-')) {
      kept.push(word)
      const next = words[at + 1]
      if (takesValue(options, word.text) && next !== undefined) {
        kept.push(next)
        at += 1
      }
      continue
    }
    path = path === '' ? word.text : `${path} ${word.text}`
    const installer = program.get(path)
    // General options before the subcommand count as if they stood behind it.
    if (installer !== undefined)
      return { installer, name: `${name} ${path}`, arguments: [...kept, ...words.slice(at + 1)] }
    if (path.includes(' ') || ![...program.keys()].some((key) => key.startsWith(`${path} `))) return null
  }
  return null
}

/** `/opt/venv/bin/pip3.12` → `pip`. A variable that is named like pip counts as pip. */
function programName(word: ShellWord | undefined): string {
  if (word === undefined) return ''
  const { text } = word
  if (word.dynamic === text && pipVariable.test(text)) return 'pip'
  const base = text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1).replace(/\.exe$/i, '')
  return versioned.exec(base)?.[1] ?? base
}

function moduleProgram(module: string): string {
  return module.startsWith('pip.') ? 'pip' : module
}
