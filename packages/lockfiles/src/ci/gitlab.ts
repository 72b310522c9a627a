import type { Collector } from '../commands/collector.ts'
import { posix } from '../commands/dialect.ts'
import { Scope } from '../commands/environment.ts'
import { joinPath } from '../commands/path.ts'
import { readScript, type ScriptContext } from '../commands/script.ts'
import type { ShellScript } from '../commands/shell.ts'
import { YamlSource } from '../commands/yaml-script.ts'
import { type DataNode, entriesOf, itemsOf, textAt, textOf, valueAt } from '../node.ts'
import { fillExpressions } from './expressions.ts'
import { bindParallel } from './matrix.ts'
import { fromRoot } from './root.ts'

const deepest = 10
const mostItems = 2000
/** Keys of the file that are no jobs. */
const settings = new Set([
  'cache',
  'default',
  'image',
  'include',
  'pages-settings',
  'services',
  'spec',
  'stages',
  'types',
  'variables',
  'workflow',
  'before_script',
  'after_script',
])

/** Reads the scripts of a GitLab pipeline with `extends`, `!reference` and variables. */
export class PipelineReader {
  private readonly source: YamlSource
  private readonly collector: Collector
  private readonly root: DataNode
  private readonly header: Scope

  constructor(text: string, documents: readonly DataNode[], collector: Collector) {
    this.source = new YamlSource(text)
    this.collector = collector
    this.header = new Scope()
    // A first document with `spec:` declares inputs for the second.
    for (const document of documents) this.bindInputs(document)
    this.root = documents.findLast((document) => valueAt(document, 'spec') === null) ?? {
      kind: 'sequence',
      items: [],
      line: 1,
      tag: null,
      size: 1,
    }
  }

  read(): void {
    const scope = new Scope(this.header)
    this.bind(valueAt(this.root, 'variables'), scope)
    for (const node of [this.root, valueAt(this.root, 'default')]) this.readScripts(node, null, scope)
    const extended = this.extendedNames()
    for (const { key, value } of entriesOf(this.root)) {
      // A hidden job that others extend runs with their variables, and is read there.
      if (settings.has(key) || value.kind !== 'mapping' || (key.startsWith('.') && extended.has(key))) continue
      this.readJob(value, scope)
    }
    if (this.source.isExhausted) this.collector.addTooMany()
  }

  private bindInputs(document: DataNode): void {
    for (const { key, line, value } of entriesOf(valueAt(valueAt(document, 'spec'), 'inputs'))) {
      const text = textAt(value, 'default')
      this.header.set(`$[[inputs.${key}]]`, { values: text === null ? [] : [text], line })
    }
  }

  private extendedNames(): ReadonlySet<string> {
    const names = [...entriesOf(this.root)].flatMap(({ value }) => extendedBy(value))
    return new Set(names)
  }

  private readJob(job: DataNode, outer: Scope): void {
    const parents = this.parents(job)
    const scope = new Scope(outer)
    for (const parent of parents.toReversed()) this.bind(valueAt(parent, 'variables'), scope)
    this.bind(valueAt(job, 'variables'), scope)
    bindParallel(itemsOf(valueAt(valueAt(job, 'parallel'), 'matrix')), scope)
    this.readScripts(job, parents, scope)
  }

  /** The jobs that this one extends, nearest first. */
  private parents(job: DataNode): readonly DataNode[] {
    const found: DataNode[] = []
    let names = extendedBy(job).toReversed()
    for (let depth = 0; depth < deepest && names.length > 0; depth++) {
      const parents = names.slice(0, deepest).flatMap((name) => valueAt(this.root, name) ?? [])
      found.push(...parents)
      names = parents.flatMap((parent) => extendedBy(parent).toReversed())
      if (found.length > mostItems) break
    }
    return found
  }

  /** `before_script` and `script` run in one shell, `after_script` in one of its own. */
  private readScripts(node: DataNode | null, parents: readonly DataNode[] | null, scope: Scope): void {
    const find = (key: string): DataNode | null => {
      const own = valueAt(node, key)
      return own ?? parents?.map((parent) => valueAt(parent, key)).find((value) => value !== null) ?? null
    }
    const before = this.scripts(find('before_script'), 0)
    const main = this.scripts(find('script'), 0)
    for (const parts of [[...before, ...main], this.scripts(find('after_script'), 0)]) {
      if (parts.length > 0) readScript(joined(parts), scope, this.context())
    }
  }

  /** The lines of a script: nested lists are flattened, `!reference [job, key]` is looked up. */
  private scripts(node: DataNode | null, depth: number): readonly ShellScript[] {
    if (node === null || depth > deepest) return []
    if (node.tag === '!reference') return this.scripts(this.referenced(itemsOf(node)), depth + 1)
    if (node.kind === 'scalar') return [this.source.script(node)]
    return itemsOf(node)
      .slice(0, mostItems)
      .flatMap((item) => this.scripts(item, depth + 1))
  }

  private referenced(path: readonly DataNode[]): DataNode | null {
    return path.slice(0, deepest).reduce<DataNode | null>((node, key) => valueAt(node, textOf(key) ?? ''), this.root)
  }

  private bind(node: DataNode | null, scope: Scope): void {
    for (const { key, line, value } of entriesOf(node)) {
      if (!this.source.spend(key.length)) return
      const text = textOf(value) ?? textAt(value, 'value')
      // A variable may name another: `$NAME` is filled in by GitLab before the shell runs.
      const isPlain = text !== null && !/\$(?!\[\[)/.test(text)
      scope.set(key, isPlain ? fillExpressions(text, line, this.header) : { values: [], raw: text ?? '', line })
    }
  }

  private context(): ScriptContext {
    const { collector } = this
    return { collector, locate: (path, directory) => fromRoot(collector.path, joinPath(directory, path) ?? path) }
  }
}

function extendedBy(job: DataNode): readonly string[] {
  const node = valueAt(job, 'extends')
  const names = node?.kind === 'sequence' ? itemsOf(node).map(textOf) : [textOf(node)]
  return names.filter((name) => name !== null)
}

/** Scripts that run one after the other in one shell. */
function joined(parts: readonly ShellScript[]): ShellScript {
  const lines: number[] = []
  for (const part of parts) {
    for (let index = 0; index < part.text.split('\n').length; index++) lines.push(part.lineOf(index))
  }
  const first = parts[0]
  return {
    text: parts.map((part) => part.text).join('\n'),
    lineOf: (index) => lines[index] ?? lines.at(-1) ?? 1,
    dialect: first?.dialect ?? posix,
    joined: parts.every((part) => part.joined),
  }
}
