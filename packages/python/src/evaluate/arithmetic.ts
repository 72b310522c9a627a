import { Token } from '../token.ts'
import { float, int, type Value } from './value.ts'

const mostBits = 262_144

/** The number that a value is; null when it is none. */
export function numberOf(value: Value): bigint | number | null {
  if (value.kind === 'int' || value.kind === 'float') return value.value
  return value.kind === 'bool' ? (value.value ? 1n : 0n) : null
}

/** A whole number that fits a JavaScript one; null for all else. */
export function smallIntOf(value: Value | undefined): number | null {
  const number = value === undefined ? null : numberOf(value)
  if (typeof number !== 'bigint') return null
  return number >= -9_007_199_254_740_991n && number <= 9_007_199_254_740_991n ? Number(number) : null
}

/** Python's arithmetic of whole numbers; null where it fails or the result is too large to be of use. */
export function intOperation(operator: number, a: bigint, b: bigint): Value | null {
  switch (operator) {
    case Token.Plus:
      return int(a + b)
    case Token.Minus:
      return int(a - b)
    case Token.Star:
      return bitsOf(a) + bitsOf(b) > mostBits ? null : int(a * b)
    case Token.Slash:
      return b === 0n ? null : float(Number(a) / Number(b))
    case Token.DoubleSlash:
      return b === 0n ? null : int(floorDivide(a, b))
    case Token.Percent:
      return b === 0n ? null : int(a - floorDivide(a, b) * b)
    case Token.DoubleStar:
      return power(a, b)
    case Token.ShiftLeft:
      return b < 0n || bitsOf(a) + Number(b) > mostBits ? null : int(a << b)
    case Token.ShiftRight:
      return b < 0n ? null : int(a >> b)
    case Token.Ampersand:
      return int(a & b)
    case Token.Pipe:
      return int(a | b)
    case Token.Caret:
      return int(a ^ b)
    default:
      return null
  }
}

/** Division that rounds down. */
export function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient
}

function power(a: bigint, b: bigint): Value | null {
  if (b < 0n) return a === 0n ? null : float(Number(a) ** Number(b))
  return bitsOf(a) * Number(b) > mostBits ? null : int(a ** b)
}

/** `pow(base, exponent, modulus)`; null where Python fails. */
export function modularPower(base: bigint, exponent: bigint, modulus: bigint): bigint | null {
  if (modulus <= 0n || exponent < 0n || bitsOf(exponent) > 8192 || bitsOf(modulus) > 8192) return null
  let result = 1n % modulus
  let square = ((base % modulus) + modulus) % modulus
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

/** About how many bits a number takes, from 32 on. */
export function bitsOf(value: bigint): number {
  return value > -0x1_0000_0000n && value < 0x1_0000_0000n ? 32 : value.toString(16).length * 4
}

/** Python's arithmetic of floats; null where it fails. */
export function floatOperation(operator: number, a: number, b: number): Value | null {
  switch (operator) {
    case Token.Plus:
      return float(a + b)
    case Token.Minus:
      return float(a - b)
    case Token.Star:
      return float(a * b)
    case Token.Slash:
      return b === 0 ? null : float(a / b)
    case Token.DoubleSlash:
      return b === 0 ? null : float(Math.floor(a / b))
    case Token.Percent:
      return b === 0 ? null : float(a - Math.floor(a / b) * b)
    case Token.DoubleStar:
      return float(a ** b)
    default:
      return null
  }
}
