import { Token } from '../token.ts'
import { numberOf } from './arithmetic.ts'
import { iterate } from './iterate.ts'
import { type Model, models } from './model.ts'
import { binary } from './operate.ts'
import { float, int, type Value } from './value.ts'

function ofNumber(compute: (value: number) => number): Model {
  return (_m, given) => {
    const value = given.positional[0] === undefined ? null : numberOf(given.positional[0])
    const result = value === null ? Number.NaN : compute(Number(value))
    return Number.isNaN(result) ? null : float(result)
  }
}

function toWhole(compute: (value: number) => number): Model {
  return (_m, given) => {
    const value = given.positional[0] === undefined ? null : numberOf(given.positional[0])
    if (typeof value === 'bigint') return int(value)
    return value === null || !Number.isFinite(value) ? null : int(compute(value))
  }
}

const product: Model = (m, given) => {
  const items = given.positional[0] === undefined ? null : iterate(m, given.positional[0])
  const start: Value = given.named.get('start') ?? int(1)
  return items === null ? null : items.reduce((result, item) => binary(m, Token.Star, result, item), start)
}

const power: Model = (_m, given) => {
  const [base, exponent] = given.positional.map(numberOf)
  if (base === undefined || base === null || exponent === undefined || exponent === null) return null
  return float(Number(base) ** Number(exponent))
}

const mostGcdDigits = 2000

const divisor: Model = (_m, given) => {
  let result = 0n
  for (const value of given.positional) {
    const number = numberOf(value)
    if (typeof number !== 'bigint' || number.toString(16).length > mostGcdDigits) return null
    let [a, b] = [result, number < 0n ? -number : number]
    while (b !== 0n) [a, b] = [b, a % b]
    result = a
  }
  return int(result)
}

/** Functions of `math`. */
export const mathModels = models({
  'math.prod': product,
  'math.pow': power,
  'math.gcd': divisor,
  'math.floor': toWhole(Math.floor),
  'math.ceil': toWhole(Math.ceil),
  'math.trunc': toWhole(Math.trunc),
  'math.sqrt': ofNumber(Math.sqrt),
  'math.log2': ofNumber(Math.log2),
  'math.log10': ofNumber(Math.log10),
  'math.fabs': ofNumber(Math.abs),
})
