import { numberOf } from './arithmetic.ts'
import { floatText, strOf } from './text-of.ts'
import type { Value } from './value.ts'

/** `[[fill]align][sign][z][#][0][width][grouping][.precision][type]` */
const grammar = /^(?:(.)?([<>=^]))?([-+ ])?z?(#)?(0)?(\d{1,6})?([,_])?(?:\.(\d{1,4}))?([bcdeEfFgGnosxX%])?$/su

/** `format(value, spec)`; null when the value is not known or the format is none. */
export function formatValue(value: Value, spec: string): string | null {
  if (spec === '') return strOf(value)
  const match = grammar.exec(spec)
  if (match === null) return null
  const [, fill, align, sign = '-', alternate, zero, width, grouping, precision, type] = match
  const number = numberOf(value)
  const limit = precision === undefined ? null : Number(precision)
  const body =
    number === null || type === 's'
      ? cut(strOf(value), limit)
      : formatNumber(number, { type: type ?? '', limit, alternate: alternate !== undefined, grouping: grouping ?? '' })
  if (body === null) return null
  const signed = number !== null && number >= 0 && sign !== '-' && type !== 's' ? sign + body : body
  const side = align ?? (zero !== undefined ? '=' : number === null ? '<' : '>')
  return pad(signed, Number(width ?? 0), fill ?? (zero === undefined ? ' ' : '0'), side)
}

function cut(text: string | null, limit: number | null): string | null {
  return text === null || limit === null ? text : Array.from(text).slice(0, limit).join('')
}

function pad(body: string, width: number, fill: string, side: string): string {
  const missing = width - Array.from(body).length
  if (missing <= 0) return body
  if (side === '<') return body + fill.repeat(missing)
  if (side === '>') return fill.repeat(missing) + body
  if (side === '^') return fill.repeat(missing >> 1) + body + fill.repeat(missing - (missing >> 1))
  const lead = /^[-+ ]?(?:0[xXob])?/.exec(body)?.[0] ?? ''
  return lead + fill.repeat(missing) + body.slice(lead.length)
}

interface NumberForm {
  readonly type: string
  readonly limit: number | null
  readonly alternate: boolean
  readonly grouping: string
}

const bases: Readonly<Record<string, number>> = { b: 2, o: 8, x: 16, X: 16 }

function formatNumber(number: bigint | number, form: NumberForm): string | null {
  const { type } = form
  if (typeof number === 'bigint') {
    const base = Object.hasOwn(bases, type) ? bases[type] : undefined
    if (base !== undefined) return formatInBase(number, base, form)
    if (type === 'c') return number >= 0n && number <= 0x10ffffn ? String.fromCodePoint(Number(number)) : null
    if (type === '' || type === 'd' || type === 'n') return group(number.toString(), form.grouping)
  }
  return formatFloat(Number(number), form)
}

function formatInBase(number: bigint, base: number, form: NumberForm): string {
  const digits = (number < 0n ? -number : number).toString(base)
  const shown = form.type === 'X' ? digits.toUpperCase() : digits
  return `${number < 0n ? '-' : ''}${form.alternate ? `0${form.type}` : ''}${shown}`
}

/** The pattern looks ahead to the end from each digit. */
const longestGrouped = 400

function group(digits: string, mark: string): string {
  return mark === '' || digits.length > longestGrouped ? digits : digits.replace(/\B(?=(?:\d{3})+$)/g, mark)
}

function formatFloat(value: number, { type, limit, grouping }: NumberForm): string | null {
  if (!Number.isFinite(value)) return floatText(value)
  const digits = limit ?? 6
  if (digits > 100) return null
  switch (type) {
    case 'f':
    case 'F': {
      const [whole = '', fraction] = value.toFixed(digits).split('.')
      return fraction === undefined ? group(whole, grouping) : `${group(whole, grouping)}.${fraction}`
    }
    case '%':
      return `${(value * 100).toFixed(digits)}%`
    case 'e':
    case 'E':
      return exponent(value.toExponential(digits), type)
    case '':
    case 'g':
    case 'G':
      return limit === null && type === '' ? floatText(value) : general(value, limit ?? 6, type)
    default:
      return null
  }
}

function exponent(text: string, type: string): string {
  const padded = text.replace(/e([+-])(\d)$/, 'e$10$2')
  return type === 'E' ? padded.toUpperCase() : padded
}

function general(value: number, precision: number, type: string): string {
  const digits = Math.max(1, precision)
  const power = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)))
  const plain = power >= -4 && power < digits
  const text = plain ? value.toFixed(Math.max(0, digits - 1 - power)) : value.toExponential(digits - 1)
  const [mantissa = '', rest] = text.split('e')
  const short = mantissa.includes('.') ? mantissa.replace(/0+$/, '').replace(/\.$/, '') : mantissa
  return exponent(rest === undefined ? short : `${short}e${rest}`, type === 'G' ? 'E' : 'e')
}
