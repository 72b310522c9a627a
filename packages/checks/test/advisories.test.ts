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
  assert.equal(first?.remedy, 'Move to jinja2 2.10.1: it ends the only interval')
  assert.equal(second?.id, 'CVE-2026-0002')
  assert.equal(second?.severity, 'unknown')
  assert.equal(second?.remedy, 'No fix is known for this flaw; jinja2 2.10.1 clears the others.')
})

test('malware is critical, whatever nobody scored', () => {
  const [finding] = findingsOf('known-malware/hit/release')
  assert.deepEqual([finding?.id, finding?.severity, finding?.domain], ['MAL-2026-1', 'critical', 'malicious'])
})

test('what is certain is told although the whole is not known', () => {
  const ids = findingsOf('known-vulnerability/hit/unknown').map((finding) => finding.id)
  assert.deepEqual(ids, ['CVE-2026-0001', 'hygiene/unpinned-requirement'])
})
