/**
 * Python's base16 to base85 decoders. Each answers null for a text that Python would refuse. Characters outside the alphabet of
 * base64 are passed over, as `base64.b64decode` does without `validate`.
 */
const base64Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const base32Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const base32HexAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUV'
const base85Alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~'

const equalSign = 0x3d

function valuesOf(alphabet: string): Int8Array {
  const values = new Int8Array(256).fill(-1)
  for (let index = 0; index < alphabet.length; index += 1) values[alphabet.charCodeAt(index)] = index
  return values
}

const base64Values = valuesOf(base64Alphabet)
const base32Values = valuesOf(base32Alphabet)
const base32HexValues = valuesOf(base32HexAlphabet)
const base85Values = valuesOf(base85Alphabet)

/** Base64 with `+` and `/`, or the two characters given for them. */
export function decodeBase64(data: Uint8Array, others: Uint8Array | null = null): Uint8Array | null {
  const values = others === null ? base64Values : base64Values.slice()
  if (others !== null) {
    values[others[0] ?? 0] = 62
    values[others[1] ?? 0] = 63
  }
  const out = new Uint8Array(Math.ceil((data.length * 3) / 4))
  let length = 0
  let digits = 0
  let held = 0
  let pads = 0
  for (const byte of data) {
    if (byte === equalSign && digits % 4 >= 2) {
      pads += 1
      if ((digits % 4) + pads >= 4) break
    }
    const value = values[byte] ?? -1
    if (value < 0) continue
    held = ((held << 6) | value) & 0xffffff
    digits += 1
    pads = 0
    if (digits % 4 === 0) {
      out[length] = held >> 16
      out[length + 1] = held >> 8
      out[length + 2] = held
      length += 3
    }
  }
  if (digits % 4 === 1) return null
  if (digits % 4 === 2) {
    out[length] = held >> 4
    length += 1
  } else if (digits % 4 === 3) {
    out[length] = held >> 10
    out[length + 1] = held >> 2
    length += 2
  }
  return out.subarray(0, length)
}

/** Base32 (RFC 4648), with the alphabet in order (`hex`) or the usual one; lower case is taken for upper case. */
export function decodeBase32(data: Uint8Array, alphabet: 'usual' | 'hex' = 'usual'): Uint8Array | null {
  const values = alphabet === 'hex' ? base32HexValues : base32Values
  const out: number[] = []
  let bits = 0
  let held = 0
  for (const byte of data) {
    if (byte === equalSign) break
    const value = values[byte >= 0x61 && byte <= 0x7a ? byte - 32 : byte] ?? -1
    if (value < 0) return null
    held = ((held << 5) | value) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    out.push((held >> bits) & 0xff)
  }
  return Uint8Array.from(out)
}

/** Pairs of hexadecimal digits; blanks between pairs are passed over. */
export function decodeHex(data: Uint8Array): Uint8Array | null {
  const out = new Uint8Array(data.length >> 1)
  let length = 0
  let high = -1
  for (const byte of data) {
    if (high < 0 && (byte === 0x20 || (byte >= 9 && byte <= 13))) continue
    const value = hexDigit(byte)
    if (value < 0) return null
    if (high < 0) high = value
    else {
      out[length] = high * 16 + value
      length += 1
      high = -1
    }
  }
  return high < 0 ? out.subarray(0, length) : null
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}

/** `base64.b85decode` */
export function decodeBase85(data: Uint8Array): Uint8Array | null {
  const digits: number[] = []
  for (const byte of data) {
    const value = base85Values[byte] ?? -1
    if (value < 0) return null
    digits.push(value)
  }
  return joinGroups(digits)
}

const letterZ = 0x7a
const letterY = 0x79

/** `base64.a85decode`, with or without the frame of Adobe's; `z` is four zeros, `y` four blanks. */
export function decodeAscii85(data: Uint8Array): Uint8Array | null {
  const digits: number[] = []
  const isFramed = data[0] === 0x3c && data[1] === 0x7e
  const end = data.at(-1) === 0x3e && data.at(-2) === 0x7e ? data.length - 2 : data.length
  for (let index = isFramed ? 2 : 0; index < end; index += 1) {
    const byte = data[index] ?? 0
    if (byte === letterZ) digits.push(0, 0, 0, 0, 0)
    else if (byte === letterY) digits.push(...fourBlanks)
    else if (byte >= 0x21 && byte <= 0x75) digits.push(byte - 0x21)
    else if (byte !== 0x20 && (byte < 9 || byte > 13)) return null
  }
  return joinGroups(digits)
}

const fourBlanks: readonly number[] = '+<VdL'.split('').map((character) => character.charCodeAt(0) - 0x21)

/** Five digits of base 85 are four bytes; the last group may be shorter. */
function joinGroups(digits: readonly number[]): Uint8Array | null {
  const missing = (5 - (digits.length % 5)) % 5
  if (missing === 4) return null
  const out = new Uint8Array(((digits.length + missing) / 5) * 4)
  for (let group = 0; group * 5 < digits.length; group += 1) {
    let value = 0
    for (let index = 0; index < 5; index += 1) value = value * 85 + (digits[group * 5 + index] ?? 84)
    if (value > 0xffffffff) return null
    for (let index = 0; index < 4; index += 1) out[group * 4 + index] = (value / 256 ** (3 - index)) & 0xff
  }
  return out.subarray(0, out.length - missing)
}
