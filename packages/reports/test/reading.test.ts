import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { purlOfDependency, type Report, type Verdict } from '@cordon/model'
import {
  advisoryFinding,
  cleanReport,
  found,
  sampleAdvisory,
  sampleDependency,
  sampleRequirement,
  sampleVerdict,
  unknown,
} from '@cordon/testkit'
import { concludeReport, conclusionText, tallyOf } from '../src/conclusion.ts'
import { table } from '../src/formats/table.ts'
import { groupPackages, groupUnknowns } from '../src/grouping.ts'
import { readReport, readVerdict } from '../src/reading.ts'
import { plainOptions } from './options.ts'

const vulnerable = 'advisory/known-vulnerability'
const pinned = sampleDependency('django', '3.2.4', 'uv.lock:12')
const flaw = advisoryFinding(sampleAdvisory('CVE-2024-1', { severity: 'high', fixed: ['4.0'] }), pinned)

function reportOf(verdicts: readonly Verdict[], more: Partial<Report> = {}): Report {
  return { ...cleanReport(), verdicts, ...more }
}

function conclusionOf(report: Report): string {
  return conclusionText(concludeReport(report, tallyOf(readReport(report))))
}

describe('readVerdict', () => {
  it('lets an exception decide before a rule, and the harder rule before the softer', () => {
    const decisionOf = (...rules: readonly (readonly ['block' | 'warn' | 'allow', string])[]) => {
      const because = rules.map(([decision, rule]) => [decision, rule, vulnerable, 'CVE-2024-1', ''] as const)
      return readVerdict(sampleVerdict(pinned, { [vulnerable]: found(flaw) }, because)).findings[0]
    }
    assert.equal(decisionOf(['warn', 'a'], ['block', 'b'])?.because?.rule, 'b')
    assert.equal(decisionOf(['block', 'b'], ['allow', 'exception:x'])?.decision, 'allow')
    assert.equal(decisionOf(['block', 'b'], ['allow', 'a rule'])?.decision, 'block')
  })

  it('keeps what is certain beside what is unknown', () => {
    const verdict = sampleVerdict(pinned, { [vulnerable]: unknown('LEGACY_VERSION', 'why', [flaw]) })
    const { findings, unknowns } = readVerdict(verdict)
    assert.deepEqual([findings.length, unknowns.map((each) => each.code)], [1, ['LEGACY_VERSION']])
  })
})

describe('counting', () => {
  const asked = sampleRequirement('django', '>=3', 'pyproject.toml:7')
  const locked = { locked: { at: pinned.at, version: '3.2.4' } }

  it('counts a line that a lock answers with the release of the lock', () => {
    const report = reportOf([
      sampleVerdict(pinned, { [vulnerable]: found(flaw) }, [['block', 'r', vulnerable, 'CVE-2024-1', '']]),
      sampleVerdict(asked, { 'hygiene/unpinned-requirement': { kind: 'clean' } }, [], locked),
      sampleVerdict(sampleDependency('six', '1.17.0', 'uv.lock:3'), { [vulnerable]: { kind: 'clean' } }),
    ])
    assert.equal(conclusionOf({ ...report, exit: 1 }), 'BLOCKED: 1 of 2 packages')
    assert.equal(groupPackages(readReport(report)).length, 1)
  })

  it('counts a release once however many checks could not answer, and keeps files apart', () => {
    const none = unknown('NO_DATABASE', 'no database')
    const report = reportOf([
      sampleVerdict(pinned, { [vulnerable]: none, 'advisory/known-malware': none }),
      sampleVerdict({ ...pinned, at: { path: 'b.txt', line: 1 } }, { [vulnerable]: none }),
    ])
    const [group] = groupUnknowns(readReport(report))
    assert.equal(group?.subjects.length, 1)
  })

  it('says what let a blocked package pass', () => {
    const blocked = sampleVerdict(pinned, { [vulnerable]: found(flaw) }, [['block', 'r', vulnerable, 'CVE-2024-1', '']])
    assert.equal(conclusionOf(reportOf([blocked], { exit: 0 })), 'ALLOWED with 1 warning in 1 package')
    assert.equal(conclusionOf(reportOf([], { exit: 0 })), 'ALLOWED: 0 packages, no warnings')
    assert.equal(conclusionOf(reportOf([], { exit: 1 })), 'BLOCKED: by the policy')
  })
})

describe('what was not checked', () => {
  it('says the command that mends a missing database, once', () => {
    const { database } = cleanReport()
    const verdict = sampleVerdict(pinned, { [vulnerable]: unknown('NO_DATABASE', 'none') }, [
      ['incomplete', 'default:unknown-NO_DATABASE', vulnerable, null, 'none'],
    ])
    const missing = { ...database, state: 'missing', advice: 'cordon db update' } as const
    const text = table.render(reportOf([verdict], { exit: 4, database: missing }), plainOptions)
    assert.equal(text.split('cordon db update').length, 2)
    assert.match(text, /\? NO_DATABASE: no advisories to look in +1 package\n {4}django 3\.2\.4\n/)
    const damaged = table.render(reportOf([], { database: { ...missing, state: 'damaged' } }), plainOptions)
    assert.match(damaged, /\? Advisory database: damaged, not used; run `cordon db update`/)
  })

  it('gives the detail of a code that it has no words for', () => {
    const verdict = sampleVerdict(pinned, { 'release/age': unknown('NEW_CODE', 'the index did not tell') })
    const text = table.render(reportOf([verdict]), plainOptions)
    assert.match(text, /NEW_CODE: a check could not answer +1 package\n.*\n {4}the index did not tell\n/)
  })
})

describe('purlOfDependency', () => {
  it('names releases of the index plainly and tells everything else apart', () => {
    const git = {
      kind: 'git',
      vcs: 'git',
      url: 'https://u:p@git.example/x',
      ref: 'v1',
      commit: null,
      subdirectory: null,
    } as const
    const cases = [
      [pinned, 'pkg:pypi/django@3.2.4'],
      [sampleRequirement('flask', '>=1', 'a:1'), 'pkg:pypi/flask'],
      [sampleDependency('torch', '2.0.0+cu118', 'a:1'), 'pkg:pypi/torch@2.0.0%2Bcu118'],
      [{ ...pinned, own: true }, 'pkg:pypi/django'],
      [{ ...pinned, origin: git }, 'pkg:pypi/django@3.2.4?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Fx%40v1'],
      [{ ...pinned, origin: { kind: 'path', path: '../django' } as const }, 'pkg:pypi/django@3.2.4'],
      [{ ...pinned, origin: { kind: 'conda', channel: null } as const }, 'pkg:conda/django@3.2.4'],
    ] as const
    for (const [dependency, purl] of cases) assert.equal(purlOfDependency(dependency), purl)
  })
})
