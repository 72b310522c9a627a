import { Node } from '../node.ts'
import { parse } from '../parser.ts'
import type { Machine, Site } from './machine.ts'
import { type BytesValue, newUnit, none, type TextValue, type Unit, unknown, type Value } from './value.ts'

const encoder = new TextEncoder()
const longestLayer = 16_000_000

/** Runs a text that code hands to `exec`, in a unit of its own; what it binds is bound around the call. */
export function runText(m: Machine, code: TextValue | BytesValue, site: Site): Value {
  const first = openLayer(m, code, site)
  if (first === null) return unknown
  return m.run(first.unit, site.node, () => {
    m.rules.statements(m, first.node, site.frame)
    return none
  })
}

/** The value of a text that code hands to `eval`; what was compiled as statements is run. */
export function evaluateText(m: Machine, code: TextValue | BytesValue, site: Site): Value {
  const first = openLayer(m, code, site)
  if (first === null) return unknown
  const { tree } = first.unit
  if (tree.kind(first.node) !== Node.ExpressionStatement || tree.next(first.node) !== 0)
    return m.run(first.unit, site.node, () => {
      m.rules.statements(m, first.node, site.frame)
      return none
    })
  return m.run(first.unit, site.node, () => m.rules.expression(m, tree.first(first.node), site.frame))
}

interface Opened {
  readonly unit: Unit
  readonly node: number
}

function openLayer(m: Machine, code: TextValue | BytesValue, site: Site): Opened | null {
  const layer = m.unit.layer + 1
  if (layer > m.limits.layers || m.depth >= m.limits.depth) {
    m.meet('layers', site.node)
    return null
  }
  const source = code.kind === 'text' ? encoder.encode(code.value) : code.value
  if (source.length > longestLayer || !m.spend(source.length)) return null
  const tree = parse(source)
  const unit = newUnit(m.unit.file, tree, layer)
  m.emit({ kind: 'layer', at: m.at(site.node), root: m.root, unit, making: code.making })
  return { unit, node: tree.first(tree.root) }
}
