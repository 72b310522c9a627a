import { builtinNames } from './builtin-names.ts'
import type { Model } from './model.ts'
import { text, type Value } from './value.ts'

const types: ReadonlySet<string> = new Set(
  `bool bytearray bytes classmethod complex dict enumerate filter float frozenset int list map memoryview object property range reversed set slice
  staticmethod str super tuple type zip`.split(/\s+/),
)

/** What the `site` module adds to the builtins, as it reads. Its year differs from release to release, its beginning does not. */
const siteTexts: readonly (readonly [string, string])[] = [
  ['copyright', 'Copyright (c) 2001-2023 Python Software Foundation.\nAll Rights Reserved.'],
  ['exit', 'Use exit() or Ctrl-D (i.e. EOF) to exit'],
  ['quit', 'Use quit() or Ctrl-D (i.e. EOF) to exit'],
  ['license', 'Type license() to see the full license text'],
  ['credits', '    Thanks to CWI, CNRI, BeOpen.com, Zope Corporation and a cast of thousands'],
]

/** How a builtin reads as a text: letters are taken from it to spell others. Null for what is none. */
export function textOfBuiltin(name: string): string | null {
  const known = siteTexts.find(([own]) => own === name)
  if (known !== undefined) return known[1]
  if (!builtinNames.has(name)) return null
  return types.has(name) || /^[A-Z]/.test(name) ? `<class '${name}'>` : `<built-in function ${name}>`
}

/** `oct.__str__()` and `oct.__repr__()`. */
export const builtinTextModels: readonly (readonly [string, Model])[] = [...builtinNames].flatMap((name) => {
  const value: Value = text(textOfBuiltin(name) ?? '')
  const model: Model = () => value
  return ['__str__', '__repr__'].map((method) => [`${name}.${method}`, model] as const)
})
