import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { checks } from '../src/index.ts'
import { answersOf } from './support/answers.ts'
import { readProject, runChecks } from './support/run.ts'

function findingsOf(folder: string) {
  const path = join(import.meta.dirname, 'advisory', folder)
  return runChecks(checks, readProject(path), answersOf(path)).flatMap(({ outcome }) =>
    outcome.kind === 'clean' ? [] : (outcome.findings ?? []),
  )
}

test('a finding shows the clause that matched and the release that clears it', () => {
  const [first, second] = findingsOf('known-vulnerability/hit/two-flaws')
  assert.equal(first?.id, 'CVE-2026-0001')
  assert.equal(first?.title, 'Sandbox escape')
  assert.equal(first?.severity, 'high')
  assert.equal(first?.message, 'jinja2 2.10 is covered by PYSEC-2026-1 (>=2.0, <2.10.1).')
  assert.equal(first?.remedy, 'Move to jinja2 2.10.1: it ends the only interval.')
  assert.equal(second?.id, 'CVE-2026-0002')
  assert.equal(second?.severity, 'unknown')
  assert.equal(
    second?.remedy,
    'No fix is known for this flaw: replace jinja2, or write an exception with a reason and a date. jinja2 2.10.1 clears the others.',
  )
})

test('malware is critical, whatever nobody scored', () => {
  const [finding] = findingsOf('known-malware/hit/release')
  assert.deepEqual([finding?.id, finding?.severity, finding?.domain], ['MAL-2026-1', 'critical', 'malicious'])
})

test('what is certain is told although the whole is not known', () => {
  const ids = findingsOf('known-vulnerability/hit/unknown').map((finding) => finding.id)
  assert.deepEqual(ids, ['CVE-2026-0001', 'hygiene/unpinned-requirement'])
})

test('records through the real database: one flaw of two records, its own fix, and what has none', () => {
  const shown = findingsOf('known-vulnerability/hit/osv').map(({ id, severity, message, remedy }) => [
    id,
    severity,
    message,
    remedy,
  ])
  const none = 'or write an exception with a reason and a date.'
  assert.deepEqual(shown[0]?.slice(0, 3), [
    'CVE-2026-0001',
    'critical',
    'acme-templates 2.10 is covered by GHSA-aaaa-bbbb-cccc (<2.10.1), PYSEC-2026-1 (>=2.0, <2.10.1).',
  ])
  assert.match(
    shown[0]?.[3] ?? '',
    /^Move to acme-templates 2\.10\.1, which ends this flaw; no release clears all: .*\.$/,
  )
  assert.deepEqual(shown[1], [
    'PYSEC-2026-2',
    'unknown',
    'acme-templates 2.10 is covered by PYSEC-2026-2 (every version).',
    `No fix is known for this flaw: replace acme-templates, ${none}`,
  ])
  assert.deepEqual(shown[2], [
    'PYSEC-2026-3',
    'unknown',
    'acme-forms 1.0+local is covered by PYSEC-2026-3 (<=1.0).',
    `No fix is known for this flaw: replace acme-forms, ${none}`,
  ])
})
