import type { Include, InstallOption, Location, Origin, Scope } from '@cordon/model'
import { defaultIndex, optionOf, skip } from '../builder.ts'
import { indexOrigin } from '../origins.ts'
import type { RequirementReading } from '../requirements/requirement.ts'
import { type Argument, readArguments } from './arguments.ts'
import type { Collector } from './collector.ts'
import type { Environment, ShellWord } from './environment.ts'
import { type Found, findInstaller } from './find.ts'
import { pipOptions } from './options.ts'
import { type PackageContext, poetryRequirement, readCondaPackage, readPackage, toolRequirement } from './packages.ts'
import { joinPath } from './path.ts'
import type { Positionals } from './tools.ts'
import { isOff, variablesOf } from './variables.ts'
import { splitWordList } from './word-list.ts'

/** Where a command stands and what is known there. */
export interface InstallContext {
  readonly collector: Collector
  readonly environment: Environment
  /** Where it runs, relative to the start; null when not known. */
  readonly directory: string | null
  readonly cell?: number | undefined
  readonly scopes?: readonly Scope[] | undefined
  /** True for a path that the file itself fills from the project, so that it names no package. */
  readonly isOwn?: ((path: string) => boolean) | undefined
  /** The path, relative to the file, of a file that a command names; null when it has been read already. */
  readonly locate?: ((path: string, directory: string | null) => string | null) | undefined
}

type Option = Extract<Argument, { kind: 'option' | 'flag' }>

const deepestCommand = 8

/** Reads one command: what it installs goes to the collector. False when it is no command that installs. */
export function readInstallCommand(words: readonly ShellWord[], context: InstallContext): boolean {
  const found = findInstaller(words)
  if (found === null) return false
  new CommandReader(found, context).read(0)
  return true
}

class CommandReader {
  private readonly found: Found
  private readonly context: InstallContext
  private readonly scopes: Scope[]

  constructor(found: Found, context: InstallContext) {
    this.found = found
    this.context = context
    this.scopes = [...(context.scopes ?? [])]
  }

  read(depth: number): void {
    const { installer } = this.found
    const stop = installer.positionals === 'tool-then-arguments' || installer.positionals === 'command'
    const all = readArguments(this.found.arguments, installer.options, stop)
    const options = all.filter((one) => one.kind === 'option' || one.kind === 'flag')
    const words = all.filter((one) => one.kind === 'word').map((one) => one.word)
    const rest = all.find((one) => one.kind === 'rest')?.words ?? []
    this.readVariables()
    const given = [...options, ...this.pipOptions(options)]
    for (const option of given) this.readGroup(option)
    const packages = this.packageContext(given)
    for (const option of given) for (const reading of this.readOption(option, packages)) this.keep(reading)
    const hasSource = options.some((option) => option.meaning === 'source')
    if (installer.positionals === 'command') this.readNested([...words, ...rest], depth)
    else if (!hasSource) for (const reading of this.readWords(words, packages, options)) this.keep(reading)
    this.readPipe(words)
  }

  private at(word: ShellWord): Location {
    const { cell, collector } = this.context
    return { path: collector.path, line: word.line, ...(cell === undefined ? {} : { cell }) }
  }

  private keep(reading: RequirementReading): void {
    if (reading.dependency !== null) this.context.collector.addDependency(reading.dependency)
    for (const one of reading.skipped) this.context.collector.addSkipped(one)
  }

  private packageContext(options: readonly Option[]): (word: ShellWord) => PackageContext {
    const index = this.index(options)
    const { directory, isOwn = () => false } = this.context
    return (word) => ({ at: this.at(word), index, scopes: this.scopes, directory, isOwn })
  }

  /** The default index of this command: the last `--index-url`, else the variable for it. */
  private index(options: readonly Option[]): Origin {
    const given = options.findLast((option) => option.kind === 'option' && option.meaning === 'index-url')
    if (given?.kind === 'option') return indexOrigin(given.value.text)
    for (const { name, kind } of variablesOf(this.found.installer.family)) {
      const binding = kind === 'index-url' ? this.variable(name) : undefined
      const value = binding?.values[0] ?? binding?.raw ?? ''
      if (value !== '') return indexOrigin(value)
    }
    return defaultIndex
  }

  private variable(name: string): ReturnType<Environment['get']> {
    const prefix = `${name}=`
    const before = this.found.before.findLast((word) => word.text.startsWith(prefix))
    if (before === undefined) return this.context.environment.get(name)
    const value = before.text.slice(prefix.length)
    return { values: before.dynamic === null ? [value] : [], raw: value, line: before.line }
  }

  private readVariables(): void {
    for (const { name, kind } of variablesOf(this.found.installer.family)) {
      const binding = this.variable(name)
      if (binding === undefined) continue
      const value = binding.values[0] ?? binding.raw ?? ''
      const word: ShellWord = { text: value, raw: `${name}=${value}`, line: binding.line, dynamic: null }
      if (kind === 'no-index' || kind === 'pre' || kind === 'require-hashes') {
        if (!isOff(value)) this.addOption(kind, null, word)
        continue
      }
      // An expression of the file's own language may hold blanks; a literal list is separated by them.
      const each = binding.values.length > 0 && kind !== 'index-url' ? value.split(/\s+/) : [value]
      for (const part of each) if (part !== '') this.readVariable(kind, { ...word, text: part })
    }
  }

  private readVariable(kind: ReturnType<typeof variablesOf>[number]['kind'], word: ShellWord): void {
    if (kind === 'requirements' || kind === 'constraints') this.include(kind, word)
    else if (kind === 'index') this.addIndex(word)
    else this.addOption(kind, word.text, word)
  }

  /** Options for pip inside the value of another option. */
  private pipOptions(options: readonly Option[]): readonly Option[] {
    return options.flatMap((option) => {
      if (option.kind !== 'option' || option.meaning !== 'pip-options' || option.value.dynamic !== null) return []
      const words = splitWordList(option.value.text, option.value.line)
      return readArguments(words, pipOptions, false).filter((one) => one.kind === 'option' || one.kind === 'flag')
    })
  }

  private readGroup(option: Option): void {
    if (option.meaning === 'group-dev') this.scopes.push({ kind: 'group', name: 'dev' })
    else if (option.kind === 'option' && option.meaning === 'group' && option.value.dynamic === null) {
      this.scopes.push({ kind: 'group', name: option.value.text })
    }
  }

  private readOption(option: Option, packages: (word: ShellWord) => PackageContext): readonly RequirementReading[] {
    if (option.kind === 'flag') {
      if (option.meaning === 'no-index' || option.meaning === 'pre' || option.meaning === 'require-hashes')
        this.addOption(option.meaning, null, { ...option.word, raw: option.name })
      return []
    }
    const { meaning, value } = option
    switch (meaning) {
      case 'editable':
        return [readPackage(value, packages(value), true)]
      case 'package':
        return [readPackage(value, packages(value), false)]
      case 'packages':
        return splitPackages(value).map((word) => readPackage(toolRequirement(word), packages(word), false))
      case 'source':
        return [readPackage(toolRequirement(value), packages(value), false)]
      case 'requirements':
      case 'constraints':
        this.include(meaning, value)
        return []
      case 'index':
        this.addIndex(value)
        return []
      case 'index-url':
      case 'extra-index-url':
      case 'find-links':
      case 'trusted-host':
      case 'no-binary':
      case 'only-binary':
        this.addOption(meaning, value.text, { ...value, raw: `${option.name} ${value.raw}` })
        return []
      default:
        return []
    }
  }

  private addOption(kind: InstallOption['kind'], value: string | null, word: ShellWord): void {
    this.context.collector.addOption(optionOf({ kind, value, at: this.at(word), text: word.raw }))
  }

  /** uv's `name=url` or `url`. */
  private addIndex(word: ShellWord): void {
    const match = /^([A-Za-z0-9._-]+)=(.*)$/.exec(word.text)
    const option = optionOf({
      kind: 'extra-index-url',
      name: match?.[1] ?? null,
      value: match?.[2] ?? word.text,
      at: this.at(word),
      text: word.raw,
    })
    this.context.collector.addOption(option)
  }

  private include(kind: Include['kind'], word: ShellWord): void {
    const { collector, directory, locate } = this.context
    const at = this.at(word)
    if (word.dynamic !== null || word.text === '-' || word.text === '/dev/stdin') {
      const what = word.dynamic ?? 'What is piped in'
      const reason = `${what} is only known when the command runs; name the file to have it read.`
      collector.addSkipped(skip(at, 'DYNAMIC_VALUE', word.raw, reason))
      return
    }
    const isUrl = /^[a-z][a-z0-9+.-]*:\/\//i.test(word.text)
    const find = locate ?? ((name) => joinPath(directory, name) ?? name)
    const path = isUrl ? word.text : find(word.text, directory)
    if (path !== null) collector.addInclude({ kind, path, at })
  }

  private readWords(
    words: readonly ShellWord[],
    packages: (word: ShellWord) => PackageContext,
    options: readonly Option[],
  ): readonly RequirementReading[] {
    const { positionals } = this.found.installer
    switch (positionals) {
      case 'files':
        for (const word of words) this.include('requirements', word)
        return []
      case 'none':
        return []
      case 'pip-configuration':
      case 'poetry-source':
        this.configure(positionals, words, options)
        return []
      case 'conda': {
        // Of several channels nobody knows which one has the package.
        const channels = options.flatMap((one) =>
          one.kind === 'option' && one.meaning === 'channel' ? [one.value] : [],
        )
        const name = channels.length === 1 ? (channels[0]?.text ?? null) : null
        return words.map((word) => readCondaPackage(word, packages(word), name))
      }
      default:
        return positionalPackages(positionals, words).map((word) => readPackage(word, packages(word), false))
    }
  }

  private configure(positionals: Positionals, words: readonly ShellWord[], options: readonly Option[]): void {
    const [key, value] = words
    if (key === undefined || value === undefined) return
    const raw = `${key.raw} ${value.raw}`
    if (positionals === 'poetry-source') {
      const priority = options.find((option) => option.kind === 'option' && option.meaning === 'priority')
      const explicit = priority?.kind === 'option' && priority.value.text === 'explicit'
      const at = this.at(value)
      const option = { kind: 'extra-index-url', name: key.text, value: value.text, explicit, at, text: raw } as const
      this.context.collector.addOption(optionOf(option))
      return
    }
    const name = key.text.slice(key.text.indexOf('.') + 1)
    for (const kind of ['index-url', 'extra-index-url', 'find-links', 'trusted-host'] as const) {
      if (name === kind) this.addOption(kind, value.text, { ...value, raw })
    }
  }

  private readNested(words: readonly ShellWord[], depth: number): void {
    const found = depth < deepestCommand ? findInstaller(words) : null
    if (found === null) return
    new CommandReader({ ...found, before: [...this.found.before, ...found.before] }, this.context).read(depth + 1)
  }

  /** `… | xargs pip install` takes its packages from elsewhere. */
  private readPipe(words: readonly ShellWord[]): void {
    const xargs = this.found.before.find((word) => word.text === 'xargs')
    if (xargs === undefined || words.length > 0) return
    const reason = 'What xargs passes on is only known when the command runs; name the packages or a requirements file.'
    this.context.collector.addSkipped(skip(this.at(xargs), 'DYNAMIC_VALUE', `xargs ${this.found.name}`, reason))
  }
}

function positionalPackages(positionals: Positionals, words: readonly ShellWord[]): readonly ShellWord[] {
  if (positionals === 'place-then-requirements') return words.slice(1)
  if (positionals === 'tools' || positionals === 'poetry') {
    return words.map(positionals === 'poetry' ? poetryRequirement : toolRequirement)
  }
  return positionals === 'tool-then-arguments' ? words.slice(0, 1).map(toolRequirement) : words
}

/** `a,b[x,y]>=1,<2` → `a` and `b[x,y]>=1,<2`. */
function splitPackages(word: ShellWord): readonly ShellWord[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < word.text.length; at++) {
    const char = word.text[at]
    if (char === '[') depth += 1
    else if (char === ']') depth -= 1
    else if (char === ',' && depth === 0 && /^\s*[A-Za-z.]/.test(word.text.slice(at + 1, at + 20))) {
      parts.push(word.text.slice(start, at))
      start = at + 1
    }
  }
  return [...parts, word.text.slice(start)].map((text) => ({ ...word, text: text.trim() }))
}
