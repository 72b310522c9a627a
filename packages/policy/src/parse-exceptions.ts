import { parseName, parseSpecifiers, type SpecifierSet } from '@cordon/pypa'
import { unknownCodesOf } from './codes.ts'
import { checksOf } from './parse-rules.ts'
import type { Covered, PolicyException } from './policy.ts'
import { dateWithinYear, digestOf } from './terms.ts'
import { itemsOf, maybe, nameOf, openTableOf, refuse, type Spot, tableOf, textOf, textsOf } from './values.ts'

const keys = [
  'name',
  'package',
  'version',
  'path',
  'sha256',
  'advisory',
  'check',
  'unknown',
  'reason',
  'expires',
  'owner',
]

/** Reads `[[policy.exceptions]]` or `[policy.exceptions.<name>]`; refuses what has no reason or no date within a year. */
export function readExceptions(spot: Spot, now: Date): readonly PolicyException[] {
  const named = Array.isArray(spot.value)
    ? itemsOf(spot).map((item) => readException(item, null, now))
    : [...openTableOf(spot)].map(([name, item]) => readException(item, name, now))
  const names = new Set<string>()
  return named.map((exception, index) => {
    const name = names.has(exception.name) ? `${exception.name}-${index + 1}` : exception.name
    names.add(name)
    return { ...exception, name }
  })
}

function readException(spot: Spot, key: string | null, now: Date): PolicyException {
  const table = tableOf(spot, keys)
  const packageName = maybe(table, 'package', packageOf) ?? null
  const path = maybe(table, 'path', textOf) ?? null
  const sha256 = maybe(table, 'sha256', (value) => digestOf(textOf(value), value)) ?? null
  if (packageName === null && path === null && sha256 === null)
    refuse(
      spot,
      'BAD_VALUE',
      'An exception needs a `package`, the `path` of the files it is about, or the `sha256` of an artifact.',
    )
  const covers = readCovered(spot, table)
  if (packageName === null && covers.kind === 'advisory')
    refuse(spot, 'BAD_VALUE', 'An exception for an advisory needs the `package`.')
  const version = maybe(table, 'version', versionsOf) ?? null
  if (packageName === null && version !== null)
    refuse(spot, 'BAD_VALUE', 'An exception with a `version` needs the `package`.')
  return {
    name: maybe(table, 'name', textOf) ?? key ?? packageName ?? path ?? sha256?.slice(0, 12) ?? '',
    package: packageName,
    sha256,
    version,
    path,
    covers,
    reason:
      maybe(table, 'reason', textOf) ??
      refuse(
        spot,
        'BAD_VALUE',
        'An exception needs a `reason`: what makes it acceptable, for whoever reads it next year.',
      ),
    expires:
      maybe(table, 'expires', (value) => dateWithinYear(value, now)) ??
      refuse(
        spot,
        'BAD_VALUE',
        'An exception needs a date in `expires`, at most a year ahead: then somebody looks again.',
      ),
    owner: maybe(table, 'owner', textOf) ?? null,
    source: { kind: 'file', at: { path: spot.path, line: spot.lines.lineOf(spot.keys) } },
  }
}

function readCovered(spot: Spot, table: ReadonlyMap<string, Spot>): Covered {
  const given = ['advisory', 'check', 'unknown'].filter((key) => table.has(key))
  if (given.length !== 1)
    refuse(spot, 'BAD_VALUE', 'An exception needs one of `advisory`, `check` and `unknown`: what it accepts.')
  const ids = maybe(table, 'advisory', textsOf)
  if (ids !== undefined) return { kind: 'advisory', ids: ids.map((id) => id.toLowerCase()) }
  const codes = maybe(table, 'unknown', unknownCodesOf)
  if (codes !== undefined) return { kind: 'unknown', codes }
  const checks = maybe(table, 'check', checksOf) ?? []
  for (const check of checks)
    if (check.startsWith('advisory/') || check.startsWith('*/'))
      refuse(
        table.get('check') ?? spot,
        'BAD_VALUE',
        `An exception cannot cover "${check}": it would also cover advisories that nobody has read yet. Name them: \`advisory = ["CVE-…"]\`.`,
      )
  return { kind: 'check', checks }
}

function packageOf(spot: Spot) {
  const text = textOf(spot)
  return parseName(text) ?? refuse(spot, 'BAD_VALUE', `${nameOf(spot)}: "${text}" is no package name.`)
}

function versionsOf(spot: Spot): SpecifierSet {
  const text = textOf(spot)
  const set = parseSpecifiers(text) ?? parseSpecifiers(`==${text}`)
  return set ?? refuse(spot, 'BAD_VALUE', `${nameOf(spot)}: "${text}" is no version range such as ">=1,<2".`)
}
