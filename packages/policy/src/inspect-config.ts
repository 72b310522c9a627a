import type { KnownArtifact } from '@cordon/model'
import { parseName } from '@cordon/pypa'
import { fitsGlob } from './glob.ts'
import { dateWithinYear, digestOf, packagePatternOf } from './terms.ts'
import { countOf, maybe, nameOf, openTableOf, refuse, type Spot, tableOf, textOf, textsOf } from './values.ts'

/** A cooldown of its own for names that fit a pattern. */
export interface CooldownFor {
  /** Normalized name, or a pattern such as `acme-*`. */
  readonly pattern: string
  readonly days: number
}

/** How artifacts are inspected. */
export interface InspectConfig {
  /** Days that a release should have been seen by others; 0: none. */
  readonly cooldownDays: number
  readonly cooldownFor: readonly CooldownFor[]
  /** Days for which a project counts as young. */
  readonly youngDays: number
  /** By SHA-256, lower case. */
  readonly knownArtifacts: ReadonlyMap<string, KnownArtifact>
  /** A file with more of them, from the folder of the configuration; null: none. */
  readonly knownArtifactsFile: string | null
  /** Name servers that are asked about the domains of authors; null: those of the machine. */
  readonly nameServers: readonly string[] | null
}

/** What holds without any configuration. */
export const defaultInspect: InspectConfig = {
  cooldownDays: 7,
  cooldownFor: [],
  youngDays: 90,
  knownArtifacts: new Map(),
  knownArtifactsFile: null,
  nameServers: null,
}

/** Reads `[inspect]`. `now` bounds the dates. */
export function readInspect(spot: Spot, now: Date): InspectConfig {
  const table = tableOf(spot, [
    'cooldown-days',
    'cooldown-for',
    'young-project-days',
    'known-artifacts',
    'known-artifacts-file',
    'name-servers',
  ])
  return {
    cooldownDays: maybe(table, 'cooldown-days', countOf) ?? defaultInspect.cooldownDays,
    cooldownFor: maybe(table, 'cooldown-for', readCooldowns) ?? [],
    youngDays: maybe(table, 'young-project-days', countOf) ?? defaultInspect.youngDays,
    knownArtifacts: maybe(table, 'known-artifacts', (known) => readKnownArtifacts(known, now)) ?? new Map(),
    knownArtifactsFile: maybe(table, 'known-artifacts-file', textOf) ?? null,
    nameServers: maybe(table, 'name-servers', textsOf) ?? null,
  }
}

function readCooldowns(spot: Spot): readonly CooldownFor[] {
  return [...openTableOf(spot)].map(([name, days]) => ({
    pattern: packagePatternOf(name) ?? refuse(days, 'BAD_VALUE', `${nameOf(days)}: "${name}" is no package name.`),
    days: countOf(days),
  }))
}

/** Reads a table of artifacts by their SHA-256, each with a reason, a person and a date within a year. */
export function readKnownArtifacts(spot: Spot, now: Date): ReadonlyMap<string, KnownArtifact> {
  return new Map(
    [...openTableOf(spot)].map(([digest, entry]) => {
      const table = tableOf(entry, ['reason', 'by', 'until'])
      const required = <T>(key: string, read: (value: Spot) => T): T =>
        maybe(table, key, read) ?? refuse(entry, 'BAD_VALUE', `A known artifact needs \`${key}\`.`)
      const known: KnownArtifact = {
        reason: required('reason', textOf),
        by: required('by', textOf),
        until: required('until', (value) => dateWithinYear(value, now)),
      }
      return [digestOf(digest, entry), known] as const
    }),
  )
}

/**
 * The days that a release of this project should wait: of its own name, else of the first pattern that fits, else the general ones.
 * `name` may be spelt in any way.
 */
export function cooldownDaysOf(
  { cooldownDays, cooldownFor }: Pick<InspectConfig, 'cooldownDays' | 'cooldownFor'>,
  name: string,
): number {
  const normalized = parseName(name) ?? ''
  const own = cooldownFor.find(({ pattern }) => pattern === normalized)
  return (own ?? cooldownFor.find(({ pattern }) => fitsGlob(pattern, normalized)))?.days ?? cooldownDays
}
