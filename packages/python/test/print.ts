import { Node, Token, type Tree } from '../src/index.ts'

const nodeNames = namesOf(Node)
const tokenNames = namesOf(Token)

/** The name of a kind of node. */
export function nodeName(kind: number): string {
  return nodeNames.get(kind) ?? `?${kind}`
}

/** The name of a kind of token. */
export function tokenName(kind: number): string {
  return tokenNames.get(kind) ?? `?${kind}`
}

function namesOf(kinds: Readonly<Record<string, number>>): ReadonlyMap<number, string> {
  const skipped = new Set(['firstKeyword', 'afterKeywords'])
  return new Map(
    Object.entries(kinds)
      .filter(([name]) => !skipped.has(name))
      .map(([name, kind]) => [kind, name]),
  )
}

const withSource = new Set<number>([Node.Name, Node.Number, Node.String, Node.TemplateText])
const withSymbol = new Set<number>([Node.Attribute, Node.Keyword])
const withOperator = new Set<number>([
  Node.Binary,
  Node.Compare,
  Node.Boolean,
  Node.Unary,
  Node.Operator,
  Node.AugmentedAssign,
])

/** A tree as nested lists: names and literals as their source, other kinds by name with their value behind a colon. */
export function print(tree: Tree, node: number = tree.root): string {
  const kind = tree.kind(node)
  if (withSource.has(kind)) return tree.text(node)
  const children: string[] = []
  for (let child = tree.first(node); child !== 0; child = tree.next(child)) children.push(print(tree, child))
  const head = `${nodeName(kind)}${detail(tree, node, kind)}`
  return children.length === 0 ? head : `(${[head, ...children].join(' ')})`
}

function detail(tree: Tree, node: number, kind: number): string {
  const value = tree.value(node)
  if (withSymbol.has(kind)) return `:${tree.name(node)}`
  if (withOperator.has(kind)) return `:${value === 128 ? 'IsNot' : tokenName(value)}`
  return value === 0 ? '' : `:${value}`
}
