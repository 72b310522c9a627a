import { Node, type Tree } from '../../src/index.ts'
import { Lines } from '../../src/position.ts'

/** By kind of node: what the oracle calls it, where its span alone is the fact. */
const plainNames = new Map<number, string>(
  (
    [
      [
        'Attribute',
        'Subscript',
        'Lambda',
        'ListComprehension',
        'SetComprehension',
        'DictComprehension',
        'Await',
        'Yield',
      ],
      ['YieldFrom', 'Compare', 'Boolean', 'Dict', 'Set', 'List', 'Walrus', 'Unary', 'Name', 'Return', 'Match', 'Try'],
      ['Assign', 'AugmentedAssign', 'AnnotatedAssign', 'Raise', 'With', 'For', 'While', 'Delete', 'Assert', 'Global'],
      ['Nonlocal', 'ExpressionStatement', 'Pass', 'Break', 'Continue', 'Number'],
    ] as const
  )
    .flat()
    .map((name) => [Node[name], name]),
)

interface Visit {
  readonly node: number
  readonly insideTemplate: boolean
}

/** The facts of a source in the words of `facts.py`, sorted. */
export function factsOf(tree: Tree): string[] {
  const place = placer(tree)
  const out: string[] = []
  const stack: Visit[] = [{ node: tree.root, insideTemplate: false }]
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { node } = top
    const kind = tree.kind(node)
    const span = top.insideTemplate ? '-' : `${place(tree.start(node))}-${place(tree.end(node))}`
    const plain = plainNames.get(kind)
    if (plain !== undefined) out.push(`${plain} ${span}`)
    else out.push(...named(tree, node, span, place))
    const insideTemplate = top.insideTemplate || kind === Node.Template
    for (const child of inner(tree, node)) stack.push({ node: child, insideTemplate })
  }
  return out.sort()
}

type Placer = (offset: number) => string

function placer(tree: Tree): Placer {
  const lines = new Lines(tree.source)
  const mark = new TextDecoder('utf-8', { ignoreBOM: true }).decode(tree.source.subarray(0, 3)) === '\ufeff' ? 3 : 0
  return (offset) => {
    const line = lines.line(offset)
    return `${line}:${lines.column(offset) - (line === 1 ? mark : 0)}`
  }
}

function named(tree: Tree, node: number, span: string, place: Placer): readonly string[] {
  const line = (offset: number): string => place(offset).split(':')[0] ?? ''
  const parts = children(tree, node)
  switch (tree.kind(node)) {
    case Node.Function:
    case Node.Class: {
      const name = parts.find((part) => tree.kind(part) === Node.Name) ?? 0
      const what = tree.kind(node) === Node.Class ? 'Class' : 'Function'
      return [`${what} ${tree.name(name)} ${line(tree.start(name))} ${place(tree.end(node))}`]
    }
    case Node.Call:
      return [`Call ${dotted(tree, tree.first(node))} ${span} ${parts.length - 1}`]
    case Node.Generator:
      return ['Generator']
    case Node.If:
    case Node.Elif:
      return [`If ${place(tree.start(node))}`]
    case Node.Import:
      return parts.map((part) => `Import ${line(tree.start(node))} ${imported(tree, part)}`)
    case Node.ImportFrom: {
      const hasPath = ![Node.ImportName, Node.ImportStar].some((kind) => kind === tree.kind(parts[0] ?? 0))
      const module = '.'.repeat(tree.value(node)) + (hasPath ? dotted(tree, parts[0] ?? 0) : '')
      const names = parts.slice(hasPath ? 1 : 0)
      return names.map((part) => `From ${line(tree.start(node))} ${module} ${imported(tree, part)}`)
    }
    default:
      return []
  }
}

function imported(tree: Tree, node: number): string {
  if (tree.kind(node) === Node.ImportStar) return '* '
  const [path = 0, alias = 0] = children(tree, node)
  return `${dotted(tree, path)} ${alias === 0 ? '' : tree.name(alias)}`
}

/** The children that the oracle's tree has as nodes: names that are bound are none there, patterns are left out. */
function inner(tree: Tree, node: number): readonly number[] {
  const parts = children(tree, node)
  const isName = (part: number): boolean => tree.kind(part) === Node.Name
  switch (tree.kind(node)) {
    case Node.Import:
    case Node.ImportFrom:
    case Node.Global:
    case Node.Nonlocal:
      return []
    case Node.Function:
    case Node.Class:
    case Node.Parameter:
      return parts.filter((part) => !isName(part))
    case Node.Except:
      return parts.length === 3 ? parts.filter((_, index) => index !== 1) : parts
    case Node.Case:
      return parts.slice(1)
    default:
      return parts
  }
}

function children(tree: Tree, node: number): readonly number[] {
  const out: number[] = []
  for (let child = tree.first(node); child !== 0; child = tree.next(child)) out.push(child)
  return out
}

function dotted(tree: Tree, node: number): string {
  if (tree.kind(node) === Node.Name) return tree.name(node)
  if (tree.kind(node) !== Node.Attribute) return ''
  const object = dotted(tree, tree.first(node))
  return object === '' ? '' : `${object}.${tree.name(node)}`
}
