import { textValue } from '../literal.ts'
import { Node } from '../node.ts'
import { formatValue } from './format-spec.ts'
import type { Machine } from './machine.ts'
import { reprOf, strOf } from './text-of.ts'
import { type Arguments, type Frame, int, keyOf, madeOf, opaque, type TextValue, text, type Value } from './value.ts'

/** A formatted string. Where a field is not known, the result is not, but keeps the texts and fields it comes from. */
export function evaluateTemplate(m: Machine, node: number, frame: Frame): Value {
  const parts = partsOf(m, node, frame)
  const shown = parts.map(strOf)
  const whole = shown.includes(null) ? null : shown.join('')
  if (whole === null || !m.spend(whole.length)) return opaque('', parts)
  return text(whole, parts.length > 1 ? madeOf('f-string', parts) : parts[0]?.kind === 'text' ? parts[0].making : null)
}

/** The texts and formatted fields of a Template or Format. */
function partsOf(m: Machine, node: number, frame: Frame): readonly Value[] {
  const { tree } = m.unit
  const parts: Value[] = []
  for (let child = tree.first(node); child !== 0; child = tree.next(child))
    if (tree.kind(child) === Node.Field) parts.push(...fieldOf(m, child, frame))
    else parts.push(text(textValue(tree, child) ?? ''))
  return parts
}

const selfDocumenting = 256

function fieldOf(m: Machine, node: number, frame: Frame): readonly Value[] {
  const { tree } = m.unit
  const expression = tree.first(node)
  const mark = tree.value(node)
  const value = m.rules.expression(m, expression, frame)
  const format = tree.next(expression)
  const spec = format === 0 ? '' : partsOf(m, format, frame).map(strOf).join('')
  const label = mark >= selfDocumenting ? [text(`${tree.text(expression)}=`)] : []
  const conversion = String.fromCharCode(mark % selfDocumenting)
  const usesRepr = conversion === 'r' || conversion === 'a' || (mark === selfDocumenting && format === 0)
  const converted = usesRepr ? reprOf(value) : conversion === 's' ? strOf(value) : null
  const shown = formatValue(converted === null ? value : text(converted), spec)
  return [...label, shown === null ? value : text(shown, value.kind === 'text' ? value.making : null)]
}

const field = /\{\{|\}\}|\{([^{}!:]{0,500})(?:!([rsa]))?(?::((?:[^{}]|\{[^{}]{0,100}\}){0,100}))?\}/g

/** `format.format(…)`. */
export function formatFields(m: Machine, format: TextValue, given: Arguments): Value {
  let next = 0
  let isKnown = given.rest.length === 0
  const resolve = (path: string): Value | undefined => {
    const [head = '', ...steps] = path.split(/[.[\]]+/).filter((part, index) => index === 0 || part !== '')
    const first = head === '' ? given.positional[next++] : (given.named.get(head) ?? given.positional[Number(head)])
    return steps.reduce<Value | undefined>((value, part) => (value === undefined ? value : step(m, value, part)), first)
  }
  const result = format.value.replace(field, (whole: string, path?: string, conversion?: string, spec = '') => {
    if (path === undefined) return whole.charAt(0)
    const value = resolve(path.trim())
    const inner = spec.replace(/\{([^{}]*)\}/g, (_: string, name: string) => strOf(resolve(name) ?? text('')) ?? '')
    const shown = value === undefined ? null : formatField(value, conversion, inner)
    if (shown === null) isKnown = false
    return shown ?? whole
  })
  const from = [format, ...given.positional, ...given.named.values(), ...given.rest]
  if (!isKnown || !m.spend(result.length)) return opaque('', from)
  return text(result, madeOf('str.format', from))
}

function formatField(value: Value, conversion: string | undefined, spec: string): string | null {
  if (conversion === undefined) return formatValue(value, spec)
  const shown = conversion === 's' ? strOf(value) : reprOf(value)
  return shown === null ? null : formatValue(text(shown), spec)
}

function step(m: Machine, value: Value, part: string): Value {
  if (value.kind === 'dict') return value.entries.get(keyOf(text(part)) ?? '')?.value ?? opaque('', [value])
  return /^\d+$/.test(part) ? m.rules.item(m, value, int(BigInt(part))) : m.rules.attribute(m, value, part)
}
