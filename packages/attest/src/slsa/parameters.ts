import type { Vouching } from '@cordon/model'
import { isObject, type Json } from '../json.ts'
import type { PredicateFact } from '../kind.ts'

/** What the name of a fact begins with that is an external parameter; a JSON pointer (RFC 6901) follows. */
const prefix = 'parameter '
const mostParameters = 64
const mostCharacters = 500

/** Every external parameter of a build, flat: the name of each is its JSON pointer. What is not told apart is counted, never dropped. */
export function parameterFacts(parameters: Json | undefined): readonly PredicateFact[] {
  const facts = leavesOf(parameters ?? {}, '')
  const left = facts.length - mostParameters
  if (left <= 0) return facts
  return [...facts.slice(0, mostParameters), { name: `${prefix}/…`, value: `${left} more` }]
}

function leavesOf(value: Json, pointer: string): readonly PredicateFact[] {
  const entries = Array.isArray(value)
    ? value.map((each: Json, index) => [String(index), each] as const)
    : isObject(value)
      ? Object.entries(value)
      : []
  if (entries.length > 0) return entries.flatMap(([key, each]) => leavesOf(each ?? null, `${pointer}/${escaped(key)}`))
  if (pointer === '' && isObject(value)) return []
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return [{ name: prefix + cut(pointer), value: cut(text) }]
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}

function cut(text: string): string {
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text
}

/** The external parameters among the facts of an attestation, by JSON pointer. */
export function parametersOf({ facts }: Vouching): readonly PredicateFact[] {
  return facts.flatMap(({ name, value }) =>
    name.startsWith(prefix) ? [{ name: name.slice(prefix.length), value }] : [],
  )
}

/** A fact of an attestation by its name. */
export function factOf({ facts }: Vouching, name: string): string | null {
  return facts.find((fact) => fact.name === name)?.value ?? null
}
