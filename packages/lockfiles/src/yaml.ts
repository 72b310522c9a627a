import { EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException } from 'js-yaml'
import { LockfileError } from './error.ts'
import { type DataEntry, type DataNode, isNull, type MappingNode, type ScalarNode } from './node.ts'

type YamlEvent = ReturnType<typeof parseEvents>[number]

const longestText = 16 * 1024 * 1024
const mostNodes = 2_000_000
const deepest = 64
const mostIndented = 200
const longestIndented = 4_000_000

export interface YamlOptions {
  /** True for files whose own tool takes the last of repeated keys instead of refusing them. */
  readonly lastKeyWins?: boolean
}

/**
 * Reads one YAML document into nodes with lines. An empty text is a null scalar. Anchors, aliases and merge keys (`<<`) are
 * resolved; no tag builds anything. Throws `LockfileError`: `MALFORMED` with its line (also for a repeated key, a key that
 * is not a scalar, an alias to its own parent, more than one document), `TOO_LARGE` for over 16 MB or over two million
 * nodes with aliases counted each time.
 */
export function parseYaml(text: string, options: YamlOptions = {}): DataNode {
  const documents = parseYamlDocuments(text, options)
  if (documents.length > 1) {
    throw new LockfileError('MALFORMED', 'The file holds more than one YAML document.', {
      line: documents[1]?.line ?? 0,
    })
  }
  return documents[0] ?? { kind: 'scalar', text: '', style: 'plain', line: 1, tag: null, size: 1 }
}

/** As `parseYaml`, for a stream of documents (`---`). */
export function parseYamlDocuments(text: string, options: YamlOptions = {}): readonly DataNode[] {
  if (text.length > longestText) {
    throw new LockfileError('TOO_LARGE', `The file has ${text.length} characters; at most ${longestText} are read.`)
  }
  const { indented, events } = readEvents(text)
  return new TreeBuilder(indented, events, options).documents()
}

/**
 * YAML 1.2 wants every line of a `[…]` or `{…}` deeper than the key it belongs to; other readers do not, and a closing
 * bracket below its key is common. Such lines are indented until the text is read or something else is wrong.
 */
function readEvents(text: string): { readonly indented: string; readonly events: readonly YamlEvent[] } {
  let indented = text
  let lastLine = -1
  for (let left = Math.min(mostIndented, longestIndented / (text.length + 1)); ; left -= 1) {
    try {
      return { indented, events: parseEvents(indented, { maxDepth: deepest }) }
    } catch (cause) {
      const mark = cause instanceof YAMLException ? cause.mark : undefined
      const reason = cause instanceof YAMLException ? cause.reason : String(cause)
      if (mark === undefined || reason !== 'deficient indentation' || left < 1 || mark.line <= lastLine) {
        const line = mark === undefined ? 0 : mark.line + 1
        throw new LockfileError('MALFORMED', `Not YAML: ${reason}.`, { line, cause })
      }
      lastLine = mark.line
      const start = indented.lastIndexOf('\n', mark.position - 1) + 1
      indented = indented.slice(0, start) + ' '.repeat(2 * deepest) + indented.slice(start)
    }
  }
}

/** Turns the flat event stream into nodes. Aliases share nodes; `size` counts them each time, which bounds every later walk. */
class TreeBuilder {
  private next = 0
  private line = 1
  private lineEnd: number
  private spent = 0
  private anchors = new Map<string, DataNode>()
  private readonly text: string
  private readonly events: readonly YamlEvent[]
  private readonly lastKeyWins: boolean

  constructor(text: string, events: readonly YamlEvent[], options: YamlOptions) {
    this.text = text
    this.events = events
    this.lastKeyWins = options.lastKeyWins ?? false
    this.lineEnd = text.indexOf('\n')
  }

  documents(): readonly DataNode[] {
    const found: DataNode[] = []
    while (this.next < this.events.length) {
      const event = this.take()
      if (event.type !== EVENT_ID.DOCUMENT) continue
      this.anchors = new Map()
      const node = this.peek()?.type === EVENT_ID.POP ? null : this.node()
      if (node !== null) found.push(node)
    }
    return found
  }

  private peek(): YamlEvent | undefined {
    return this.events[this.next]
  }

  private take(): YamlEvent {
    const event = this.events[this.next]
    if (event === undefined) throw new LockfileError('MALFORMED', 'The YAML ends too early.', { line: this.line })
    this.next += 1
    return event
  }

  /** Events come in the order of the text, so that counting newlines on the way is linear. */
  private lineAt(offset: number): number {
    while (this.lineEnd >= 0 && this.lineEnd < offset) {
      this.line += 1
      this.lineEnd = this.text.indexOf('\n', this.lineEnd + 1)
    }
    return this.line
  }

  private count(nodes: number): number {
    this.spent += nodes
    if (this.spent > mostNodes) {
      throw new LockfileError('TOO_LARGE', `The YAML unfolds to over ${mostNodes} values.`, { line: this.line })
    }
    return nodes
  }

  private node(): DataNode {
    const event = this.take()
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return this.anchored(event, this.scalar(event))
      case EVENT_ID.SEQUENCE:
        return this.anchored(event, this.sequence(event))
      case EVENT_ID.MAPPING:
        return this.anchored(event, this.mapping(event))
      case EVENT_ID.ALIAS:
        return this.alias(event)
      default:
        throw new LockfileError('MALFORMED', 'The YAML has a value missing.', { line: this.line })
    }
  }

  private anchored(event: { readonly anchorStart: number; readonly anchorEnd: number }, node: DataNode): DataNode {
    if (event.anchorStart >= 0) this.anchors.set(this.text.slice(event.anchorStart, event.anchorEnd), node)
    return node
  }

  private alias(event: { readonly anchorStart: number; readonly anchorEnd: number }): DataNode {
    const name = this.text.slice(event.anchorStart, event.anchorEnd)
    const node = this.anchors.get(name)
    if (node === undefined) {
      const line = this.lineAt(event.anchorStart)
      throw new LockfileError('MALFORMED', `The alias *${name} has no finished anchor before it.`, { line })
    }
    this.count(node.size)
    return node
  }

  private tag(event: { readonly tagStart: number; readonly tagEnd: number }): string | null {
    return event.tagStart >= 0 ? this.text.slice(event.tagStart, event.tagEnd) : null
  }

  private scalar(event: Extract<YamlEvent, { type: typeof EVENT_ID.SCALAR }>): ScalarNode {
    this.count(1)
    const line = this.lineAt(event.valueStart)
    return {
      kind: 'scalar',
      text: event.valueStart >= 0 ? getScalarValue(this.text, event) : '',
      style: styleOf(event.style),
      line,
      tag: this.tag(event),
      size: 1,
    }
  }

  private sequence(event: Extract<YamlEvent, { type: typeof EVENT_ID.SEQUENCE }>): DataNode {
    const line = this.lineAt(event.start)
    let size = this.count(1)
    const items: DataNode[] = []
    while (this.peek()?.type !== EVENT_ID.POP) {
      const item = this.node()
      size += item.size
      items.push(item)
    }
    this.take()
    return { kind: 'sequence', items, line, tag: this.tag(event), size }
  }

  private mapping(event: Extract<YamlEvent, { type: typeof EVENT_ID.MAPPING }>): MappingNode {
    const line = this.lineAt(event.start)
    let size = this.count(1)
    const entries = new Map<string, DataEntry>()
    const merged: DataNode[] = []
    while (this.peek()?.type !== EVENT_ID.POP) {
      const key = this.key()
      const value = this.node()
      size += value.size
      if (key.text === '<<' && key.style === 'plain') merged.push(value)
      else if (entries.has(key.text) && !this.lastKeyWins) {
        throw new LockfileError('MALFORMED', `The key ${JSON.stringify(key.text)} is there twice.`, { line: key.line })
      } else entries.set(key.text, { key: key.text, line: key.line, value })
    }
    this.take()
    for (const node of merged) this.merge(node, entries)
    return { kind: 'mapping', entries, line, tag: this.tag(event), size }
  }

  private key(): ScalarNode {
    const node = this.node()
    if (node.kind === 'scalar') return node
    throw new LockfileError('MALFORMED', 'A key is a list or a mapping.', { line: node.line })
  }

  /** YAML 1.1 merge: keys that are there already win; of several sources the first wins. */
  private merge(source: DataNode, into: Map<string, DataEntry>): void {
    const sources = source.kind === 'sequence' ? source.items : [source]
    for (const one of sources) {
      if (one.kind !== 'mapping') {
        if (isNull(one)) continue
        throw new LockfileError('MALFORMED', 'A merge key (<<) takes a mapping.', { line: one.line })
      }
      this.count(one.entries.size)
      for (const entry of one.entries.values()) if (!into.has(entry.key)) into.set(entry.key, entry)
    }
  }
}

function styleOf(style: number): ScalarNode['style'] {
  if (style === SCALAR_STYLE.PLAIN) return 'plain'
  if (style === SCALAR_STYLE.LITERAL_BLOCK) return 'literal'
  return style === SCALAR_STYLE.FOLDED_BLOCK ? 'folded' : 'quoted'
}
