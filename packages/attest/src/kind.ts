import type { SignerIdentity } from '@cordon/model'
import { AttestError } from './error.ts'
import { type Json, textOf } from './json.ts'

/** One thing that a statement says, for people and programs to read. */
export interface PredicateFact {
  readonly name: string
  readonly value: string
}

/** A kind of statement: what type it has and what can be read out of it. */
export interface AttestationKind {
  readonly id: string
  /** What it says of a file, in a few words. */
  readonly title: string
  readonly predicateTypes: readonly string[]
  /** Whether a package index hosts it (PEP 740 and PyPI's list). */
  readonly hosted: boolean
  /** Throws `predicate` when the predicate is not what its type demands. */
  read(predicate: Json): readonly PredicateFact[]
  /** What the predicate says of its signer is what the certificate says. Throws `predicate`. */
  checkSigner?(predicate: Json, identity: SignerIdentity | null): void
}

/** The texts at these places of a predicate, those that are there. */
export function factsAt(
  predicate: Json,
  places: Readonly<Record<string, readonly string[]>>,
): readonly PredicateFact[] {
  return Object.entries(places).flatMap(([name, path]) => {
    const value = textOf(predicate, ...path)
    return value === null ? [] : [{ name, value: value.slice(0, 500) }]
  })
}

/** A text that the predicate must have. */
export function required(predicate: Json, ...path: readonly string[]): string {
  const value = textOf(predicate, ...path)
  if (value === null || value === '') throw new AttestError('predicate', `The predicate lacks \`${path.join('.')}\`.`)
  return value
}
