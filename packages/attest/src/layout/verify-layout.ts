/** Verification of an in-toto layout with its links (specification 1.0, §5), without running anything. */
import type { KeyObject } from 'node:crypto'
import { distinctKeys } from '../envelope.ts'
import { AttestError } from '../error.ts'
import { isObject, type Json, type JsonObject, listOf, member, textOf } from '../json.ts'
import { canonicalBytes } from './canonical.ts'
import { type Layout, type LayoutStep, readLayout } from './layout.ts'
import { readMetadata } from './metadata.ts'
import { type Artifacts, applyRules, type StepArtifacts } from './rules.ts'

export interface LayoutInput {
  /** Text of the layout. */
  readonly layout: string
  /** Path below the folder of links → text: `<step>.<first 8 of key id>.link`, those of a sublayout in `<step>.<8>/`. */
  readonly links: ReadonlyMap<string, string>
  /** Keys of the owner of the project: all of them must have signed. */
  readonly keys: readonly KeyObject[]
  readonly now: Date
}

/** What a layout that holds says. */
export interface VerifiedLayout {
  readonly steps: readonly VerifiedStep[]
  /** Names of its inspections, with those of its sublayouts. They are programs: nothing runs them here, and what they would say is not known. */
  readonly inspections: readonly string[]
  /** What in-toto only warns of. */
  readonly notes: readonly string[]
  /** Of the first step, and of the last. */
  readonly summary: StepArtifacts
  /** ISO 8601. */
  readonly expires: string
}

export interface VerifiedStep {
  readonly name: string
  /** Ids of the keys whose links hold. */
  readonly by: readonly string[]
}

interface Setting {
  readonly links: ReadonlyMap<string, string>
  readonly now: Date
  /** Folder of the links, with its slash. */
  readonly folder: string
  readonly depth: number
}

const mostDepth = 8
const mostArtifacts = 50_000
const nothing: StepArtifacts = { materials: new Map(), products: new Map() }

/**
 * Verifies who signed the layout, that it has not expired, who did each step, and the rules over what they took and made. Throws `malformed`,
 * `unsupported-signature`, `signature`, `layout-expired`, `layout-threshold`, `layout-rule`.
 */
export function verifyLayout({ layout, links, keys, now }: LayoutInput): VerifiedLayout {
  const owners = distinctKeys(keys)
  if (owners.length === 0) throw new AttestError('signature', 'No key of the owner of the layout is named.')
  const { said, isSignedBy } = readMetadata(layout, 'The layout')
  if (!owners.every(isSignedBy))
    throw new AttestError('signature', 'Not every key that is named has signed the layout.')
  return verifySaid(readLayout(said), { links, now, folder: '', depth: 0 })
}

function verifySaid(layout: Layout, setting: Setting): VerifiedLayout {
  const expires = new Date(layout.expires).toISOString()
  if (layout.expires <= setting.now.getTime())
    throw new AttestError('layout-expired', `The layout expired at ${expires}.`)
  const done = layout.steps.map((step) => doneStep(step, layout, setting))
  const steps = new Map(done.map(({ name, artifacts }) => [name, artifacts]))
  for (const step of layout.steps) checkRules(step, steps)
  return {
    steps: done.map(({ name, by }) => ({ name, by })),
    inspections: [...layout.inspections, ...done.flatMap(({ inspections }) => inspections)],
    notes: done.flatMap(({ notes }) => notes),
    summary: {
      materials: done[0]?.artifacts.materials ?? new Map(),
      products: done.at(-1)?.artifacts.products ?? new Map(),
    },
    expires,
  }
}

function checkRules(step: LayoutStep, steps: ReadonlyMap<string, StepArtifacts>): void {
  const own = steps.get(step.name) ?? nothing
  for (const side of ['materials', 'products'] as const) {
    const reason = applyRules(step[side], { side, own, steps })
    if (reason !== null) throw new AttestError('layout-rule', `The ${side} of step \`${step.name}\` break ${reason}.`)
  }
}

interface DoneStep extends VerifiedStep {
  readonly artifacts: StepArtifacts
  readonly inspections: readonly string[]
  readonly notes: readonly string[]
}

/** One link or sublayout of a step, signed by somebody who may. */
interface Evidence {
  readonly id: string
  readonly key: KeyObject
  readonly artifacts: StepArtifacts
  readonly inspections: readonly string[]
  readonly notes: readonly string[]
}

function doneStep(step: LayoutStep, layout: Layout, setting: Setting): DoneStep {
  const evidence = step.authorized.flatMap((id) => evidenceOf(step, id, layout.keys.get(id) ?? null, setting))
  // One key under two ids is one person.
  const people = distinctKeys(evidence.map(({ key }) => key))
  const [first, ...others] = evidence
  if (first === undefined || people.length < step.threshold) throw tooFew(step, people.length, layout)
  if (others.some(({ artifacts }) => !areEqual(artifacts, first.artifacts)))
    throw new AttestError('layout-threshold', `Who did step \`${step.name}\` do not agree on what they took and made.`)
  return {
    name: step.name,
    by: evidence.map(({ id }) => id),
    artifacts: first.artifacts,
    inspections: evidence.flatMap(({ inspections }) => inspections),
    notes: evidence.flatMap(({ notes }) => notes),
  }
}

function tooFew(step: LayoutStep, count: number, layout: Layout): AttestError {
  const unreadable = step.authorized.filter((id) => layout.keys.get(id) === null)
  const text = `Step \`${step.name}\` is signed by ${count} of those who may do it; ${step.threshold} must.`
  if (count + unreadable.length < step.threshold) return new AttestError('layout-threshold', text)
  return new AttestError('unsupported-signature', `${text} Others have keys that are not taken here, of GPG perhaps.`)
}

function evidenceOf(step: LayoutStep, id: string, key: KeyObject | null, setting: Setting): readonly Evidence[] {
  const stem = `${setting.folder}${step.name}.${id.slice(0, 8)}`
  const text = setting.links.get(`${stem}.link`)
  if (key === null || text === undefined) return []
  const { said, isSignedBy } = readMetadata(text, `The link ${stem}.link`)
  // What somebody else has signed under this name says nothing about who may do the step.
  if (!isSignedBy(key)) return []
  if (textOf(said, '_type') === 'layout') return [{ id, key, ...sublayout(said, `${stem}/`, setting) }]
  return [{ id, key, ...readLink(said, step) }]
}

/** A step that is a supply chain of its own: its functionary owns that layout, and its links lie in a folder of their own. */
function sublayout(said: JsonObject, folder: string, setting: Setting): Omit<Evidence, 'id' | 'key'> {
  if (setting.depth >= mostDepth)
    throw new AttestError('malformed', `The layout has layouts in it more than ${mostDepth} deep.`)
  const { summary, inspections, notes } = verifySaid(readLayout(said), { ...setting, folder, depth: setting.depth + 1 })
  return { artifacts: summary, inspections, notes }
}

function readLink(said: JsonObject, step: LayoutStep): Omit<Evidence, 'id' | 'key'> {
  if (textOf(said, '_type') !== 'link' || textOf(said, 'name') !== step.name)
    throw new AttestError('malformed', `A link of step \`${step.name}\` is about something else.`)
  const command = listOf(said, 'command').map(String)
  const isExpected = command.length === step.command.length && command.every((word, at) => word === step.command[at])
  return {
    artifacts: { materials: readArtifacts(said, 'materials'), products: readArtifacts(said, 'products') },
    inspections: [],
    notes: isExpected ? [] : [`step \`${step.name}\` was not done with the command that is expected`],
  }
}

function readArtifacts(said: JsonObject, side: 'materials' | 'products'): Artifacts {
  const json = member(said, side)
  if (json !== undefined && !isObject(json)) throw new AttestError('malformed', `The ${side} of a link are no object.`)
  const entries = Object.entries(json ?? {})
  if (entries.length > mostArtifacts) throw new AttestError('malformed', `A link has too many ${side}.`)
  return new Map(entries.map(([path, digests]) => [path, digestText(digests, path)]))
}

/** Two artifacts are the same with the same digests, all of them. None at all would make everything the same. */
function digestText(digests: Json | undefined, path: string): string {
  const values = isObject(digests) ? Object.values(digests) : []
  if (!isObject(digests) || values.length === 0 || values.some((each) => typeof each !== 'string' || each === ''))
    throw new AttestError('malformed', `\`${path.slice(0, 200)}\` of a link has no digest.`)
  return canonicalBytes(digests).toString('utf8')
}

function areEqual(one: StepArtifacts, other: StepArtifacts): boolean {
  return (['materials', 'products'] as const).every(
    (side) =>
      one[side].size === other[side].size && [...one[side]].every(([path, digest]) => other[side].get(path) === digest),
  )
}
