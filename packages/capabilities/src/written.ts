import { isEarlier, type Stage } from '@cordon/model'
import type { Value } from '@cordon/python'
import type { SourceKind } from './action.ts'
import type { Draft } from './draft.ts'
import type { Sources } from './sources-of.ts'

const mostNames = 200
const shortestName = 4
const mostVisited = 200
const deepest = 12
const fileName = /([^\\/:*?"<>|\s]{1,80}\.[A-Za-z0-9_]{1,12})["'\s]*$/

type Origin = 'dropped-file' | 'downloaded-file'
/** When each was first written. */
type Origins = Partial<Record<Origin, Stage>>

/** What compilers are fed with to ask them something, and what is only read. */
const neverStarted = /\.(?:c|cc|cpp|cxx|cu|h|hpp|m|mm|f|f90|pyx|pxd|o|obj|rst|md)$/i

/** Files that code of the package writes: known again by their name, or by the value that names them. */
export class Written {
  private readonly names = new Map<string, Origins>()
  private readonly values = new Map<Value, Origins>()
  private readonly sources: Sources

  constructor(sources: Sources) {
    this.sources = sources
  }

  /** Notes the file that a draft writes, if it does. */
  note(draft: Draft): void {
    const written = targetOf(draft)
    if (written === null) return
    const isDownload = draft.kind === 'fetch' || this.sources.of(draft.values).has('network')
    const origin = isDownload ? 'downloaded-file' : 'dropped-file'
    for (const value of written.names) if (!isNeverStarted(value)) this.add(value, origin, draft.stage)
  }

  private add(value: Value, origin: Origin, stage: Stage): void {
    visit(value, (each, depth) => {
      const name = each.kind === 'text' ? fileName.exec(each.value.slice(-200))?.[1]?.toLowerCase() : undefined
      if (name !== undefined && name.length >= shortestName) keep(this.names, name, origin, stage)
      else if (each.kind !== 'text' && depth === 0) keep(this.values, each, origin, stage)
    })
  }

  /**
   * What is written by the package among what a draft names, by the time that it runs. The text of code that is run names no file itself.
   */
  among({ values, object, stage, kind }: Draft): ReadonlySet<SourceKind> {
    const found = new Set<SourceKind>()
    if (this.names.size === 0 && this.values.size === 0) return found
    for (const value of object === null ? values : [...values, object])
      visit(value, (each, depth) => {
        addWritten(this.values.get(each), stage, found)
        if (each.kind === 'text' && (kind !== 'run-code' || depth > 0)) this.addNamed(each.value, stage, found)
      })
    return found
  }

  private addNamed(text: string, stage: Stage, found: Set<SourceKind>): void {
    const lower = text.slice(0, longestCommand).toLowerCase()
    for (const [name, origins] of this.names) if (lower.includes(name)) addWritten(origins, stage, found)
  }
}

function keep<K>(into: Map<K, Origins>, key: K, origin: Origin, stage: Stage): void {
  const origins = into.get(key) ?? {}
  if (!into.has(key) && into.size >= mostNames) return
  const before = origins[origin]
  if (before === undefined || isEarlier(stage, before)) origins[origin] = stage
  into.set(key, origins)
}

/** What was fetched is told as that, whatever else is written to the same name. */
function addWritten(origins: Origins | undefined, stage: Stage, found: Set<SourceKind>): void {
  if (origins === undefined) return
  const isBy = (written: Stage | undefined): boolean => written !== undefined && !isEarlier(stage, written)
  if (isBy(origins['downloaded-file'])) found.add('downloaded-file')
  else if (isBy(origins['dropped-file'])) found.add('dropped-file')
}

function isNeverStarted(value: Value): boolean {
  let isSource = false
  visit(value, (each) => {
    if (each.kind === 'text' && neverStarted.test(each.value.slice(-200))) isSource = true
  })
  return isSource
}

const longestCommand = 2000

/** The values that name what a draft writes; null when it writes nothing that can be told. */
function targetOf({ kind, path, values, object }: Draft): { readonly names: readonly Value[] } | null {
  if (kind === 'fetch' && (path.endsWith('urlretrieve') || path === 'wget.download' || path.endsWith('.retrieve')))
    return { names: values.slice(1, 2) }
  if (kind !== 'write-file') return null
  if (path.endsWith('.write') || path.endsWith('.writelines') || path.includes('.write_')) return openedBy(object)
  if (path.startsWith('shutil.') || path.startsWith('os.')) return { names: values.slice(1, 2) }
  return null
}

/** The name that a file was opened by, and the file itself: its `.name` is asked for. */
function openedBy(object: Value | null): { readonly names: readonly Value[] } | null {
  if (object?.kind === 'choice') return openedBy(object.options[0] ?? null)
  if (object?.kind !== 'opaque') return null
  if (object.path.includes('TemporaryFile')) return { names: [object] }
  return { names: object.from.slice(1, 2).concat(object.path.startsWith('pathlib.') ? [object] : []) }
}

/** Visits a value and what it is made from, within bounds. */
function visit(value: Value, see: (value: Value, depth: number) => void): void {
  const seen = new Set<Value>()
  const go = (each: Value, depth: number): void => {
    if (depth > deepest || seen.size > mostVisited || seen.has(each)) return
    seen.add(each)
    see(each, depth)
    if (each.kind === 'opaque') for (const from of each.from) go(from, depth + 1)
    else if (each.kind === 'choice') for (const option of each.options) go(option, depth + 1)
    else if (each.kind === 'list' || each.kind === 'tuple')
      for (const item of each.items.slice(0, 16)) go(item, depth + 1)
    else if (each.kind === 'method') go(each.self, depth + 1)
  }
  go(value, 0)
}
