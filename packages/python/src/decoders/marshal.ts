const decoder = new TextDecoder()
const mostStrings = 5000
const shortest = 2

/** Kinds of marshal's objects that hold text or bytes behind a length: of four bytes, or of one. */
const longKinds = new Set(['s', 't', 'u', 'a', 'A'].map((kind) => kind.charCodeAt(0)))
const shortKinds = new Set(['z', 'Z'].map((kind) => kind.charCodeAt(0)))
const referenceFlag = 0x80

/**
 * The names and constants of marshalled code (`marshal.dumps`, a `.pyc` behind its head), of any version of Python, without running or
 * even fully reading it: what lies in the data as marshal writes strings. Bytecode itself comes as a text of control characters and is left out.
 */
export function marshalStrings(data: Uint8Array): readonly string[] {
  const found: string[] = []
  let at = 0
  while (at < data.length && found.length < mostStrings) {
    const kind = (data[at] ?? 0) & ~referenceFlag
    const head = longKinds.has(kind) ? 5 : shortKinds.has(kind) ? 2 : 0
    const length = head === 5 ? lengthAt(data, at + 1) : head === 2 ? (data[at + 1] ?? 0) : -1
    const text = length >= shortest && at + head + length <= data.length ? readText(data, at + head, length) : null
    if (text === null) {
      at += 1
      continue
    }
    found.push(text)
    at += head + length
  }
  return found
}

function lengthAt(data: Uint8Array, at: number): number {
  return at + 4 > data.length
    ? -1
    : ((data[at] ?? 0) | ((data[at + 1] ?? 0) << 8) | ((data[at + 2] ?? 0) << 16) | ((data[at + 3] ?? 0) << 24)) >>> 0
}

const sampleLength = 4096

/** The text that stands there, unless it looks like anything but text. */
function readText(data: Uint8Array, start: number, length: number): string | null {
  for (let index = start; index < start + Math.min(length, sampleLength); index += 1) {
    const byte = data[index] ?? 0
    if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) return null
  }
  const text = decoder.decode(data.subarray(start, start + length))
  return text.includes('\ufffd') ? null : text
}
