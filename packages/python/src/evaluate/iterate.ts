import type { Machine } from './machine.ts'
import { int, text, type Value } from './value.ts'

/** The longest sequence that is written out item by item. */
export const mostItems = 200_000

/** The items of what Python can iterate over; null when they are not known or too many. */
export function iterate(m: Machine, value: Value): readonly Value[] | null {
  switch (value.kind) {
    case 'list':
    case 'tuple':
    case 'set':
      return value.items
    case 'dict':
      return [...value.entries.values()].map((entry) => entry.key)
    case 'text':
      if (value.value.length > mostItems || !m.work(value.value.length)) return null
      return Array.from(value.value, (character) => text(character, value.making))
    case 'bytes':
      if (value.value.length > mostItems || !m.work(value.value.length)) return null
      return Array.from(value.value, (byte) => int(byte))
    default:
      return null
  }
}
