import type { KeyObject } from 'node:crypto'
import { decodeBase64 } from './base64.ts'
import { type Curve, curves } from './curves.ts'

/** A point in Jacobian coordinates; z is 0 at infinity. */
interface Point {
  readonly x: bigint
  readonly y: bigint
  readonly z: bigint
}

const infinity: Point = { x: 1n, y: 1n, z: 0n }

/**
 * Whether an ECDSA signature (DER) is over a text of which only the digest is known: FIPS 186-5 §6.4.2. Node hashes for itself and
 * takes no digest. Only public values are computed with, so time may depend on them. Null for keys other than P-256 and P-384.
 */
export function verifyEcdsaDigest(digest: Uint8Array, key: KeyObject, signature: Uint8Array): boolean | null {
  const curve = curves.get(key.asymmetricKeyDetails?.namedCurve ?? '')
  if (key.asymmetricKeyType !== 'ec' || curve === undefined) return null
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  const parts = readSignature(signature)
  if (parts === null) return false
  const [r, s] = parts
  const { n, p } = curve
  if (r <= 0n || r >= n || s <= 0n || s >= n) return false
  const bits = BigInt(n.toString(2).length)
  const length = BigInt(digest.length * 8)
  const hash = bigOf(digest) >> (length > bits ? length - bits : 0n)
  const w = inverse(s, n)
  const first = multiply({ ...curve.g, z: 1n }, (hash * w) % n, curve)
  const second = multiply({ x: fromUrlBase64(x), y: fromUrlBase64(y), z: 1n }, (r * w) % n, curve)
  const sum = add(first, second, p)
  if (sum.z === 0n) return false
  const zInverse = inverse(sum.z, p)
  return modulo(sum.x * zInverse * zInverse, p) % n === r
}

/** `SEQUENCE { r INTEGER, s INTEGER }` with nothing behind; each integer positive and shortest. */
function readSignature(der: Uint8Array): readonly [bigint, bigint] | null {
  if (der[0] !== 0x30 || der[1] !== der.length - 2 || der.length > 127) return null
  const first = readInteger(der, 2)
  const second = first === null ? null : readInteger(der, first.end)
  return first === null || second === null || second.end !== der.length ? null : [first.value, second.value]
}

function readInteger(der: Uint8Array, at: number): { readonly value: bigint; readonly end: number } | null {
  const length = der[at + 1] ?? 0
  const bytes = der.subarray(at + 2, at + 2 + length)
  const [lead = 0x80, next = 0] = bytes
  if (der[at] !== 0x02 || length === 0 || bytes.length !== length || lead >= 0x80) return null
  if (lead === 0 && length > 1 && next < 0x80) return null
  return { value: bigOf(bytes), end: at + 2 + length }
}

function bigOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`)
}

function fromUrlBase64(text: string): bigint {
  const standard = text.replaceAll('-', '+').replaceAll('_', '/')
  return bigOf(decodeBase64(standard.padEnd(Math.ceil(standard.length / 4) * 4, '=')) ?? Buffer.alloc(0))
}

function modulo(value: bigint, p: bigint): bigint {
  const rest = value % p
  return rest < 0n ? rest + p : rest
}

function inverse(value: bigint, p: bigint): bigint {
  let [a, b, x, y] = [modulo(value, p), p, 1n, 0n]
  while (a > 1n) {
    if (b === 0n) return 0n
    const quotient = a / b
    ;[a, b] = [b, a - quotient * b]
    ;[x, y] = [y, x - quotient * y]
  }
  return modulo(x, p)
}

function multiply(point: Point, scalar: bigint, { p }: Curve): Point {
  let result = infinity
  for (const bit of scalar.toString(2)) {
    result = double(result, p)
    if (bit === '1') result = add(result, point, p)
  }
  return result
}

/** Doubling for curves whose a is −3. */
function double({ x, y, z }: Point, p: bigint): Point {
  if (z === 0n || y === 0n) return infinity
  const zz = (z * z) % p
  const yy = (y * y) % p
  const beta = (x * yy) % p
  const alpha = modulo(3n * (x - zz) * (x + zz), p)
  const newX = modulo(alpha * alpha - 8n * beta, p)
  return {
    x: newX,
    y: modulo(alpha * (4n * beta - newX) - 8n * yy * yy, p),
    z: modulo(2n * y * z, p),
  }
}

function add(one: Point, other: Point, p: bigint): Point {
  if (one.z === 0n) return other
  if (other.z === 0n) return one
  const z1 = (one.z * one.z) % p
  const z2 = (other.z * other.z) % p
  const u1 = (one.x * z2) % p
  const s1 = (one.y * other.z * z2) % p
  const h = modulo(other.x * z1 - u1, p)
  const r = modulo(other.y * one.z * z1 - s1, p)
  if (h === 0n) return r === 0n ? double(one, p) : infinity
  const hh = (h * h) % p
  const hhh = (h * hh) % p
  const v = (u1 * hh) % p
  const x = modulo(r * r - hhh - 2n * v, p)
  return { x, y: modulo(r * (v - x) - s1 * hhh, p), z: modulo(h * one.z * other.z, p) }
}
