import { formatValue } from './format-spec.ts'
import type { Machine } from './machine.ts'
import { reprOf, strOf } from './text-of.ts'
import { int, keyOf, madeOf, opaque, type TextValue, text, type Value } from './value.ts'

const directive = /%(?:\(([^()]{0,500})\))?([-+ #0]{0,8})(\*|\d{1,6})?(?:\.(\*|\d{1,4}))?[hlL]?(.)/gs

/** `format % values`. Where a value is not known, the result is not, but keeps the format among what it comes from. */
export function formatPercent(m: Machine, format: TextValue, values: Value): Value {
  const list = values.kind === 'tuple' ? values.items : [values]
  let next = 0
  let isKnown = true
  const take = (): Value | undefined => list[next++]
  const result = format.value.replace(directive, (...match) => {
    const [whole, name, flags, width, precision, type] = match as readonly string[]
    if (type === '%') return '%'
    const fill = width === '*' ? strOf(take() ?? text('')) : (width ?? '')
    const limit = precision === '*' ? strOf(take() ?? text('')) : (precision ?? null)
    const value = name === undefined ? take() : named(values, name)
    const shown = value === undefined ? null : convert(value, type ?? '', [flags ?? '', fill ?? '', limit])
    if (shown === null) isKnown = false
    return shown ?? whole ?? ''
  })
  if (!isKnown || !m.spend(result.length)) return opaque('', [format, ...list])
  return text(result, madeOf('%', [format, ...list]))
}

function named(values: Value, name: string): Value | undefined {
  return values.kind === 'dict' ? values.entries.get(keyOf(text(name)) ?? '')?.value : undefined
}

type Shape = readonly [flags: string, width: string, precision: string | null]

function convert(value: Value, type: string, [flags, width, precision]: Shape): string | null {
  const limit = precision === null ? '' : `.${precision}`
  if ('sra'.includes(type)) {
    const shown = type === 's' ? strOf(value) : reprOf(value)
    return shown === null ? null : formatValue(text(shown), `${flags.includes('-') ? '<' : '>'}${width}${limit}`)
  }
  if (type === 'c' && value.kind === 'text') return value.value
  const kind = type === 'i' || type === 'u' ? 'd' : type
  if (!'dxXobcfFeEgG'.includes(kind) || (value.kind !== 'int' && value.kind !== 'float' && value.kind !== 'bool'))
    return null
  const number =
    kind === 'd' && value.kind === 'float' && Number.isFinite(value.value) ? int(Math.trunc(value.value)) : value
  const side = flags.includes('-') ? '<' : ''
  const sign = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
  const zero = flags.includes('0') && side === '' ? '0' : ''
  return formatValue(
    number,
    `${side}${sign}${flags.includes('#') ? '#' : ''}${zero}${width}${kind === 'd' ? '' : limit}${kind}`,
  )
}
