import type { SignerFact } from '@cordon/model'
import { AttestError } from '../error.ts'
import { type Json, member } from '../json.ts'

export type Facts = Readonly<Partial<Record<SignerFact, string>>>

/** One place of a provenance, and what it must say by the certificate: one of these; nothing is asked where the certificate is silent. */
export interface Claim {
  readonly path: readonly string[]
  expected(facts: Facts): readonly string[] | undefined
}

/** A place that says what one fact of the certificate says. */
export function claim(path: readonly string[], fact: SignerFact): Claim {
  return {
    path,
    expected: (facts) => {
      const known = facts[fact]
      return known === undefined ? undefined : [known]
    },
  }
}

/** A place whose text follows from the certificate. */
export function derived(
  path: readonly string[],
  read: (facts: Facts) => string | readonly string[] | undefined,
): Claim {
  return {
    path,
    expected: (facts) => {
      const known = read(facts)
      return typeof known === 'string' ? [known] : known
    },
  }
}

/** What a provenance says at these places is what its certificate says, wherever both speak. Throws `predicate`. */
export function checkClaims(predicate: Json, claims: readonly Claim[], facts: Facts): void {
  for (const { path, expected } of claims) {
    const said = member(predicate, ...path)
    const known = expected(facts)
    if (said !== undefined && said !== null && known !== undefined) checkSaid(said, known, path.join('.'))
  }
}

/** Numbers are as good as their text; what is neither text nor number says something else than any certificate can. Throws `predicate`. */
export function checkSaid(said: Json, known: readonly string[], where: string): void {
  const text = typeof said === 'number' ? String(said) : said
  if (typeof text === 'string' && known.includes(text)) return
  const shown = typeof text === 'string' ? text : JSON.stringify(text)
  throw new AttestError(
    'predicate',
    `The provenance says \`${shown.slice(0, 200)}\` in \`${where}\`; its certificate says ${known[0] ?? 'otherwise'}.`,
  )
}
