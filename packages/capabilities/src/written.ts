import type { Value } from '@cordon/python'
import type { SourceKind } from './action.ts'
import type { Draft } from './draft.ts'
import type { Sources } from './sources-of.ts'

const mostNames = 200
const mostVisited = 200
const deepest = 12
const fileName = /([^\\/:*?"<>|\s]{1,80}\.[A-Za-z0-9_]{1,12})["'\s]*$/

type Origin = 'dropped-file' | 'downloaded-file'

/** Files that code of the package writes: known again by their name, or by the value that names them. */
export class Written {
  private readonly names = new Map<string, Origin>()
  private readonly values = new Map<Value, Origin>()
  private readonly sources: Sources

  constructor(sources: Sources) {
    this.sources = sources
  }

  /** Notes the file that a draft writes, if it does. */
  note(draft: Draft): void {
    const written = targetOf(draft)
    if (written === null) return
    const isDownload = draft.kind === 'fetch' || this.sources.of(draft.values).has('network')
    for (const value of written.names) this.add(value, isDownload ? 'downloaded-file' : 'dropped-file')
  }

  private add(value: Value, origin: Origin): void {
    visit(value, (each, depth) => {
      if (each.kind === 'text') this.keep(this.names, fileName.exec(each.value.slice(-200))?.[1]?.toLowerCase(), origin)
      else if (depth === 0) this.keep(this.values, each, origin)
    })
  }

  private keep<K>(into: Map<K, Origin>, key: K | undefined, origin: Origin): void {
    if (key === undefined || into.size >= mostNames) return
    if (origin === 'downloaded-file' || !into.has(key)) into.set(key, origin)
  }

  /** What is written by the package among what these values name. */
  among(values: readonly Value[]): ReadonlySet<SourceKind> {
    const found = new Set<SourceKind>()
    if (this.names.size === 0 && this.values.size === 0) return found
    for (const value of values)
      visit(value, (each) => {
        const origin = this.values.get(each)
        if (origin !== undefined) found.add(origin)
        if (each.kind === 'text') this.addNamed(each.value, found)
      })
    return found
  }

  private addNamed(text: string, found: Set<SourceKind>): void {
    const lower = text.slice(0, longestCommand).toLowerCase()
    for (const [name, origin] of this.names) if (lower.includes(name)) found.add(origin)
  }
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
