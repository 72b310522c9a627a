import type { CodeFacts } from './marshal.ts'

/** Names that compilers write without a source naming them; the empty one is the package of `from . import name`. */
const ofCompilers = /^(?:|AssertionError|\.[a-z_]+)$/
const word = /[\p{ID_Continue}]{1,255}/gu
const longestName = 255

/**
 * Names in compiled code that `source` never mentions: of a file that was compiled from this source there are none. Python takes the compiled
 * file where it trusts it, so what only that one says is what runs.
 */
export function foreignNames(code: readonly CodeFacts[], source: string): readonly string[] {
  // Identifiers are compared in this form (PEP 3131).
  const words = new Set(Array.from(source.normalize('NFKC').matchAll(word), ([text]) => text))
  const found = new Set<string>()
  for (const { names } of code)
    for (const name of names) {
      if (name.length > longestName) found.add(name.slice(0, longestName))
      else if (!ofCompilers.test(name) && !name.split('.').every((part) => isKnown(part, words))) found.add(name)
    }
  return [...found]
}

function isKnown(name: string, words: ReadonlySet<string>): boolean {
  if (words.has(name) || (name.startsWith('__') && name.endsWith('__'))) return true
  // A private name of a class has the class in front: `_Toy__name`.
  const inner = name.startsWith('_') ? name.indexOf('__', 2) : -1
  return inner > 0 && words.has(name.slice(inner))
}
