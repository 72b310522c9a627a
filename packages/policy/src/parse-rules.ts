import { artifactClasses, type Severity, severities } from '@cordon/model'
import { atLeast } from './flags.ts'
import type { Conditions, Rule } from './rule.ts'
import { hint } from './suggest.ts'
import { packagePatternOf } from './terms.ts'
import {
  flagOf,
  itemsOf,
  maybe,
  nameOf,
  refuse,
  type Spot,
  tableOf,
  textOf,
  textsOf,
  wordOf,
  wordsOf,
} from './values.ts'

const conditionKeys = [
  'check',
  'domain',
  'severity',
  'fixable',
  'kev',
  'epss',
  'group',
  'direct',
  'package',
  'confidence',
  'file-role',
  'verdict',
] as const

const domains = ['vulnerability', 'malicious', 'author', 'engineering', 'licence', 'provenance'] as const

/** Reads `[[policy.rules]]`, in order. */
export function readRules(spot: Spot): readonly Rule[] {
  const names = new Set<string>()
  return itemsOf(spot).map((item) => {
    const rule = readRule(item)
    if (names.has(rule.name)) refuse(item, 'BAD_VALUE', `Two rules are named "${rule.name}"; reports name rules.`)
    names.add(rule.name)
    return rule
  })
}

function readRule(spot: Spot): Rule {
  const table = tableOf(spot, ['name', 'action', ...conditionKeys])
  const name = maybe(table, 'name', textOf) ?? refuse(spot, 'BAD_VALUE', 'A rule needs a name: reports name it.')
  if (/^(?:default|exception|policy|--)/.test(name))
    refuse(spot, 'BAD_VALUE', `A rule cannot be named "${name}": names that begin so are Cordon's own.`)
  const action =
    maybe(table, 'action', (value) => wordOf(value, ['deny', 'warn', 'allow'])) ??
    refuse(spot, 'BAD_VALUE', `Rule "${name}" needs an action: "deny", "warn" or "allow".`)
  const at = { path: spot.path, line: spot.lines.lineOf(spot.keys) }
  return { name, action, when: readConditions(table), source: { kind: 'file', at } }
}

function readConditions(table: ReadonlyMap<string, Spot>): Conditions {
  const all = {
    check: maybe(table, 'check', checksOf),
    domain: maybe(table, 'domain', (spot) => wordsOf(spot, domains)),
    severity: maybe(table, 'severity', severitiesOf),
    fixable: maybe(table, 'fixable', flagOf),
    kev: maybe(table, 'kev', flagOf),
    epss: maybe(table, 'epss', epssOf),
    group: maybe(table, 'group', textsOf),
    direct: maybe(table, 'direct', flagOf),
    package: maybe(table, 'package', packagesOf),
    confidence: maybe(table, 'confidence', (spot) => wordsOf(spot, ['high', 'medium', 'low'])),
    fileRole: maybe(table, 'file-role', (spot) => wordsOf(spot, ['lock', 'requirements', 'manifest', 'command'])),
    verdict: maybe(table, 'verdict', (spot) => wordsOf(spot, artifactClasses)),
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

/** Ids of checks, or patterns such as `hygiene/*`. */
export function checksOf(spot: Spot): readonly string[] {
  const texts = textsOf(spot)
  for (const text of texts)
    if (!/^(?:[a-z-]+|\*)\/(?:[a-z0-9-]+|\*)$/.test(text))
      refuse(spot, 'BAD_VALUE', `${nameOf(spot)} must be a check's id or a family such as "hygiene/*", not "${text}".`)
  return texts
}

/** `["critical", "unknown"]`, `"high"`, or `">= high"`, which leaves out what nobody has scored. */
function severitiesOf(spot: Spot): readonly Severity[] {
  if (typeof spot.value !== 'string') return wordsOf(spot, severities)
  const match = /^\s*>=\s*(\S+)\s*$/.exec(spot.value)
  if (match === null) return wordsOf(spot, severities)
  const word = match[1] ?? ''
  const band = severities.find((severity) => severity === word)
  if (band === 'unknown')
    return refuse(
      spot,
      'BAD_VALUE',
      `${nameOf(spot)}: "unknown" is a band of its own, above and below nothing; write severity = "unknown", or a list.`,
    )
  return band === undefined
    ? refuse(spot, 'BAD_VALUE', `${nameOf(spot)} cannot be "${spot.value}".${hint(word, severities)}`)
    : atLeast(band)
}

function epssOf(spot: Spot): { readonly atLeast: number; readonly exclusive: boolean } {
  const match = /^\s*(>=?)\s*(0(?:\.\d{1,9})?|1(?:\.0{1,9})?|\.\d{1,9})\s*$/.exec(textOf(spot))
  if (match === null) return refuse(spot, 'BAD_VALUE', `${nameOf(spot)} must be like ">= 0.5", from 0 to 1.`)
  return { atLeast: Number(match[2]), exclusive: match[1] === '>' }
}

/** Normalized names, one or a list; a star stands for any run of characters. */
export function packagesOf(spot: Spot): readonly string[] {
  return textsOf(spot).map(
    (text) =>
      packagePatternOf(text) ??
      refuse(spot, 'BAD_VALUE', `${nameOf(spot)}: "${text}" is no package name and no pattern such as "acme-*".`),
  )
}
