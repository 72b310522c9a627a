import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decideAll, defaultPolicy, parseConfig } from '../src/index.ts'
import { advisory, flaw, found, type Given, hygiene, inspection, unknown } from './inspections.ts'

const now = new Date('2026-11-21T12:00:00Z')
const vulnerability = 'advisory/known-vulnerability'

interface Result {
  readonly decisions: string
  readonly rules: string
  readonly notices: string
}

/** Decides under one exception, written as lines of its table; date and reason are given unless the lines say otherwise. */
function under(lines: string, given: readonly Given[], at = now): Result {
  const rest = ['reason = "reviewed"', 'expires = 2027-06-30'].filter(
    (line) => !lines.includes(line.split(' ')[0] ?? ''),
  )
  const text = ['[[policy.exceptions]]', lines, ...rest].join('\n')
  const { policy } = parseConfig(text, 'cordon.toml', 'cordon.toml', now)
  const { verdicts, notices } = decideAll(given.map(inspection), policy, at)
  return {
    decisions: verdicts.map((verdict) => verdict.decision).join(' '),
    rules: verdicts.flatMap((verdict) => verdict.because.map((entry) => entry.rule)).join(' '),
    notices: notices.map((notice) => `${notice.kind} ${notice.name} ${notice.at.path}:${notice.at.line}`).join(', '),
  }
}

const group = advisory('CVE-2026-1', { aliases: ['GHSA-aaaa-bbbb-cccc', 'PYSEC-2026-7'], records: ['PYSEC-2026-7'] })
const flawed: Given = { outcomes: { [vulnerability]: found(flaw(group)) } }

test('an exception names a flaw by any of its ids', () => {
  for (const id of ['CVE-2026-1', 'ghsa-AAAA-bbbb-cccc', 'PYSEC-2026-7']) {
    const result = under(`package = "Jinja2"\nadvisory = "${id}"`, [flawed])
    assert.deepEqual(result, { decisions: 'allow', rules: 'exception:jinja2', notices: '' }, id)
  }
})

test('a new flaw of the same package is not covered', () => {
  const newer: Given = { outcomes: { [vulnerability]: found(flaw(group), flaw(advisory('CVE-2026-99'))) } }
  const result = under('package = "jinja2"\nadvisory = "CVE-2026-1"', [newer])
  assert.equal(result.decisions, 'block')
  assert.equal(result.rules, 'exception:jinja2 default:severe-with-fix')
})

test('another package with the same flaw is not covered', () => {
  const result = under('package = "flask"\nadvisory = "CVE-2026-1"', [flawed])
  assert.equal(result.decisions, 'block')
  assert.equal(result.notices, 'unused flask cordon.toml:1')
})

test('the version range bounds what is covered', () => {
  const lines = 'package = "jinja2"\nversion = "<2.11"\nadvisory = "CVE-2026-1"'
  const at = (version: string | null): Given => ({ ...flawed, version })
  assert.equal(under(lines, [at('2.10')]).decisions, 'allow')
  assert.equal(under(lines, [at('2.11')]).decisions, 'block')
  assert.equal(under(lines, [at('2.10rc1')]).decisions, 'allow', 'pre-releases are in the range too')
  assert.equal(under(lines, [at(null)]).decisions, 'block', 'no version is in no range')
  assert.equal(
    under('package = "jinja2"\nversion = "2.10"\nadvisory = "CVE-2026-1"', [at('2.10.0')]).decisions,
    'allow',
  )
})

test('exceptions by check cover hygiene and never an advisory', () => {
  const both: Given = {
    outcomes: { 'hygiene/weak-hash': found(hygiene('hygiene/weak-hash')), [vulnerability]: found(flaw(group)) },
  }
  const result = under('package = "jinja2"\ncheck = "hygiene/*"', [both])
  assert.equal(result.rules, 'exception:jinja2 default:severe-with-fix')
})

test('exceptions by path reach findings about a file', () => {
  const index = (path: string): Given => ({
    name: null,
    path,
    outcomes: { 'hygiene/extra-index': found(hygiene('hygiene/extra-index')) },
  })
  const lines = 'path = "services/**/requirements.txt"\ncheck = "hygiene/extra-index"\nname = "proxy"'
  assert.equal(under(lines, [index('services/a/b/requirements.txt')]).rules, 'exception:proxy')
  assert.equal(under(lines, [index('services/requirements.txt')]).rules, 'exception:proxy')
  assert.equal(under(lines, [index('tools/requirements.txt')]).rules, 'default:everything-else')
})

test('exceptions for what cannot be known', () => {
  const given: Given = { version: null, outcomes: { [vulnerability]: unknown('NOT_ON_INDEX') } }
  assert.equal(under('package = "jinja2"\nunknown = "NOT_ON_INDEX"', [given]).rules, 'exception:jinja2')
  assert.equal(under('package = "jinja2"\nunknown = ["UNPINNED"]', [given]).decisions, 'incomplete')
})

test('an exception works to the end of its last day and then stops, and says so', () => {
  const lines = 'package = "jinja2"\nadvisory = "CVE-2026-1"\nexpires = "2026-12-31"'
  const last = under(lines, [flawed], new Date('2026-12-31T23:59:59.999Z'))
  assert.deepEqual(last, { decisions: 'allow', rules: 'exception:jinja2', notices: 'expiring jinja2 cordon.toml:1' })
  const after = under(lines, [flawed], new Date('2027-01-01T00:00:00Z'))
  assert.deepEqual(after, {
    decisions: 'block',
    rules: 'default:severe-with-fix',
    notices: 'expired jinja2 cordon.toml:1',
  })
  assert.equal(under(lines, [], new Date('2027-01-01T00:00:00Z')).notices, 'expired jinja2 cordon.toml:1')
})

test('an expiry is announced two weeks ahead', () => {
  const lines = 'package = "jinja2"\nadvisory = "CVE-2026-1"\nexpires = 2026-12-31'
  assert.equal(under(lines, [flawed], new Date('2026-12-18T00:00:00Z')).notices, 'expiring jinja2 cordon.toml:1')
  assert.equal(under(lines, [flawed], new Date('2026-12-17T23:00:00Z')).notices, '')
  assert.equal(under(lines, [], new Date('2026-12-18T00:00:00Z')).notices, 'unused jinja2 cordon.toml:1')
})

test('of two exceptions that cover the same, both count as used', () => {
  const text = ['CVE-2026-1', 'PYSEC-2026-7']
    .map((id) => `[[policy.exceptions]]\npackage = "jinja2"\nadvisory = "${id}"\nreason = "r"\nexpires = 2027-06-30\n`)
    .join('')
  const { policy } = parseConfig(text, 'cordon.toml', 'cordon.toml', now)
  const { verdicts, notices } = decideAll([inspection(flawed)], policy, now)
  assert.equal(verdicts[0]?.because[0]?.rule, 'exception:jinja2')
  assert.deepEqual(notices, [])
  assert.deepEqual(decideAll([inspection(flawed)], defaultPolicy, now).notices, [])
})
