import { decodeSource } from '../decode-source.ts'
import { moduleFrame } from '../evaluate/frame.ts'
import type { Links, Machine } from '../evaluate/machine.ts'
import type { Stage } from '../evaluate/stage.ts'
import { isEarlier } from '../evaluate/stage.ts'
import { evaluateStatements } from '../evaluate/statement.ts'
import { type ModuleValue, newUnit, type Unit } from '../evaluate/value.ts'
import { parse } from '../parser.ts'
import { Interest } from './interest.ts'
import { type Found, folderOf, ModuleIndex } from './module-index.ts'
import { isOfInterest } from './prefilter.ts'
import { isOutlier, type Shape, shapeOf } from './shape.ts'
import type { Entry, SourceFile } from './source-file.ts'
import { codeOfPth } from './start-file.ts'

/** How much of a package is read for the sake of other files. */
export interface PackageLimits {
  /** Bytes of modules that name nothing of interest themselves, for imports of those that do. */
  readonly linkedBytes: number
  /** Bytes of a package up to which all of it is read when anything in it is of interest. */
  readonly wholeBytes: number
  /** Modules that import each other in a row. */
  readonly importDepth: number
}

export const usualPackageLimits: PackageLimits = { linkedBytes: 262_144, wholeBytes: 262_144, importDepth: 24 }

interface Known {
  readonly file: SourceFile
  readonly shape: Shape
  isOfInterest: boolean
  /** Nothing in it is of interest by itself: it is read for the sake of others. */
  readonly isPlain: boolean
  /** A call stands in it as a statement of its own at the top level. */
  readonly hasTopCall: boolean
  unit: Unit | null
  module: ModuleValue | null
}

const decoder = new TextDecoder()

/** The files of one package as modules: each is parsed and evaluated at most once, when it is first needed. */
export class PackageModules implements Links {
  /** Files that name something of interest, look odd, or are run as they are: packages' own files first. */
  readonly ofInterest: readonly string[]
  /** Files that are run by their name. */
  readonly scripts: ReadonlySet<string>
  private readonly known = new Map<string, Known>()
  private readonly folders = new Map<string, ModuleValue>()
  private readonly index: ModuleIndex
  private readonly limits: PackageLimits
  private readonly interests = new Map<Unit, Interest>()
  private readonly shared = new Set<string>()
  private readonly byName = new Map<string, readonly Known[]>()
  private linked = 0
  private depth = 0
  /** The package is read as a whole. */
  isSmall = true

  constructor(files: readonly SourceFile[], entries: readonly Entry[], limits: PackageLimits) {
    this.limits = limits
    this.scripts = new Set(
      entries.filter(({ stage, symbol }) => stage === 'install' && symbol === null).map(({ path }) => path),
    )
    const run = new Set(entries.map(({ path }) => path))
    for (const file of files) this.known.set(file.path, look(file, run.has(file.path)))
    this.index = new ModuleIndex([...this.known.keys()])
    this.widen()
    this.ofInterest = [...this.known.values()]
      .filter((known) => known.isOfInterest && !run.has(known.file.path))
      .map(({ file }) => file.path)
  }

  /**
   * What is run on the way to a file of interest is of interest, too: the `__init__.py` above it, and modules that call something
   * when they are imported. A small package that has anything of interest is read as a whole.
   */
  private widen(): void {
    const files = [...this.known.values()]
    const found = files.filter(({ isOfInterest }) => isOfInterest)
    if (found.length === 0) return
    this.isSmall = files.reduce((sum, { file }) => sum + file.bytes.length, 0) <= this.limits.wholeBytes
    for (const known of files) known.isOfInterest ||= this.isSmall || known.hasTopCall
    if (this.isSmall) return
    const folders = new Set<string>()
    for (const { file } of found)
      for (
        let folder = folderOf(file.path);
        folder !== '' && !folders.has(folder);
        folder = folderOf(folder.slice(0, -1))
      )
        folders.add(folder)
    for (const folder of folders) {
      const known = this.known.get(`${folder}__init__.py`)
      if (known !== undefined) known.isOfInterest = true
    }
  }

  /** In a package that is too large to be read as a whole, functions are told apart as files are. */
  readonly interest = (unit: Unit, node: number): boolean => {
    if (unit.layer > 0) return true
    const known = this.interests.get(unit) ?? new Interest(unit.tree, this.shared)
    this.interests.set(unit, known)
    return known.holds(node)
  }

  /** Whether a file names nothing of interest itself. */
  readonly isPlain = (path: string): boolean => this.known.get(path)?.isPlain === true

  shapeOf(path: string): Shape {
    return this.known.get(path)?.shape ?? shapeOf('', 0, false)
  }

  /** The parsed file; null when it was not needed. */
  unitOf(path: string): Unit | null {
    return this.known.get(path)?.unit ?? null
  }

  /** The module of a file, evaluated at this stage unless it was before; null when there is no such file. */
  load(m: Machine, path: string, stage: Stage): ModuleValue | null {
    const known = this.known.get(path)
    if (known === undefined) return null
    return known.module ?? this.evaluate(m, known, stage)
  }

  find(m: Machine, path: string, node: number): ModuleValue | null {
    const found = this.index.find(path, m.unit.file)
    return found === null ? null : this.link(m, found, [path, node])
  }

  run(m: Machine, path: string): ModuleValue | null {
    const name = path.replace(/^(?:\.{0,2}\/)+/, '')
    const folder = folderOf(m.unit.file)
    const found =
      this.known.get(`${folder}${name}`) ??
      this.named(name).find(({ file }) => file.path === name || file.path.endsWith(`/${name}`))
    if (found === undefined) return null
    if (found.module !== null || this.depth >= this.limits.importDepth) return found.module
    return this.evaluate(m, found, m.stage)
  }

  /** Files with the same last part of their path. */
  private named(name: string): readonly Known[] {
    if (this.byName.size === 0)
      for (const known of this.known.values()) {
        const last = lastPart(known.file.path)
        this.byName.set(last, [...(this.byName.get(last) ?? []), known].slice(0, mostAlike))
      }
    return this.byName.get(lastPart(name)) ?? []
  }

  within(m: Machine, module: ModuleValue, name: string): ModuleValue | null {
    const found = module.folder === null ? null : this.index.within(module.folder, name)
    return found === null ? null : this.link(m, found, [`${module.path}.${name}`, 0])
  }

  private link(m: Machine, found: Found, [path, node]: readonly [string, number]): ModuleValue | null {
    if (found.file === null) return this.folder(found.folder ?? '', path)
    const known = this.known.get(found.file)
    if (known === undefined) return null
    if (known.module !== null) return known.module
    if (this.depth >= this.limits.importDepth) m.meet('links', node)
    if (!this.mayLink(m, known)) return null
    return this.evaluate(m, known, isEarlier('import', m.stage) ? 'import' : m.stage)
  }

  /** What runs when the package is installed or Python starts is followed wherever it leads; else there is a limit to what is. */
  private mayLink(m: Machine, known: Known): boolean {
    if (this.depth >= this.limits.importDepth) return false
    if (known.isOfInterest || m.stage === 'install' || m.stage === 'start') return true
    this.linked += known.file.bytes.length
    return this.linked <= this.limits.linkedBytes
  }

  private folder(folder: string, path: string): ModuleValue {
    const module = this.folders.get(folder) ?? {
      kind: 'module',
      path,
      file: null,
      folder,
      values: new Map(),
      stars: [],
    }
    this.folders.set(folder, module)
    return module
  }

  private evaluate(m: Machine, known: Known, stage: Stage): ModuleValue {
    const { file } = known
    const tree = parse(codeOf(file))
    const unit = newUnit(file.path, tree, 0)
    const frame = moduleFrame()
    const folder = /(?:^|\/)__init__\.py$/.test(file.path) ? file.path.slice(0, -'__init__.py'.length) : null
    const path = dottedName(file.path)
    const module: ModuleValue = {
      kind: 'module',
      path,
      file: file.path,
      folder,
      values: frame.values,
      stars: frame.stars,
    }
    known.unit = unit
    known.module = module
    this.depth += 1
    m.apart(unit, { kind: 'module' }, stage, () => evaluateStatements(m, tree.first(tree.root), frame))
    this.depth -= 1
    return module
  }
}

function codeOf(file: SourceFile): Uint8Array {
  const { source } = decodeSource(file.bytes)
  return file.path.endsWith('.pth') ? codeOfPth(source) : source
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

const mostAlike = 64

function dottedName(path: string): string {
  return path
    .replace(/\.[^./]*$/, '')
    .replace(/\/__init__$/, '')
    .replaceAll('/', '.')
}

const topCall = /^[A-Za-z_][\w.]*\(/m
const callOnLine = /[A-Za-z_][\w.]*\(/y
const otherLineEnds = ['\r', '\u2028', '\u2029']

/** Whether a call stands at the beginning of a line. Lines that begin with anything but a name are passed over. */
function hasCallAtTop(text: string): boolean {
  if (otherLineEnds.some((end) => text.includes(end))) return topCall.test(text)
  for (let start = 0; start < text.length; ) {
    const code = text.charCodeAt(start)
    callOnLine.lastIndex = start
    // Letters and `_`.
    if (((code | 32) >= 97 && (code | 32) <= 122) || code === 95) if (callOnLine.test(text)) return true
    const end = text.indexOf('\n', start)
    start = end < 0 ? text.length : end + 1
  }
  return false
}

/** Encodings in which what looks like a comment may be code. */
const hiding: ReadonlySet<string> = new Set([
  'utf-7',
  'utf7',
  'u7',
  'unicode-escape',
  'raw-unicode-escape',
  'rot13',
  'rot-13',
])

/** The shape of a file, and whether it is worth parsing for its own sake. */
function look(file: SourceFile, isEntry: boolean): Known {
  const decoded = decodeSource(file.bytes)
  const text = decoder.decode(decoded.source)
  const shape = shapeOf(text, file.bytes.length, !decoded.known || hiding.has(decoded.encoding))
  const isKept = isEntry || isOutlier(shape) || isOfInterest(text)
  return {
    file,
    shape,
    isOfInterest: isKept,
    isPlain: !isKept,
    hasTopCall: !isKept && hasCallAtTop(text),
    unit: null,
    module: null,
  }
}
