import { type AnyVersion, compareVersions } from '@cordon/pypa'
import { type Note, shown } from './note.ts'
import { type Meaning, meaningOf, specifierMeaning } from './requirement-meaning.ts'
import type { Statement } from './statement.ts'

/** So many differences of one kind are told one by one. */
const mostTold = 6

/** Where two places say different things of one release, one note for each difference with both sides; what one does not say is none. */
export function differences(a: Statement, b: Statement): readonly Note[] {
  const path = b.path ?? a.path
  return [...identity(a, b), ...pythons(a, b), ...few(requirements(a, b)), ...few(entryPoints(a, b))].map((detail) => ({
    detail,
    path,
  }))
}

function few(details: readonly string[]): readonly string[] {
  if (details.length <= mostTold) return details
  return [...details.slice(0, mostTold), `and ${details.length - mostTold} more differences of this kind`]
}

function identity(a: Statement, b: Statement): readonly string[] {
  const told: string[] = []
  if (a.name !== null && b.name !== null && a.name !== b.name)
    told.push(`${a.source} is of ${a.name}, ${b.source} of ${b.name}`)
  if (a.version !== null && b.version !== null && !isSameVersion(a.version, b.version))
    told.push(`${a.source} is of version ${shown(a.version.raw)}, ${b.source} of ${shown(b.version.raw)}`)
  return told
}

function isSameVersion(a: AnyVersion, b: AnyVersion): boolean {
  return a.kind === 'legacy' || b.kind === 'legacy' ? a.raw === b.raw : compareVersions(a, b) === 0
}

function pythons(a: Statement, b: Statement): readonly string[] {
  if (a.requiresPython === null || b.requiresPython === null) return []
  if (specifierMeaning(a.requiresPython) === specifierMeaning(b.requiresPython)) return []
  const text = (raw: string): string => (raw === '' ? 'any Python' : `Python ${shown(raw)}`)
  return [`${a.source} is for ${text(a.requiresPython.raw)}, ${b.source} for ${text(b.requiresPython.raw)}`]
}

function requirements(a: Statement, b: Statement): readonly string[] {
  if (a.requires === null || b.requires === null) return []
  const ours = a.requires.map(meaningOf)
  const theirs = b.requires.map(meaningOf)
  const there = Map.groupBy(without(theirs, ours), ({ name }) => name)
  const told: string[] = []
  for (const mine of without(ours, theirs)) {
    const others = there.get(mine.name) ?? []
    // The other side's word on the same project, on the same condition where there is one.
    const at = Math.max(
      0,
      others.findIndex(({ when }) => when === mine.when),
    )
    const [other] = others.splice(at, 1)
    const answer = other === undefined ? 'does not' : `for ${shown(other.text)}`
    told.push(`${a.source} asks for ${shown(mine.text)}, ${b.source} ${answer}`)
  }
  for (const other of [...there.values()].flat())
    told.push(`${b.source} asks for ${shown(other.text)}, ${a.source} does not`)
  return told
}

/** Those that the others have not, each once. */
function without(all: readonly Meaning[], others: readonly Meaning[]): readonly Meaning[] {
  const known = new Set(others.map(keyOf))
  const rest = all.map((each) => [keyOf(each), each] as const).filter(([key]) => !known.has(key))
  return [...new Map(rest).values()]
}

function keyOf({ name, what, when }: Meaning): string {
  return JSON.stringify([name, what, when])
}

function entryPoints(a: Statement, b: Statement): readonly string[] {
  if (a.entryPoints === null || b.entryPoints === null) return []
  const told: string[] = []
  for (const key of new Set([...a.entryPoints.keys(), ...b.entryPoints.keys()])) {
    const ours = a.entryPoints.get(key)
    const theirs = b.entryPoints.get(key)
    if (ours === theirs) continue
    const named = shown(key)
    if (ours === undefined) told.push(`${b.source} loads ${named} from ${shown(theirs ?? '')}, ${a.source} does not`)
    else if (theirs === undefined) told.push(`${a.source} loads ${named} from ${shown(ours)}, ${b.source} does not`)
    else told.push(`${a.source} loads ${named} from ${shown(ours)}, ${b.source} from ${shown(theirs)}`)
  }
  return told
}
