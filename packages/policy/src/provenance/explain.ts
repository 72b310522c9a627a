import type { RequiredStatements } from '@cordon/model'
import { conditionsText } from '../rule.ts'
import type { ProvenanceConfig, ProvenanceRule } from './config.ts'

/** One line of what is demanded of who vouches. */
export interface ProvenanceLine {
  /** Of which packages. */
  readonly when: string
  readonly demand: string
  /** `default`, or `cordon.toml:12`. */
  readonly source: string
}

const required: Readonly<Record<RequiredStatements, string>> = {
  any: 'an attestation',
  publish: 'a publish attestation',
  slsa: 'SLSA provenance',
  both: 'a publish attestation and SLSA provenance',
}

/** What `[provenance]` demands, line by line: every rule that speaks of a package must be met. */
export function explainProvenance({ history, trustOnFirstUse, rules }: ProvenanceConfig): readonly ProvenanceLine[] {
  const first = trustOnFirstUse
    ? 'the publisher that is seen first counts from then on'
    : 'no publisher counts before somebody accepts it'
  const place = history === null ? 'as this user has seen them' : `as ${history} lists them`
  return [
    ...rules.map((rule) => ({
      when: whenText(rule),
      demand: demandText(rule),
      source: `${rule.at.path}:${rule.at.line}`,
    })),
    { when: 'every package', demand: `publishers stay the same, ${place}; ${first}`, source: 'default' },
  ]
}

function whenText({ packages, groups }: ProvenanceRule): string {
  const text = conditionsText({
    ...(packages === null ? {} : { package: packages }),
    ...(groups === null ? {} : { group: groups }),
  })
  return packages === null && groups === null ? 'every package' : text
}

function demandText({ require, publishers, slsaLevel }: ProvenanceRule): string {
  const parts = [
    ...(require === null ? [] : [`has ${required[require]}`]),
    ...(publishers.length === 0 ? [] : [`vouched for by ${publishers.join(' or ')}`]),
    ...(slsaLevel === 0 ? [] : [`SLSA build level ${slsaLevel} or higher`]),
  ]
  return parts.join(' · ')
}
