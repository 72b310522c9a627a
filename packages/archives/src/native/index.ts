import { kindOfFile } from '../file-kind.ts'
import { readElf } from './elf.ts'
import { readMachO } from './mach-o.ts'
import type { NativeFacts } from './native-facts.ts'
import { readPe } from './pe.ts'

/** Reads the tables of an ELF, PE or Mach-O file; null for anything else. Never throws. */
export function readNative(bytes: Uint8Array): NativeFacts | null {
  const kind = kindOfFile(bytes.subarray(0, 64))
  if (kind === 'elf') return readElf(bytes)
  if (kind === 'pe') return readPe(bytes)
  return kind === 'mach-o' ? readMachO(bytes) : null
}

export interface TextLimits {
  /** In characters. */
  readonly shortest: number
  readonly longest: number
  readonly count: number
}

const defaultTextLimits: TextLimits = { shortest: 6, longest: 1000, count: 20_000 }

/** Runs of printable ASCII in any binary, each once, in order; a wide text (UTF-16) counts as one when its high bytes are zero. */
export function readTexts(bytes: Uint8Array, limits: TextLimits = defaultTextLimits): readonly string[] {
  const found = new Set<string>()
  for (const step of [1, 2]) {
    const walk = { step, shortest: Math.max(1, limits.shortest), longest: limits.longest }
    for (let at = startOfText(bytes, 0, walk); at < bytes.length && found.size < limits.count; ) {
      const end = endOfText(bytes, at, walk)
      if ((end - at) / step >= limits.shortest) found.add(textAt(bytes, at, { end, step }))
      at = startOfText(bytes, Math.max(end, at + 1), walk)
    }
  }
  return [...found]
}

interface Walk {
  readonly step: number
  readonly shortest: number
  readonly longest: number
}

/** The next place at which a text may begin that is long enough. One that begins before where its last character must be covers that. */
function startOfText(bytes: Uint8Array, from: number, { step, shortest }: Walk): number {
  let at = from
  for (let last = at + (shortest - 1) * step; last < bytes.length; last += shortest * step) {
    if (isCharacter(bytes, last, step) || (step === 2 && isCharacter(bytes, last + 1, step))) break
    at += shortest * step
  }
  while (at < bytes.length && !isCharacter(bytes, at, step)) at += 1
  return at
}

function isCharacter(bytes: Uint8Array, at: number, step: number): boolean {
  const byte = bytes[at] ?? 0
  return byte >= 0x20 && byte <= 0x7e && (step === 1 || bytes[at + 1] === 0)
}

function endOfText(bytes: Uint8Array, start: number, { step, longest }: Walk): number {
  const bound = Math.min(bytes.length, start + longest * step)
  let at = start
  while (at < bound && isCharacter(bytes, at, step)) at += step
  return at
}

function textAt(bytes: Uint8Array, at: number, { end, step }: { readonly end: number; readonly step: number }): string {
  const run = Buffer.from(bytes.buffer, bytes.byteOffset + at, Math.min(end, bytes.length) - at)
  return step === 1 ? run.toString('latin1') : run.subarray(0, run.length - (run.length % 2)).toString('utf16le')
}
