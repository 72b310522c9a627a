import type { CodeFacts } from './marshal.ts'

/** Names that compilers write without a source naming them. */
const ofCompilers = /^(?:AssertionError|\.[a-z_]+)$/
const special = /^__\w+__$/
/** A private name of a class, with the class in front: `_Toy__name`. */
const mangled = /^_[^_]\w*?(__\w+)$/

/**
 * Names in compiled code that `source` never mentions: of a file that was compiled from this source there are none. Python takes the compiled
 * file where it trusts it, so what only that one says is what runs.
 */
export function foreignNames(code: readonly CodeFacts[], source: string): readonly string[] {
  const found = new Set<string>()
  const looked = new Map<string, boolean>()
  const isKnown = (part: string): boolean => {
    const known = looked.get(part) ?? source.includes(part)
    looked.set(part, known)
    return known
  }
  for (const { names } of code)
    for (const name of names) {
      if (looked.size > maxNames) return [...found]
      if (ofCompilers.test(name)) continue
      const isForeign = name
        .split('.')
        .some((part) => !special.test(part) && !isKnown(part) && !isKnown(mangled.exec(part)?.[1] ?? part))
      if (isForeign) found.add(name)
    }
  return [...found]
}

/** Names that are looked for: each costs a search through the source. */
const maxNames = 2000
