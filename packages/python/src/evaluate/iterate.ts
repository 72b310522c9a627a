import { builtinNames } from './builtin-names.ts'
import type { Machine } from './machine.ts'
import { namesOfModule } from './module-names.ts'
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
    case 'external':
      return namesIn(value.path)?.map((name) => text(name)) ?? null
    case 'namespace':
      return [...value.values.keys()].map((name) => text(name))
    default:
      return null
  }
}

/** The names of a module by its `__dict__`; null of one that is not known. */
export function namesIn(path: string): readonly string[] | null {
  if (path === 'builtins.__dict__') return [...builtinNames].sort()
  return path.endsWith('.__dict__') ? namesOfModule(path.slice(0, -'.__dict__'.length)) : null
}
