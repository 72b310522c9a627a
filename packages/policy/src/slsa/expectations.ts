import { type BuildLevel, githubIssuer, gitlabIssuer, type Location, type TrustedBuilder } from '@cordon/model'
import { readToml } from '../config.ts'
import { packagePatternOf } from '../terms.ts'
import { tomlLines } from '../toml-lines.ts'
import {
  countOf,
  flagOf,
  itemsOf,
  maybe,
  nameOf,
  openTableOf,
  refuse,
  type Spot,
  tableOf,
  textOf,
  textsOf,
  wordOf,
} from '../values.ts'

/** What is expected of how a package is built. What is null is not asked for. */
export interface PackageExpectation {
  readonly at: Location
  /** Normalized name; a star stands for any run of characters. */
  readonly name: string
  readonly level: BuildLevel | null
  /** Address of the builder without `@REF`, or with a pattern behind it. */
  readonly builder: string | null
  /** Address of the source repository. */
  readonly source: string | null
  /** Path of the workflow in the source. */
  readonly workflow: string | null
  /** Patterns of which one must fit. */
  readonly refs: readonly string[] | null
  readonly buildTypes: readonly string[] | null
  /** JSON pointer of an external parameter → patterns of which one must fit. Any other parameter is refused. */
  readonly parameters: ReadonlyMap<string, readonly string[]>
}

/** An expectations file: builders that are trusted beside the known ones, and what packages must look like. */
export interface SlsaExpectations {
  readonly builders: readonly TrustedBuilder[]
  readonly packages: readonly PackageExpectation[]
}

const mostEntries = 10_000
const https = /^https:\/\/[^\s@?#]{1,1000}[^\s@?#/]$/
const repositoryDepth = 2

/** Reads an expectations file. Throws `PolicyError` with file and line: also for a key that is not known. */
export function parseExpectations(text: string, path: string): SlsaExpectations {
  const root: Spot = { path, lines: tomlLines(text), keys: [], value: readToml(text, path) }
  const table = tableOf(root, ['builders', 'packages'])
  if (table.size === 0)
    refuse(root, 'BAD_VALUE', 'the file expects nothing: it has neither [[builders]] nor [[packages]].')
  const packages = maybe(table, 'packages', (spot) => bounded(spot).map(readPackage)) ?? []
  const seen = new Set<string>()
  for (const { name, at } of packages) {
    if (seen.has(name)) refuse(spotAt(root, at), 'BAD_VALUE', `the package "${name}" is there twice.`)
    seen.add(name)
  }
  return { builders: maybe(table, 'builders', (spot) => bounded(spot).map(readBuilder)) ?? [], packages }
}

function bounded(spot: Spot): readonly Spot[] {
  const items = itemsOf(spot)
  return items.length <= mostEntries
    ? items
    : refuse(spot, 'BAD_VALUE', `${nameOf(spot)} has more than ${mostEntries} entries.`)
}

function spotAt(root: Spot, at: Location): Spot {
  return { ...root, lines: { lineOf: () => at.line } }
}

function readBuilder(spot: Spot): TrustedBuilder {
  const table = tableOf(spot, ['signer', 'issuer', 'id', 'level', 'refs', 'self-hosted'])
  const signer = textOf(
    table.get('signer') ??
      missing(spot, 'signer', 'who signs: a workflow, a repository, the subject of a certificate, or "key"'),
  )
  const isAddress = signer.startsWith('https://')
  if (isAddress) checkAddress(table.get('signer') ?? spot, signer)
  const issuer = signer === 'key' ? null : (maybe(table, 'issuer', textOf) ?? issuerOf(signer))
  if (signer !== 'key' && issuer === null)
    missing(spot, 'issuer', `who issued the identity of "${signer}", e.g. "https://accounts.google.com"`)
  const id = maybe(table, 'id', textOf) ?? null
  if (id === null && !isAddress)
    missing(spot, 'id', 'what the provenance names as its builder: that pair is what is trusted')
  const level = levelOf(table.get('level') ?? missing(spot, 'level', 'the level it gives, 2 or 3'))
  if (level < 2)
    refuse(
      table.get('level') ?? spot,
      'BAD_VALUE',
      'any provenance has level 1; a builder is trusted for level 2 or 3.',
    )
  const refs = maybe(table, 'refs', (value) => wordOf(value, ['semver-tag', 'tag-or-commit', 'any'])) ?? 'tag-or-commit'
  return {
    signer,
    issuer,
    id,
    level: level === 3 ? 3 : 2,
    // What is no address of a workflow has no ref that could move.
    refs: isAddress ? refs : 'any',
    selfHosted: maybe(table, 'self-hosted', flagOf) ?? false,
  }
}

function missing(spot: Spot, key: string, what: string): never {
  return refuse(spot, 'BAD_VALUE', `${nameOf(spot)} needs \`${key}\`: ${what}.`)
}

/** An address that names less than a repository would trust everybody who has one below it. */
function checkAddress(spot: Spot, text: string): void {
  const depth = text.slice('https://'.length).split('/').length - 1
  if (!https.test(text) || depth < repositoryDepth)
    refuse(
      spot,
      'BAD_VALUE',
      `${nameOf(spot)} must be the address of a repository or of a workflow in it, without @REF: https://github.com/OWNER/NAME[/.github/workflows/FILE].`,
    )
}

function issuerOf(signer: string): string | null {
  if (signer.startsWith('https://github.com/')) return githubIssuer
  return signer.startsWith('https://gitlab.com/') ? gitlabIssuer : null
}

function levelOf(spot: Spot): BuildLevel {
  const count = countOf(spot)
  if (count === 0 || count === 1 || count === 2 || count === 3) return count
  return refuse(spot, 'BAD_VALUE', `${nameOf(spot)} must be 0, 1, 2 or 3: the build track has no other levels.`)
}

function readPackage(spot: Spot): PackageExpectation {
  const table = tableOf(spot, [
    'name',
    'level',
    'builder',
    'source',
    'workflow',
    'ref',
    'build-type',
    'external-parameters',
  ])
  const nameSpot = table.get('name') ?? missing(spot, 'name', 'a package, or a pattern such as "example-*"')
  const name = packagePatternOf(textOf(nameSpot))
  if (name === null)
    refuse(nameSpot, 'BAD_VALUE', `${nameOf(nameSpot)} is neither a package's name nor a pattern such as "example-*".`)
  return {
    at: { path: spot.path, line: spot.lines.lineOf(spot.keys) },
    name: name ?? '',
    level: maybe(table, 'level', levelOf) ?? null,
    builder: maybe(table, 'builder', textOf) ?? null,
    source: maybe(table, 'source', sourceOf) ?? null,
    workflow: maybe(table, 'workflow', textOf) ?? null,
    refs: maybe(table, 'ref', patternsOf) ?? null,
    buildTypes: maybe(table, 'build-type', patternsOf) ?? null,
    parameters: maybe(table, 'external-parameters', readParameters) ?? new Map(),
  }
}

function sourceOf(spot: Spot): string {
  const text = textOf(spot).replace(/^git\+/, '')
  checkAddress({ ...spot, value: text }, text)
  return text
}

/** A text, or several of which one must fit. */
function patternsOf(spot: Spot): readonly string[] {
  const texts = textsOf(spot)
  return texts.length > 0 ? texts : refuse(spot, 'BAD_VALUE', `${nameOf(spot)} is an empty list, which nothing fits.`)
}

/** Tables nest as the parameters of the build do; what is a text, a number or a list of them ends a path. */
function readParameters(spot: Spot): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  addParameters(spot, '', found)
  return found
}

function addParameters(spot: Spot, pointer: string, found: Map<string, readonly string[]>): void {
  for (const [key, entry] of openTableOf(spot)) {
    const place = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const { value } = entry
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date))
      addParameters(entry, place, found)
    else found.set(place, Array.isArray(value) ? itemsOf(entry).map(scalarOf) : [scalarOf(entry)])
  }
}

function scalarOf(spot: Spot): string {
  const { value } = spot
  if (typeof value === 'string') return value
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return String(value)
  return refuse(spot, 'BAD_VALUE', `${nameOf(spot)} must be a text, a number, true or false, or a list of them.`)
}
