import { builtinNames } from './builtin-names.ts'
import { external, type NamespaceValue, unknown, type Value } from './value.ts'

/** What a namespace holds under a name; the builtins are found through `__builtins__`. */
export function valueInNamespace(object: NamespaceValue, name: string): Value {
  const own = object.values.get(name)
  if (own !== undefined) return own
  if (name === '__builtins__') return external('builtins')
  return builtinNames.has(name) ? external(`builtins.${name}`) : unknown
}
