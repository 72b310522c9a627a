import { Node } from '../node.ts'
import type { Tree } from '../tree.ts'
import { canonicalPath } from './builtin-names.ts'
import { bindingFrame } from './frame.ts'
import { Completion, type Machine } from './machine.ts'
import { type ExternalValue, external, type Frame, type ModuleValue, type Value } from './value.ts'

/** `import a.b, c as d` */
export function evaluateImport(m: Machine, node: number, frame: Frame): Completion {
  const { tree } = m.unit
  for (let name = tree.first(node); name !== 0; name = tree.next(name)) {
    const path = tree.first(name)
    const alias = tree.next(path)
    const dotted = pathOf(tree, path)
    m.emit({ kind: 'import', at: m.at(name), root: m.root, path: dotted, names: [] })
    if (dotted === '') continue
    const whole = moduleOf(m, dotted, name)
    const top = dotted.split('.')[0] ?? ''
    if (alias !== 0) bind(m, tree.name(alias), whole, frame)
    else bind(m, top, top === dotted ? whole : moduleOf(m, top, name), frame)
  }
  return Completion.Normal
}

/** `from a.b import c as d` and `from a import *`; the path of a relative one begins with its dots. */
export function evaluateImportFrom(m: Machine, node: number, frame: Frame): Completion {
  const { tree } = m.unit
  const first = tree.first(node)
  const hasPath = tree.kind(first) !== Node.ImportName && tree.kind(first) !== Node.ImportStar
  const path = '.'.repeat(tree.value(node)) + (hasPath ? pathOf(tree, first) : '')
  const names: string[] = []
  const list = hasPath ? tree.next(first) : first
  for (let name = list; name !== 0; name = tree.next(name))
    names.push(tree.kind(name) === Node.ImportStar ? '*' : tree.name(tree.first(name)))
  m.emit({ kind: 'import', at: m.at(node), root: m.root, path, names })
  const module = path === '' ? external('') : moduleOf(m, path, node)
  for (let name = list; name !== 0; name = tree.next(name)) {
    if (tree.kind(name) === Node.ImportStar) {
      bindAll(m, module, frame)
      continue
    }
    const own = tree.name(tree.first(name))
    const alias = tree.next(tree.first(name))
    const value =
      path.endsWith('.') && module.kind === 'external' ? external(path + own) : m.rules.attribute(m, module, own)
    bind(m, alias === 0 ? own : tree.name(alias), value, frame)
  }
  return Completion.Normal
}

/** The module that a dotted name means: of the package, or one from elsewhere. */
export function moduleOf(m: Machine, path: string, node: number): ModuleValue | ExternalValue {
  return m.links?.find(m, path, node) ?? external(canonicalPath(path))
}

const mostStars = 8

/** `*`: the names that a module of the package has, without those that begin with a line unless `__all__` says so. */
function bindAll(m: Machine, module: ModuleValue | ExternalValue, frame: Frame): void {
  const { stars } = frame.module
  const others = module.kind === 'external' ? [module.path] : module.stars
  for (const path of others) if (stars.length < mostStars && !stars.includes(path)) stars.push(path)
  if (module.kind === 'external' || module.values === frame.values) return
  const all = module.values.get('__all__')
  const isListed = all?.kind === 'list' || all?.kind === 'tuple'
  const listed = isListed ? new Set(all.items.map((item) => (item.kind === 'text' ? item.value : ''))) : null
  for (const [name, value] of module.values)
    if (listed === null ? !name.startsWith('_') : listed.has(name)) bind(m, name, value, frame)
}

function bind(m: Machine, name: string, value: Value, frame: Frame): void {
  if (name !== '') m.set(bindingFrame(frame, name), name, value)
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
