import type { Making, Value } from '@cordon/python'
import { kindOfPath } from './kinds/index.ts'
import { isBuilding, isDecoding } from './making.ts'

const mostTexts = 24
const longestText = 32_768
const mostCharacters = 131_072
const mostVisited = 300
const deepest = 16

/** The texts that are known of some values, and those from which they were got. */
export interface Texts {
  readonly texts: readonly string[]
  readonly origins: readonly string[]
  /** How the texts were hidden, the last step first. */
  readonly making: readonly string[]
  /** The texts that were decoded, deciphered or put together from numbers. */
  readonly hidden: readonly string[]
  /** Whether anything of the values is known. */
  readonly isKnown: boolean
}

/** Collects the texts of the arguments of one call. */
export function textsOf(values: readonly Value[]): Texts {
  const reading = new Reading()
  for (const value of values) reading.visit(value, 0, false)
  return reading
}

class Reading implements Texts {
  readonly texts: string[] = []
  readonly origins: string[] = []
  readonly making: string[] = []
  readonly hidden: string[] = []
  isKnown = false
  private readonly seen = new Set<Value>()
  private characters = 0

  /** `isBehind`: reached through a call whose result is something else than what it was given. */
  visit(value: Value, depth: number, isBehind: boolean): void {
    if (depth > deepest || this.seen.size > mostVisited || this.seen.has(value)) return
    this.seen.add(value)
    switch (value.kind) {
      case 'text':
        this.add(value.value, isBehind)
        if (!isBehind) this.addMaking(value)
        return
      case 'bytes':
        this.add(textOfBytes(value.value), isBehind)
        if (!isBehind) this.addMaking(value)
        return
      case 'list':
      case 'tuple':
      case 'set':
        this.all(value.items, depth, isBehind)
        return
      case 'dict':
        for (const entry of value.entries.values()) {
          if (this.seen.size > mostVisited) return
          this.all([entry.key, entry.value], depth, isBehind)
        }
        return
      case 'choice':
        this.all(value.options, depth, isBehind)
        return
      case 'external':
        this.isKnown = true
        if (value.path === 'sys.executable') this.add('python', isBehind)
        return
      case 'opaque':
        if (value.path !== '' && value.path !== 'parameter') this.isKnown = true
        this.all(value.from, depth, isBehind || isNew(value.path))
        return
      case 'method':
        this.visit(value.self, depth + 1, isBehind)
        return
      case 'instance':
        this.all([...value.attributes.values()], depth, true)
        return
      case 'int':
      case 'float':
      case 'bool':
        this.isKnown = true
    }
  }

  private all(values: readonly Value[], depth: number, isBehind: boolean): void {
    for (let index = 0; index < values.length && this.seen.size <= mostVisited; index += 1) {
      const value = values[index]
      if (value !== undefined) this.visit(value, depth + 1, isBehind)
    }
  }

  private add(whole: string, isBehind: boolean): void {
    this.isKnown = true
    const into = isBehind ? this.origins : this.texts
    if (whole === '' || into.length >= mostTexts || this.characters >= mostCharacters) return
    const kept = whole.length > longestText ? whole.slice(0, longestText) : whole
    if (into.includes(kept)) return
    this.characters += kept.length
    into.push(kept)
  }

  private addMaking(value: Value & { kind: 'text' | 'bytes' }): void {
    if (value.kind === 'text' && isHiddenBy(value.making) && this.hidden.length < mostTexts)
      this.hidden.push(value.value.slice(0, longestText))
    for (let step = value.making; step !== null; step = step.before)
      if (this.making.length < mostTexts && !this.making.includes(step.by)) this.making.push(step.by)
  }
}

/** Calls that give something else than what they were given: a response, the content of a file. */
function isNew(path: string): boolean {
  if (!path.endsWith(')')) return false
  const kind = kindOfPath(path.slice(0, -2))
  return kind !== null && kind !== 'decode' && kind !== 'decrypt' && kind !== 'open'
}

const utf8 = new TextDecoder('utf-8', { fatal: false })

function textOfBytes(value: Uint8Array): string {
  return utf8.decode(value.length > longestText ? value.subarray(0, longestText) : value)
}

function isHiddenBy(making: Making | null): boolean {
  for (let step = making; step !== null; step = step.before)
    if (isDecoding(step.by) || (step.by !== 'bytes' && isBuilding(step.by))) return true
  return false
}
