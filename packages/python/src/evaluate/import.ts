import { Node } from '../node.ts'
import type { Tree } from '../tree.ts'
import { canonicalPath } from './builtin-names.ts'
import { bindingFrame } from './frame.ts'
import { Completion, type Machine } from './machine.ts'
import { external, type Frame } from './value.ts'

/** `import a.b, c as d` */
export function evaluateImport(m: Machine, node: number, frame: Frame): Completion {
  const { tree } = m.unit
  for (let name = tree.first(node); name !== 0; name = tree.next(name)) {
    const path = tree.first(name)
    const alias = tree.next(path)
    const dotted = pathOf(tree, path)
    m.emit({ kind: 'import', at: m.at(name), root: m.root, path: dotted, names: [] })
    if (alias !== 0) bind(m, tree.name(alias), dotted, frame)
    else if (dotted !== '') bind(m, dotted.split('.')[0] ?? '', dotted.split('.')[0] ?? '', frame)
  }
  return Completion.Normal
}

/** `from a.b import c as d` and `from a import *`; the path of a relative one begins with its dots. */
export function evaluateImportFrom(m: Machine, node: number, frame: Frame): Completion {
  const { tree } = m.unit
  const first = tree.first(node)
  const hasPath = tree.kind(first) !== Node.ImportName && tree.kind(first) !== Node.ImportStar
  const module = '.'.repeat(tree.value(node)) + (hasPath ? pathOf(tree, first) : '')
  const names: string[] = []
  for (let name = hasPath ? tree.next(first) : first; name !== 0; name = tree.next(name)) {
    if (tree.kind(name) === Node.ImportStar) {
      names.push('*')
      if (m.stars.length < mostStars && !m.stars.includes(module)) m.stars.push(module)
      continue
    }
    const path = tree.first(name)
    const alias = tree.next(path)
    const own = tree.name(path)
    names.push(own)
    bind(m, alias === 0 ? own : tree.name(alias), module.endsWith('.') ? module + own : `${module}.${own}`, frame)
  }
  m.emit({ kind: 'import', at: m.at(node), root: m.root, path: module, names })
  return Completion.Normal
}

const mostStars = 8

function bind(m: Machine, name: string, path: string, frame: Frame): void {
  if (name !== '') m.set(bindingFrame(frame, name), name, external(canonicalPath(path)))
}

/** A dotted name; empty where it is broken. */
function pathOf(tree: Tree, node: number): string {
  const parts: string[] = []
  let part = node
  while (tree.kind(part) === Node.Attribute) {
    parts.push(tree.name(part))
    part = tree.first(part)
  }
  if (tree.kind(part) !== Node.Name) return ''
  parts.push(tree.name(part))
  return parts.reverse().join('.')
}
