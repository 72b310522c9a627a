import { type Artifact, type CheckMeta, defineCheck } from '@cordon/model'
import { clean, findingOf, lineOf, nameOf, outcomeOf } from '../finding.ts'

const id = 'hygiene/weak-hash'

const meta: CheckMeta = {
  title: 'Only a broken hash algorithm protects the file',
  domain: 'engineering',
  severity: 'medium',
  why: `Two different files with the same MD5 or SHA-1 can be made: for MD5 in seconds on a laptop, for SHA-1 at a cost that a determined attacker can pay. Whoever prepares the file that is published can prepare its twin as well, and a hash that fits both tells them apart no longer.

SHA-256 is what indexes publish and what lock files carry. An entry that has a strong hash beside the weak one is not reported.`,
  remedy: 'Lock again with SHA-256: current versions of every tool write it. In a URL use `#sha256=…`.',
  references: [
    'https://peps.python.org/pep-0503/',
    'https://www.rfc-editor.org/rfc/rfc6151',
    'https://shattered.io/',
    'https://cwe.mitre.org/data/definitions/328.html',
  ],
}

const weakAlgorithms: ReadonlySet<string> = new Set(['md2', 'md4', 'md5', 'sha1', 'sha-1', 'crc32'])

/** Finds files whose content only a broken hash algorithm fixes. */
export const weakHash = defineCheck({
  id,
  meta,
  needs: [],
  run(_facts, dependency) {
    if (dependency.own || !dependency.artifacts.some((artifact) => artifact.hashes.length > 0)) return null
    if (!dependency.artifacts.some(isWeak)) return clean
    const weak = dependency.artifacts.filter(isWeak)
    const algorithms = [
      ...new Set(weak.flatMap((artifact) => artifact.hashes.map((hash) => hash.algorithm.toUpperCase()))),
    ]
    const message = `${nameOf(dependency)} is held only by ${algorithms.sort().join(' and ')}${countOf(weak, dependency.artifacts)}.`
    return outcomeOf([findingOf(id, meta, { message, evidence: [lineOf(dependency)] })])
  },
})

function isWeak(artifact: Artifact): boolean {
  return artifact.hashes.length > 0 && artifact.hashes.every((hash) => weakAlgorithms.has(hash.algorithm.toLowerCase()))
}

function countOf(weak: readonly Artifact[], all: readonly Artifact[]): string {
  return all.length === 1 ? '' : ` for ${weak.length} of its ${all.length} files`
}
