import type { Collector } from '../commands/collector.ts'
import { cmd, type Dialect, posix, powershell } from '../commands/dialect.ts'
import { expandText, Scope, type ShellWord } from '../commands/environment.ts'
import { readRequirementsPart, readScript, readWords, type ScriptContext } from '../commands/script.ts'
import { WordReader } from '../commands/word.ts'
import { requirements } from '../formats/requirements.ts'
import { ImageFiles } from './files.ts'
import type { Instruction } from './instructions.ts'
import {
  expandScript,
  readFlags,
  readJsonWords,
  scriptOf,
  splitWords,
  tokensOf,
  withHeredocs,
  words,
} from './script.ts'
import { Stage } from './stage.ts'

/** Follows a Dockerfile from instruction to instruction. */
export class ImageReader {
  private readonly collector: Collector
  private readonly defaultDialect: Dialect
  /** `ARG` before the first `FROM`. */
  private readonly global = new Scope()
  private readonly stages = new Map<string, Stage>()
  private count = 0
  private stage: Stage

  constructor(collector: Collector, escapeChar: '\\' | '`') {
    this.collector = collector
    // Only Windows images change the escape character, for the sake of their paths.
    this.defaultDialect = escapeChar === '`' ? cmd : posix
    this.stage = new Stage(null)
  }

  read(instruction: Instruction): void {
    switch (instruction.name) {
      case 'FROM':
        this.from(instruction)
        break
      case 'ARG':
        this.argument(instruction)
        break
      case 'ENV':
        this.variables(instruction)
        break
      case 'WORKDIR':
        this.workingDirectory(instruction)
        break
      case 'SHELL':
        this.stage.shell = (readJsonWords(scriptOf(instruction.lines, posix)) ?? []).map((word) => word.text)
        break
      case 'COPY':
      case 'ADD':
        this.copy(instruction)
        break
      case 'RUN':
      case 'CMD':
      case 'ENTRYPOINT':
        this.run(instruction)
        break
      default:
    }
  }

  private from(instruction: Instruction): void {
    const [image, as, name] = splitWords(instruction.lines, this.global).filter((word) => !word.text.startsWith('--'))
    this.stage = new Stage(this.stages.get(image?.text.toLowerCase() ?? '') ?? null)
    this.stages.set(String(this.count), this.stage)
    this.count += 1
    if (as?.text.toLowerCase() === 'as' && name !== undefined) this.stages.set(name.text.toLowerCase(), this.stage)
  }

  private argument(instruction: Instruction): void {
    const scope = this.count === 0 ? this.global : this.stage.scope
    for (const token of tokensOf(instruction.lines)) {
      const line = instruction.lines[token.line]?.line ?? instruction.line
      const [head, name = ''] = /^([A-Za-z_][A-Za-z0-9_]*)(?:=|$)/.exec(token.raw) ?? []
      if (head === undefined || this.stage.kept.get(name) !== undefined) continue
      const value = head.endsWith('=')
        ? expandText(token.parts, scope)?.slice(head.length)
        : this.global.get(name)?.values[0]
      scope.bind(name, value ?? null, line, token.raw.slice(head.length))
    }
  }

  private variables(instruction: Instruction): void {
    const { kept, scope } = this.stage
    const tokens = tokensOf(instruction.lines)
    const first = tokens[0]
    if (first !== undefined && !first.raw.includes('=')) {
      // `ENV name value with blanks`
      const rest = scriptOf(instruction.lines, words).text.trim().slice(first.raw.length).trim()
      const value = expandText(new WordReader(rest, words, true).whole(), scope)
      kept.bind(first.raw, value, instruction.line, rest)
      return
    }
    const before = new Scope(scope)
    for (const token of tokens) {
      const [head, name] = /^([A-Za-z_][A-Za-z0-9_]*)=/.exec(token.raw) ?? []
      if (head === undefined || name === undefined) continue
      const line = instruction.lines[token.line]?.line ?? instruction.line
      kept.bind(name, expandText(token.parts, before)?.slice(head.length) ?? null, line, token.raw.slice(head.length))
    }
  }

  private workingDirectory(instruction: Instruction): void {
    const [path] = splitWords(instruction.lines, this.stage.scope)
    this.stage.directory = path === undefined || path.dynamic !== null ? null : this.stage.resolve(path.text)
  }

  private copy(instruction: Instruction): void {
    const { flags, script } = readFlags(scriptOf(instruction.lines, words))
    const listed = readJsonWords(script) ?? expandScript(script, this.stage.scope)
    const target = listed.at(-1)
    const path = target === undefined || target.dynamic !== null ? null : this.stage.resolve(target.text)
    if (target === undefined || path === null) return
    const sources = listed.slice(0, -1).filter((word) => !word.text.startsWith('<<'))
    const isFolder = target.text.endsWith('/') || sources.length > 1 || target.text === '.'
    const from = flags.find((one) => one.name === 'from')?.value
    if (sources.length > 0) this.stage.files.copy(this.sources(sources, from), path, isFolder)
    for (const heredoc of instruction.heredocs) {
      const file = isFolder ? `${path}/${heredoc.name}` : path
      this.stage.files.copy(null, file, false)
      if (requirements.matches(file.slice(1))) {
        this.stage.written.add(file)
        readRequirementsPart(scriptOf(heredoc.lines, posix, '\n'), { collector: this.collector })
      }
    }
  }

  /** Paths in the build context; null when one of them is not from there. */
  private sources(listed: readonly ShellWord[], from: string | undefined): readonly string[] | null {
    const stage = from === undefined ? null : this.stages.get(from.toLowerCase())
    if (stage === undefined) return null
    const paths = listed.map((word) => {
      if (word.dynamic !== null || /^[a-z]+:\/\//.test(word.text)) return null
      if (stage !== null) return stage.files.sourceOf(`/${word.text.replace(/^\//, '')}`)
      return word.text.replace(/^(?:\.?\/)+/, '') || '.'
    })
    return paths.every((path) => path !== null) ? paths : null
  }

  private run(instruction: Instruction): void {
    const { flags, script } = readFlags(scriptOf(instruction.lines, this.dialect()))
    const mounts = flags.filter((one) => one.name === 'mount').map((one) => one.value)
    const context = this.context(this.mounted(mounts))
    const listed = readJsonWords(script)
    if (listed === null) readScript(withHeredocs(script, instruction), this.stage.scope, context)
    else readWords(listed, this.stage.scope, context)
  }

  private dialect(): Dialect {
    const program = (this.stage.shell[0] ?? '').toLowerCase()
    if (program === '') return this.defaultDialect
    if (/(?:powershell|pwsh)(?:\.exe)?$/.test(program)) return powershell
    return /(?:^|[\\/])cmd(?:\.exe)?$/.test(program) ? cmd : posix
  }

  /** Files of the build context that `--mount=type=bind` shows to this command. */
  private mounted(mounts: readonly string[]): ImageFiles {
    const files = new ImageFiles(this.stage.files)
    for (const mount of mounts) {
      const parts = new Map(
        mount.split(',').map((part) => [part.split('=')[0] ?? '', part.slice(part.indexOf('=') + 1)]),
      )
      const target = parts.get('target') ?? parts.get('dst') ?? parts.get('destination')
      const source = parts.get('source') ?? parts.get('src') ?? '.'
      const path = target === undefined ? null : this.stage.resolve(target)
      if (path === null || (parts.get('type') ?? 'bind') !== 'bind') continue
      files.copy(parts.has('from') ? null : [source.replace(/^(?:\.?\/)+/, '') || '.'], path, false)
    }
    return files
  }

  private context(files: ImageFiles): ScriptContext {
    const { stage } = this
    return {
      collector: this.collector,
      isOwn: (path) => {
        const absolute = stage.resolve(path)
        return absolute !== null && files.holds(absolute)
      },
      locate: (path, directory) => {
        const absolute = stage.resolve(path, directory)
        if (absolute === null) return path
        if (stage.written.has(absolute)) return null
        return files.sourceOf(absolute) ?? path
      },
    }
  }
}
