import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { AdvisoryAnswer, Dependency, Facts, Outcome } from '@cordon/model'
import { sampleAdvisory, sampleDependency, sampleInstalled, sampleOwner } from '@cordon/testkit'
import { checks } from '../src/index.ts'

const matched: AdvisoryAnswer = { kind: 'known', matches: [sampleAdvisory('CVE-2026-0001')], fix: null }

function judge(dependency: Dependency, advisories: AdvisoryAnswer): Outcome | null | undefined {
  const check = checks.find(({ id }) => id === 'advisory/known-vulnerability')
  return check?.subject === 'dependency'
    ? check.run({ advisories, locked: null } as unknown as Facts, dependency)
    : undefined
}

function requests(installed: Parameters<typeof sampleInstalled>[0]): Dependency {
  return sampleDependency('requests', '2.28.1', 'usr:0', { installed: sampleInstalled(installed) })
}

const debian = sampleOwner('python3-requests', '2.28.1+dfsg-1')

describe('packages that a distribution owns', () => {
  it('are for its own tracker to judge', () => {
    const outcome = judge(requests({ environment: 'usr', owner: debian }), matched)
    assert.equal(outcome?.kind === 'unknown' && outcome.code, 'DISTRIBUTION_OWNED')
    assert.match(outcome?.kind === 'unknown' ? outcome.detail : '', /CVE-2026-0001/)
  })

  it('are clean where no advisory speaks of the release, and unknown where none could be read', () => {
    const owned = requests({ environment: 'usr', owner: debian })
    assert.equal(judge(owned, { kind: 'known', matches: [], fix: null })?.kind, 'clean')
    const outcome = judge(owned, { kind: 'unknown', code: 'NO_DATABASE', detail: '', matches: [] })
    assert.equal(outcome?.kind === 'unknown' && outcome.code, 'NO_DATABASE')
  })

  it('are releases as any other when conda owns them, or when they are a copy of their own', () => {
    const conda = sampleOwner('requests', '2.28.1', { kind: 'conda' })
    assert.equal(judge(requests({ environment: '', owner: conda }), matched)?.kind, 'found')
    assert.equal(judge(requests({ environment: 'usr/lib/tool/python', owner: debian }), matched)?.kind, 'found')
    assert.equal(judge(requests({ environment: 'usr', owner: null }), matched)?.kind, 'found')
  })
})
