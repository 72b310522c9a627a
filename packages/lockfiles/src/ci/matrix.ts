import { type Scope, unknownBinding } from '../commands/environment.ts'
import { type DataNode, entriesOf, itemsOf, type MappingNode, valueAt } from '../node.ts'

/** One combination: the text of each path (`django`, `config.name`); null where it is not a literal. */
type Row = ReadonlyMap<string, string | null>

const mostRows = 256
const deepest = 4

/** Binds the combinations of a `strategy.matrix` to `${{ matrix.… }}`; what is filled in with them stays in step. */
export function bindMatrix(matrix: DataNode | null, scope: Scope): void {
  if (matrix?.kind !== 'mapping') return
  const axes = [...matrix.entries.values()].filter(({ key }) => key !== 'include' && key !== 'exclude')
  const rows = product(axes.map(({ key, value }) => ({ key, values: axisValues(key, value) })))
  const excluded = itemsOf(valueAt(matrix, 'exclude')).map((item) => flatten('', item, 0))
  const kept = rows?.filter((row) => !excluded.some((other) => fits(row, other))) ?? null
  const names = new Set(axes.map(({ key }) => key))
  const all = kept === null ? null : withIncludes(kept, itemsOf(valueAt(matrix, 'include')), names)
  bindRows(all, matrix, { scope, name: (path) => `\${{matrix.${path}}}` })
}

/** Binds GitLab's `parallel: matrix:`: each item is a set of combinations of its own. */
export function bindParallel(items: readonly DataNode[], scope: Scope): void {
  const rows = items.flatMap((item) => {
    const axes = [...entriesOf(item)].map(({ key, value }) => ({ key, values: axisValues(key, value) }))
    return axes.length === 0 ? [] : (product(axes) ?? [])
  })
  const [first] = items
  if (first !== undefined) bindRows(rows.length > mostRows ? null : rows, first, { scope, name: (path) => path })
}

interface Target {
  readonly scope: Scope
  readonly name: (path: string) => string
}

/** Values of one group have an index for each combination. null: too many to follow. */
function bindRows(rows: readonly Row[] | null, node: DataNode, { scope, name }: Target): void {
  const paths = new Set(rows?.flatMap((row) => [...row.keys()]) ?? [])
  const group = {}
  for (const path of paths) {
    // A key that a combination does not have is empty there.
    const values = rows?.map((row) => (row.has(path) ? (row.get(path) ?? null) : '')) ?? []
    const known = values.filter((value) => value !== null)
    const binding = { values: known, line: node.line, group }
    scope.set(name(path), known.length === values.length ? binding : unknownBinding(node.line))
  }
}

function axisValues(key: string, value: DataNode): readonly Row[] {
  if (value.kind !== 'sequence') return [flatten(key, value, 0)]
  return value.items.map((item) => flatten(key, item, 0))
}

/** The texts of a value by their paths. */
function flatten(path: string, node: DataNode, depth: number): Row {
  const found = new Map<string, string | null>()
  if (node.kind === 'scalar') found.set(path, /\$\{\{|\$\[\[/.test(node.text) ? null : node.text)
  else if (node.kind === 'mapping' && depth < deepest) {
    for (const { key, value } of (node as MappingNode).entries.values()) {
      const below = flatten(path === '' ? key : `${path}.${key}`, value, depth + 1)
      for (const [name, text] of below) found.set(name, text)
    }
  } else found.set(path, null)
  return found
}

function product(axes: readonly { readonly key: string; readonly values: readonly Row[] }[]): readonly Row[] | null {
  let rows: readonly Row[] = axes.length === 0 ? [] : [new Map()]
  for (const { key, values } of axes) {
    const next = values.length === 0 ? [new Map([[key, null]])] : values
    if (rows.length * next.length > mostRows) return null
    rows = rows.flatMap((row) => next.map((value) => new Map([...row, ...value])))
  }
  return rows
}

/** True when every value of the other one is in the row. */
function fits(row: Row, other: Row): boolean {
  return other.size > 0 && [...other].every(([path, text]) => text !== null && row.get(path) === text)
}

/**
 * An entry of `include` adds to each combination whose own values it does not change, and is a combination of its own where
 * there is none.
 */
function withIncludes(rows: readonly Row[], includes: readonly DataNode[], names: ReadonlySet<string>): readonly Row[] {
  const found = rows.map((row) => new Map(row))
  for (const include of includes.slice(0, mostRows)) {
    const entry = flatten('', include, 0)
    const shared = new Map([...entry].filter(([path]) => names.has(path.split('.')[0] ?? '')))
    const matching = found.slice(0, rows.length).filter((row) => shared.size === 0 || fits(row, shared))
    for (const row of matching) for (const [path, text] of entry) row.set(path, text)
    if (matching.length === 0) found.push(new Map(entry))
  }
  return found
}
