/**
 * A tree of text values with their lines: what `parseYaml` and `parseJson` give. Scalars stay text (`3.10` is not 3.1) and
 * mappings are `Map`s, so no key can reach a prototype.
 */
export type DataNode = ScalarNode | SequenceNode | MappingNode

interface NodeBase {
  /** Line where the value starts, from 1. For a YAML block scalar the first line of its text. */
  readonly line: number
  /** An explicit YAML tag, e.g. `!reference`; null without. */
  readonly tag: string | null
  /** Nodes in this tree with aliases counted each time: bounded by the parser, so that a walk is bounded too. */
  readonly size: number
}

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar'
  readonly text: string
  /** `plain` scalars may be null, true, false or a number; the others are always text. */
  readonly style: 'plain' | 'quoted' | 'literal' | 'folded'
}

export interface SequenceNode extends NodeBase {
  readonly kind: 'sequence'
  readonly items: readonly DataNode[]
}

export interface MappingNode extends NodeBase {
  readonly kind: 'mapping'
  readonly entries: ReadonlyMap<string, DataEntry>
}

export interface DataEntry {
  readonly key: string
  /** Line of the key, from 1. */
  readonly line: number
  readonly value: DataNode
}

const nothing: readonly never[] = []

/** The value under a key of a mapping; null when the node is no mapping, has no such key, or the value is null. */
export function valueAt(node: DataNode | null, key: string): DataNode | null {
  if (node?.kind !== 'mapping') return null
  const value = node.entries.get(key)?.value ?? null
  return value === null || isNull(value) ? null : value
}

/** The text of a scalar that is not null; numbers and booleans as written. */
export function textOf(node: DataNode | null): string | null {
  return node?.kind === 'scalar' && !isNull(node) ? node.text : null
}

/** The text under a key; null when there is none. */
export function textAt(node: DataNode | null, key: string): string | null {
  return textOf(valueAt(node, key))
}

/** The items of a sequence; none for any other node. */
export function itemsOf(node: DataNode | null): readonly DataNode[] {
  return node?.kind === 'sequence' ? node.items : nothing
}

/** The entries of a mapping in order; none for any other node. */
export function entriesOf(node: DataNode | null): Iterable<DataEntry> {
  return node?.kind === 'mapping' ? node.entries.values() : nothing
}

/** True for a plain `null`, `~` or nothing at all. */
export function isNull(node: DataNode): boolean {
  return (
    node.kind === 'scalar' && node.style === 'plain' && node.tag === null && /^(?:~|null|Null|NULL|)$/.test(node.text)
  )
}

/** True for a plain `true`. */
export function isTrue(node: DataNode | null): boolean {
  return node?.kind === 'scalar' && node.style === 'plain' && /^(?:true|True|TRUE)$/.test(node.text)
}

/** True for a plain `false`. */
export function isFalse(node: DataNode | null): boolean {
  return node?.kind === 'scalar' && node.style === 'plain' && /^(?:false|False|FALSE)$/.test(node.text)
}
