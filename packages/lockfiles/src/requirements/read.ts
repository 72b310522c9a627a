import type {
  Artifact,
  Dependency,
  Include,
  InstallOption,
  Location,
  Lockfile,
  Origin,
  SkipCode,
  Skipped,
} from '@cordon/model'
import type { PackageName } from '@cordon/pypa'
import { artifactOf, dependencyOf, hashOf, lockfileOf, optionOf, readHash, skip } from '../builder.ts'
import { forEachLogicalLine, type LogicalLine } from './lines.ts'
import { type OptionLine, type OptionWord, optionsStart, parseOptions } from './options.ts'
import { readEditable, readRequirement } from './requirement.ts'
import { type Annotation, AnnotationReader, annotatedDirect, annotatedEdges, annotatedOrigin } from './via.ts'

/** pip stops at the first line it cannot read; whoever has this many has no requirements file. */
const mostOptions = 1_000
/** Options that pip passes over on one line; the line itself is told with each. */
const mostTold = 100
const mostSkipped = 2_000
const mostDependencies = 100_000

/**
 * Reads a requirements or constraints file by pip's rules, whatever it is called. `-r` and `-c` come back as includes: the
 * reader of files follows them. Never throws; a line that cannot be understood is in `skipped`.
 *
 * Each `--hash` is an artifact of its own, without name: it allows one file that the line does not name.
 */
export function parseRequirementsText(
  text: string,
  path: string,
  options: { readonly constraint?: boolean } = {},
): Lockfile {
  const reader = new RequirementsReader(path, options.constraint ?? false)
  forEachLogicalLine(text.startsWith('\uFEFF') ? text.slice(1) : text, (line) => reader.readLine(line))
  return reader.finish()
}

const nothing: readonly never[] = []

/** Collects what the lines of one file say, in their order. */
class RequirementsReader {
  private readonly path: string
  private readonly constraint: boolean
  private readonly dependencies: Dependency[] = []
  private readonly options: InstallOption[] = []
  private readonly includes: Include[] = []
  private readonly skipped: Skipped[] = []
  private unread: LogicalLine | null = null
  private indexUrl: string | null = null
  /** The dependency that comments belong to now. */
  private annotated: number | null = null
  private readonly annotations = new Map<number, Annotation>()
  private readonly annotationReader = new AnnotationReader()

  constructor(path: string, constraint: boolean) {
    this.path = path
    this.constraint = constraint
  }

  readLine(line: LogicalLine): void {
    if (this.skipped.length >= mostSkipped || this.dependencies.length >= mostDependencies) {
      this.unread ??= line
      return
    }
    if (line.text !== '') {
      const before = this.dependencies.length
      this.annotationReader.begin()
      this.readText(line.text, { path: this.path, line: line.line })
      this.annotated = this.dependencies.length > before ? before : null
    }
    if (line.comment === null) return
    const annotation = this.annotationReader.read(line.comment)
    if (annotation !== null && this.annotated !== null) this.annotations.set(this.annotated, annotation)
  }

  private readText(text: string, at: Location): void {
    const start = optionsStart(text)
    if (start === 0) {
      this.readOptionLine(text, at)
      return
    }
    const requirement = start < text.length ? text.slice(0, start).trim() : text
    const artifacts =
      readPlainHashes(text, start) ?? this.readRequirementOptions(parseOptions(text.slice(start)), text, at)
    this.keep(readRequirement(requirement, { at, constraint: this.constraint, artifacts, namedByFolder: true }))
  }

  private keep(reading: ReturnType<typeof readRequirement>): void {
    if (reading.dependency !== null) this.dependencies.push(reading.dependency)
    this.skipped.push(...reading.skipped)
  }

  private skip(at: Location, code: SkipCode, text: string, reason: string): void {
    this.skipped.push(skip(at, code, text, reason))
  }

  /** Options behind a requirement: hashes are kept, build settings passed over, and the rest is what pip itself ignores. */
  private readRequirementOptions(line: OptionLine, text: string, at: Location): readonly Artifact[] {
    this.readProblems(line, text, at)
    const artifacts: Artifact[] = []
    let told = 0
    for (const option of line.options) {
      if (option.meaning === 'hash') this.readHashOption(option.value ?? '', at, artifacts)
      else if (option.meaning !== 'per-requirement' && ++told <= mostTold) {
        this.skip(at, 'BAD_LINE', text, `pip ignores ${option.long} behind a requirement; give it a line of its own.`)
      }
    }
    return artifacts
  }

  private readHashOption(value: string, at: Location, into: Artifact[]): void {
    const hash = readHash(value)
    if (hash !== null) into.push(artifactOf({ hashes: [hash] }))
    else {
      const reason = 'It is no `algorithm:digest` of a known algorithm with all its hex digits; generate it again.'
      this.skip(at, 'BAD_HASH', `--hash=${value}`, reason)
    }
  }

  private readProblems(line: OptionLine, text: string, at: Location): void {
    for (const problem of line.problems) this.skip(at, problem.code, text, problem.reason)
    if (line.rest.length > 0 && line.problems.length === 0) {
      this.skip(
        at,
        'BAD_LINE',
        text,
        `pip reads past \`${line.rest.join(' ').slice(0, 80)}\`; give it a line of its own.`,
      )
    }
  }

  /** pip reads one thing from such a line: the first `-e`, else the first `-r`, else the first `-c`, else all other options. */
  private readOptionLine(text: string, at: Location): void {
    const parsed = parseOptions(text)
    const editable = parsed.options.find((option) => option.meaning === 'editable')
    // pip reads past a marker here and uv honours it. From the text as written: its quotes are the marker's own.
    const hasMarker = editable !== undefined && parsed.rest[0]?.startsWith(';') === true
    const marker = hasMarker ? text.slice(text.search(/\s;/)).trim() : null
    this.readProblems(marker === null ? parsed : { ...parsed, rest: [] }, text, at)
    const include =
      parsed.options.find((option) => option.meaning === 'requirement') ??
      parsed.options.find((option) => option.meaning === 'constraint')
    const only = editable ?? include
    if (only === undefined) {
      for (const option of parsed.options.slice(0, mostOptions)) this.readGlobalOption(option, text, at)
      if (parsed.options.length > mostOptions)
        this.skip(at, 'TOO_MANY', text, `More than ${mostOptions} options on one line; the rest of it was not read.`)
      return
    }
    if (editable !== undefined) {
      const target = marker === null ? (editable.value ?? '') : `${editable.value} ${marker}`
      const artifacts = this.readRequirementOptions(
        { ...parsed, options: hashesOf(parsed), problems: [], rest: [] },
        text,
        at,
      )
      this.keep(readEditable(target, { at, constraint: this.constraint, artifacts, namedByFolder: true }))
    } else this.readInclude(only, text, at)
    for (const option of parsed.options.slice(0, mostTold)) {
      if (option === only || option.meaning === 'hash' || option.meaning === 'per-requirement') continue
      this.skip(at, 'BAD_LINE', text, `pip ignores ${option.long} behind ${only.long}; give it a line of its own.`)
    }
  }

  private readInclude(option: OptionWord, text: string, at: Location): void {
    const target = option.value ?? ''
    const unset = /\$\{[A-Z0-9_]+\}/.exec(target)?.[0]
    if (target === '') this.skip(at, 'BAD_LINE', text, `${option.long} needs a file.`)
    else if (unset !== undefined) {
      this.skip(at, 'UNSET_VARIABLE', text, `The value of ${unset} is not in the file; name the file to have it read.`)
    } else {
      const kind = option.meaning === 'constraint' ? 'constraints' : 'requirements'
      this.includes.push({ kind, path: target, at })
    }
  }

  private readGlobalOption(option: OptionWord, text: string, at: Location): void {
    const { meaning } = option
    if (meaning === 'hash' || meaning === 'per-requirement') {
      this.skip(at, 'BAD_LINE', text, `${option.long} belongs behind a requirement, on the same line.`)
      return
    }
    if (meaning === 'requirement' || meaning === 'constraint' || meaning === 'editable') return
    if (meaning === 'index-url') this.indexUrl = option.value
    const value =
      meaning === 'other' ? [option.long, option.value].filter((part) => part !== null).join(' ') : option.value
    this.options.push(optionOf({ kind: meaning, value, at, text }))
  }

  finish(): Lockfile {
    if (this.unread !== null) {
      const at = { path: this.path, line: this.unread.line }
      const reason =
        'Reading ended here: too many lines, or too many that could not be understood. Is this a requirements file?'
      this.skipped.push(skip(at, 'TOO_MANY', this.unread.text, reason))
    }
    const known = this.indexesByName()
    const dependencies = this.finishedDependencies(known)
    const { edges, complete } = annotatedEdges(dependencies, this.annotations, known)
    if (!complete) {
      const reason = 'The `# via` comments give more edges than are kept; who pulled it in may be incomplete.'
      this.skipped.push(skip({ path: this.path, line: 0 }, 'TOO_MANY', '', reason))
    }
    return lockfileOf({
      path: this.path,
      format: 'requirements',
      role: 'requirements',
      dependencies,
      edges,
      options: this.options,
      includes: this.includes,
      skipped: this.skipped,
    })
  }

  private indexesByName(): ReadonlyMap<PackageName, readonly number[]> {
    const known = new Map<PackageName, number[]>()
    if (this.annotations.size === 0) return known
    for (const [index, { name }] of this.dependencies.entries()) {
      const indexes = known.get(name)
      if (indexes === undefined) known.set(name, [index])
      else indexes.push(index)
    }
    return known
  }

  /** pip applies the last `--index-url` to the whole run, wherever it stands; annotations follow their line. */
  private finishedDependencies(known: ReadonlyMap<PackageName, readonly number[]>): readonly Dependency[] {
    if (this.indexUrl === null && this.annotations.size === 0) return this.dependencies
    const index: Origin = { kind: 'index', url: this.indexUrl }
    return this.dependencies.map((dependency, at) => {
      const annotation = this.annotations.get(at)
      const origin = dependency.origin.kind === 'index' ? index : dependency.origin
      if (annotation === undefined) return dependencyOf({ ...dependency, origin })
      const direct = annotatedDirect(annotation, known)
      return dependencyOf({ ...dependency, origin: annotatedOrigin(annotation, origin), direct })
    })
  }
}

/** `--hash=a:b --hash=c:d` and nothing else, without splitting into words first; null for anything more. */
function readPlainHashes(text: string, start: number): readonly Artifact[] | null {
  if (start === text.length) return nothing
  const artifacts: Artifact[] = []
  for (let at = start; at < text.length; ) {
    if (!text.startsWith('--hash=', at)) return null
    const space = text.indexOf(' ', at)
    const end = space < 0 ? text.length : space
    const colon = text.indexOf(':', at)
    const hash = colon < 0 || colon > end ? null : hashOf(text.slice(at + 7, colon), text.slice(colon + 1, end))
    if (hash === null) return null
    artifacts.push({ filename: null, url: null, hashes: [hash] })
    at = end
    while (text.charCodeAt(at) === 0x20) at += 1
  }
  return artifacts
}

function hashesOf(line: OptionLine): readonly OptionWord[] {
  return line.options.filter((option) => option.meaning === 'hash')
}
