import type { AttestationKind } from '../kind.ts'
import { readVsa, vsaType } from '../slsa/vsa.ts'

/** SLSA verification summary: somebody verified this file, and found these levels. */
export const slsaVsaV1: AttestationKind = {
  id: 'slsa-vsa-v1',
  title: 'verified by',
  predicateTypes: [vsaType],
  hosted: false,
  read(predicate) {
    const { verifier, resource, passed, policy, levels, dependencyLevels } = readVsa(predicate)
    const counts = [...(dependencyLevels ?? [])].map(([level, count]) => `${count} × ${level}`)
    const facts: readonly (readonly [string, string])[] = [
      ['verifier', verifier],
      ['resource', resource],
      ['result', passed ? 'PASSED' : 'FAILED'],
      ['policy', policy.uri],
      ['levels', levels.join(', ')],
      ['dependencies', counts.join(', ')],
    ]
    return facts.flatMap(([name, value]) =>
      value === '' && name !== 'levels' ? [] : [{ name, value: value.slice(0, 500) }],
    )
  },
}
