import { type CodeLayout, type MarshalFacts, readMarshal } from './marshal.ts'

/** A compiled module, read for what it names and says. */
export interface PycFacts extends MarshalFacts {
  readonly magic: number
  /** The release whose compiler wrote it, as far as the number tells: `3.11`. */
  readonly python: string | null
  /** PEP 552: an import takes it without looking at its source, whatever that says. */
  readonly isUnchecked: boolean
}

/** First magic number of a release, its layout of code objects and the bytes of its header; from the newest on. */
const releases: readonly (readonly [number, string, CodeLayout, number])[] = [
  [3600, '3.14', '3.11', 16],
  [3550, '3.13', '3.11', 16],
  [3500, '3.12', '3.11', 16],
  [3450, '3.11', '3.11', 16],
  [3430, '3.10', '3.8', 16],
  [3420, '3.9', '3.8', 16],
  [3400, '3.8', '3.8', 16],
  [3390, '3.7', '3.0', 16],
  [3360, '3.6', '3.0', 12],
  [3320, '3.5', '3.0', 12],
  [3250, '3.4', '3.0', 12],
  [3190, '3.3', '3.0', 12],
  [3000, '3.0', '3.0', 8],
]
/** Numbers of 2.x are above those of 3.x. */
const firstOfTwo = 20_000

/** Null for bytes that do not start like compiled Python. Never throws. */
export function readPyc(bytes: Uint8Array): PycFacts | null {
  if (bytes.length < 8 || bytes[2] !== 0x0d || bytes[3] !== 0x0a) return null
  const magic = (bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8)
  const release = releases.find(([first]) => magic >= first)
  if (magic >= firstOfTwo)
    return {
      ...readMarshal(bytes.subarray(8), '2.7'),
      magic,
      python: magic === 62211 ? '2.7' : null,
      isUnchecked: false,
    }
  if (release === undefined) return null
  const [, python, layout, header] = release
  const isUnchecked = header === 16 && bytes[4] === 1
  return { ...readMarshal(bytes.subarray(header), layout), magic, python, isUnchecked }
}
