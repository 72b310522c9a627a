import type { KnownArtifact, Location } from '@cordon/model'
import { parse, TomlError } from 'smol-toml'
import { readCodes } from './codes.ts'
import { defaultPolicy, defaultRules, defaultSkipped, defaultUnknown } from './defaults.ts'
import { PolicyError } from './error.ts'
import { defaultInspect, type InspectConfig, readInspect, readKnownArtifacts } from './inspect-config.ts'
import { readExceptions } from './parse-exceptions.ts'
import { readRules } from './parse-rules.ts'
import type { Policy } from './policy.ts'
import { defaultProvenance, type ProvenanceConfig, readProvenanceConfig } from './provenance/config.ts'
import { tomlLines } from './toml-lines.ts'
import { countOf, flagOf, itemsOf, maybe, type Spot, tableOf, textOf, textsOf } from './values.ts'
import { defaultVex, readVexConfig, type VexConfig } from './vex/config.ts'

/** What is scanned and how. */
export interface ScanConfig {
  /** Patterns over paths from the configuration file's folder, as in `.gitignore`. */
  readonly exclude: readonly string[]
  /** Whether virtual environments are looked into. */
  readonly includeEnvironments: boolean
  readonly pythonVersion: string | null
  readonly platform: string | null
  /** Null: every group, every extra. */
  readonly groups: readonly string[] | null
  readonly extras: readonly string[] | null
}

/** Where advisories come from. */
export interface DatabaseConfig {
  /** The database file; null: the one in the cache. */
  readonly path: string | null
  /** Days after which the data counts as stale. */
  readonly maxAgeDays: number
  /** Folders of OSV records that are used instead of the database; empty: the database. */
  readonly advisories: readonly string[]
}

/** Everything a project may set. Paths are as written, relative to the folder of the file. */
export interface Config {
  /** Where it stands; null when the project sets nothing. */
  readonly at: Location | null
  readonly scan: ScanConfig
  readonly database: DatabaseConfig
  readonly inspect: InspectConfig
  readonly policy: Policy
  readonly provenance: ProvenanceConfig
  readonly vex: VexConfig
}

export type ConfigKind = 'cordon.toml' | 'pyproject.toml'

/** What holds without any configuration. */
export const defaultConfig: Config = {
  at: null,
  scan: {
    exclude: [],
    includeEnvironments: false,
    pythonVersion: null,
    platform: null,
    groups: null,
    extras: null,
  },
  database: { path: null, maxAgeDays: 7, advisories: [] },
  inspect: defaultInspect,
  policy: defaultPolicy,
  provenance: defaultProvenance,
  vex: defaultVex,
}

const maxLength = 4 * 1024 * 1024

/**
 * Reads a `cordon.toml`, or the `[tool.cordon]` table of a `pyproject.toml` (`defaultConfig` when it has none, even where its TOML
 * is damaged: then it is one more file that could not be read). Throws `PolicyError` with file and line. `now` bounds the dates of
 * exceptions.
 */
export function parseConfig(text: string, path: string, kind: ConfigKind, now: Date): Config {
  if (kind === 'pyproject.toml' && !text.includes('cordon')) return defaultConfig
  const value = readToml(text, path)
  const root: Spot = { path, lines: tomlLines(text), keys: [], value }
  const spot = kind === 'cordon.toml' ? root : toolTable(root)
  if (spot === null) return defaultConfig
  const table = tableOf(spot, ['scan', 'database', 'inspect', 'policy', 'provenance', 'vex'])
  return {
    at: { path, line: spot.lines.lineOf(spot.keys) },
    scan: maybe(table, 'scan', readScan) ?? defaultConfig.scan,
    database: maybe(table, 'database', readDatabase) ?? defaultConfig.database,
    inspect: maybe(table, 'inspect', (inspect) => readInspect(inspect, now)) ?? defaultInspect,
    policy: maybe(table, 'policy', (policy) => readPolicy(policy, now)) ?? defaultPolicy,
    provenance: maybe(table, 'provenance', readProvenanceConfig) ?? defaultProvenance,
    vex: maybe(table, 'vex', readVexConfig) ?? defaultVex,
  }
}

/** Reads a file of known artifacts: a table for each SHA-256, as below `[inspect.known-artifacts]`. Throws `PolicyError`. */
export function parseKnownArtifacts(text: string, path: string, now: Date): ReadonlyMap<string, KnownArtifact> {
  return readKnownArtifacts({ path, lines: tomlLines(text), keys: [], value: readToml(text, path) }, now)
}

/** The value of a TOML text. Throws `PolicyError`. */
export function readToml(text: string, path: string): unknown {
  if (text.length > maxLength)
    throw new PolicyError(
      'MALFORMED',
      `a configuration of ${text.length} characters is not read (at most ${maxLength}).`,
      {
        at: { path, line: 0 },
      },
    )
  try {
    return parse(text, { maxDepth: 64 })
  } catch (cause) {
    const line = cause instanceof TomlError ? cause.line : 0
    const why = cause instanceof Error ? (cause.message.split('\n', 1)[0] ?? '') : String(cause)
    throw new PolicyError('MALFORMED', `not valid TOML: ${why.replace(/^Invalid TOML document: /, '')}.`, {
      cause,
      at: { path, line },
    })
  }
}

function toolTable(root: Spot): Spot | null {
  let spot = root
  for (const key of ['tool', 'cordon']) {
    const { value } = spot
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null
    spot = { ...spot, keys: [...spot.keys, key], value: (value as Readonly<Record<string, unknown>>)[key] }
  }
  return spot
}

function readScan(spot: Spot): ScanConfig {
  const table = tableOf(spot, ['exclude', 'include-environments', 'python-version', 'platform', 'groups', 'extras'])
  const initial = defaultConfig.scan
  return {
    exclude: maybe(table, 'exclude', textsOf) ?? initial.exclude,
    includeEnvironments: maybe(table, 'include-environments', flagOf) ?? initial.includeEnvironments,
    pythonVersion: maybe(table, 'python-version', pythonVersionOf) ?? null,
    platform: maybe(table, 'platform', textOf) ?? null,
    groups: maybe(table, 'groups', listOf) ?? null,
    extras: maybe(table, 'extras', listOf) ?? null,
  }
}

function listOf(spot: Spot): readonly string[] {
  return itemsOf(spot).map(textOf)
}

function pythonVersionOf(spot: Spot): string {
  const text = textOf(spot)
  if (/^\d+\.\d+(?:\.\d+)?$/.test(text)) return text
  throw new PolicyError('BAD_VALUE', `python-version must be like "3.12" or "3.12.4", not "${text}".`, {
    at: { path: spot.path, line: spot.lines.lineOf(spot.keys) },
  })
}

function readDatabase(spot: Spot): DatabaseConfig {
  const table = tableOf(spot, ['path', 'max-age-days', 'advisories'])
  return {
    path: maybe(table, 'path', textOf) ?? null,
    maxAgeDays: maybe(table, 'max-age-days', countOf) ?? defaultConfig.database.maxAgeDays,
    advisories: maybe(table, 'advisories', textsOf) ?? [],
  }
}

function readPolicy(spot: Spot, now: Date): Policy {
  const table = tableOf(spot, ['default-rules', 'unknown', 'skipped', 'rules', 'exceptions'])
  const defaults = (maybe(table, 'default-rules', flagOf) ?? true) ? defaultRules : []
  return {
    ...defaultPolicy,
    rules: [...(maybe(table, 'rules', readRules) ?? []), ...defaults],
    unknown: maybe(table, 'unknown', (codes) => readCodes(codes, 'unknown', defaultUnknown)) ?? defaultUnknown,
    skipped: maybe(table, 'skipped', (codes) => readCodes(codes, 'skipped', defaultSkipped)) ?? defaultSkipped,
    exceptions: maybe(table, 'exceptions', (exceptions) => readExceptions(exceptions, now)) ?? [],
  }
}
