import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask, type Json, open, range, record } from './support.ts'

interface Vector {
  readonly title: string
  readonly installed: string
  readonly affected: Json
  readonly id?: string
  readonly expected: 'affected' | 'clear' | 'undecided'
}

const zero = { introduced: '0' }
const twoIntervals = [zero, { fixed: '1.11.27' }, { introduced: '2.2' }, { fixed: '2.2.9' }]

/** The cases that tell scanners apart, and what the room makes of each. */
const vectors: readonly Vector[] = [
  {
    title: 'a local version of the last affected one',
    installed: '2.0.0+cu118',
    affected: range(zero, { last_affected: '2.0.0' }),
    expected: 'affected',
  },
  {
    title: 'a local version of the fixed one',
    installed: '2.0.1+cu118',
    affected: range(zero, { fixed: '2.0.1' }),
    expected: 'clear',
  },
  {
    title: 'a local version above the last affected one',
    installed: '2.12.1+cpu',
    affected: range(zero, { last_affected: '2.12.0' }),
    expected: 'clear',
  },
  {
    title: 'a candidate of the fixed release',
    installed: '3.1rc1',
    affected: range(zero, { fixed: '3.1' }),
    expected: 'affected',
  },
  {
    title: 'a development release of the fixed one',
    installed: '3.1.dev0',
    affected: range(zero, { fixed: '3.1' }),
    expected: 'affected',
  },
  {
    title: 'a post release of the introducing one',
    installed: '1.7.post1',
    affected: range({ introduced: '1.7' }, { fixed: '2.0' }),
    expected: 'affected',
  },
  {
    title: 'a post release of the last affected one',
    installed: '1.0.post1',
    affected: range(zero, { last_affected: '1.0' }),
    expected: 'clear',
  },
  {
    title: 'a candidate of the introducing release',
    installed: '1.0rc1',
    affected: range({ introduced: '1.0' }),
    expected: 'clear',
  },
  { title: 'another epoch', installed: '1!1.0', affected: range(zero, { fixed: '2.0' }), expected: 'clear' },
  {
    title: 'trailing zeros in the list',
    installed: '1.0.0.0',
    affected: { versions: ['1.0'] },
    expected: 'affected',
  },
  {
    title: 'another spelling in the list',
    installed: '1.0rc1',
    affected: { versions: ['0.1', 'v1.0-RC.1'] },
    expected: 'affected',
  },
  {
    title: 'several intervals in one range: above all',
    installed: '6.0.4',
    affected: range(...twoIntervals),
    expected: 'clear',
  },
  {
    title: 'several intervals in one range: between',
    installed: '2.1',
    affected: range(...twoIntervals),
    expected: 'clear',
  },
  {
    title: 'several intervals in one range: in the second',
    installed: '2.2.8',
    affected: range(...twoIntervals),
    expected: 'affected',
  },
  {
    title: 'events out of order',
    installed: '2.1',
    affected: range(...twoIntervals.toReversed()),
    expected: 'clear',
  },
  {
    title: 'events out of order, inside',
    installed: '2.2',
    affected: range(...twoIntervals.toReversed()),
    expected: 'affected',
  },
  {
    title: 'in the range, not in the list, behind a GIT range',
    installed: '1.5.1',
    affected: { ...range({ introduced: '1.5' }, { fixed: '1.6' }), versions: ['1.5', '1.5.2'] },
    expected: 'affected',
  },
  {
    title: 'in the list, not in the range',
    installed: '1.6.1',
    affected: { ...range({ introduced: '1.5' }, { fixed: '1.6' }), versions: ['1.5', '1.6.1'] },
    expected: 'affected',
  },
  {
    title: 'introduced and fixed at one version',
    installed: '1.0',
    affected: range({ fixed: '1.0' }, { introduced: '1.0' }),
    expected: 'clear',
  },
  {
    title: 'introduced and last affected at one version',
    installed: '1.0',
    affected: range({ last_affected: '1.0' }, { introduced: '1.0' }),
    expected: 'affected',
  },
  {
    title: 'a second last affected is itself affected',
    installed: '2.7.1',
    affected: range(zero, { last_affected: '2.5' }, { last_affected: '2.7.1' }),
    expected: 'affected',
  },
  {
    title: 'between two last affected ones',
    installed: '2.6',
    affected: range(zero, { last_affected: '2.5' }, { last_affected: '2.7.1' }),
    expected: 'clear',
  },
  { title: 'never fixed', installed: '99', affected: range({ introduced: '3' }), expected: 'affected' },
  { title: '0 is below every version', installed: '0.dev0', affected: range(zero), expected: 'affected' },
  {
    title: 'introduced 0.0.0 is a version',
    installed: '0.dev0',
    affected: range({ introduced: '0.0.0' }),
    expected: 'clear',
  },
  { title: 'at a limit', installed: '2', affected: range(zero, { limit: '2' }), expected: 'clear' },
  { title: 'below a limit', installed: '1.9', affected: range(zero, { limit: '2' }), expected: 'affected' },
  {
    title: 'below one of two limits',
    installed: '2',
    affected: range(zero, { limit: '1' }, { limit: '3' }),
    expected: 'affected',
  },
  { title: 'a limit that is none', installed: '2', affected: range(zero, { limit: '*' }), expected: 'affected' },
  {
    title: 'only GIT and SEMVER ranges, and a list',
    installed: '1.1',
    affected: { versions: ['1.0'], ranges: [{ type: 'SEMVER', events: [zero] }] },
    expected: 'clear',
  },
  {
    title: 'malware: a listed release',
    installed: '1.0',
    id: 'MAL-2024-1',
    affected: { ...range(zero), versions: ['1.0'] },
    expected: 'affected',
  },
  {
    title: 'malware: its wildcard range does not count beside a list',
    installed: '1.1',
    id: 'MAL-2024-1',
    affected: { ...range(zero), versions: ['1.0'] },
    expected: 'clear',
  },
  {
    title: 'malware: a range without a list',
    installed: '1.1',
    id: 'MAL-2024-1',
    affected: range(zero),
    expected: 'affected',
  },
  {
    title: 'a local version of a listed one',
    installed: '1.0+cu118',
    affected: { versions: ['1.0'] },
    expected: 'affected',
  },
  {
    title: 'another local version than the listed one',
    installed: '1.0+cu118',
    affected: { versions: ['1.0+cpu'] },
    expected: 'clear',
  },
  {
    title: 'the public version of a listed local one',
    installed: '1.0',
    affected: { versions: ['1.0+cpu'] },
    expected: 'clear',
  },
  {
    title: 'at a bound with a local part',
    installed: '2.6.0+cu124',
    affected: range(zero, { last_affected: '2.6.0+cu124' }),
    expected: 'affected',
  },
  {
    title: 'above a bound with a local part',
    installed: '2.6.0+cu126',
    affected: range(zero, { last_affected: '2.6.0+cu124' }),
    expected: 'clear',
  },
  {
    title: 'last affected, and a local version of it fixed: below that',
    installed: '2.0+a',
    affected: range(zero, { last_affected: '2.0' }, { fixed: '2.0+b' }),
    expected: 'affected',
  },
  {
    title: 'last affected, and a local version of it fixed: above that',
    installed: '2.0+c',
    affected: range(zero, { last_affected: '2.0' }, { fixed: '2.0+b' }),
    expected: 'clear',
  },
  {
    title: 'numbers beyond 2^53',
    installed: '20240101000000000000000001',
    affected: range(zero, { fixed: '20240101000000000000000002' }),
    expected: 'affected',
  },
  {
    title: 'below a bound that PEP 440 cannot read',
    installed: '2.5.1',
    affected: range(zero, { last_affected: '2.6.0-NA' }),
    expected: 'affected',
  },
  {
    title: 'at a bound that PEP 440 cannot read',
    installed: '2.6.0',
    affected: range(zero, { last_affected: '2.6.0-NA' }),
    expected: 'undecided',
  },
  {
    title: 'above a bound that PEP 440 cannot read',
    installed: '2.6.1',
    affected: range(zero, { last_affected: '2.6.0-NA' }),
    expected: 'clear',
  },
  {
    title: 'at a bound that PEP 440 cannot read, listed',
    installed: '2.6.0',
    affected: { ...range(zero, { last_affected: '2.6.0-NA' }), versions: ['2.6'] },
    expected: 'affected',
  },
  {
    title: 'at a last affected one among the versions of a bound that PEP 440 cannot read',
    installed: '2.9.0b1',
    affected: range(zero, { last_affected: '2.9.0-NA' }, { last_affected: '2.9.0-beta1' }),
    expected: 'affected',
  },
  {
    title: 'a bound that may lie anywhere',
    installed: '1',
    affected: range(zero, { fixed: '2019-09-12' }),
    expected: 'undecided',
  },
  {
    title: 'a readable bound below one that may lie anywhere',
    installed: '0.9',
    affected: range({ introduced: '1' }, { fixed: '2019-09-12' }),
    expected: 'clear',
  },
  {
    title: 'a begin that cannot be read',
    installed: '1',
    affected: range({ introduced: 'trunk' }, { fixed: '2' }),
    expected: 'undecided',
  },
  {
    title: 'a readable bound above the unreadable one',
    installed: '2',
    affected: range(zero, { fixed: '1.5-odd.x' }, { introduced: '1.9' }),
    expected: 'affected',
  },
  { title: 'a range without a begin', installed: '1', affected: range({ fixed: '2' }), expected: 'undecided' },
  { title: 'nothing about releases', installed: '1', affected: {}, expected: 'undecided' },
  {
    title: 'only a GIT range',
    installed: '1',
    affected: { ranges: [{ type: 'GIT', events: [zero] }] },
    expected: 'undecided',
  },
]

for (const { title, installed, affected, id = 'PYSEC-2024-1', expected } of vectors)
  test(`${installed}: ${title}: ${expected}`, () => {
    const answer = ask(open([record(id, affected)]), installed)
    const kind = answer.matches.length > 0 ? 'affected' : answer.kind === 'known' ? 'clear' : 'undecided'
    assert.equal(kind, expected)
    if (answer.kind === 'unknown') assert.equal(answer.code, 'UNREADABLE_ADVISORY')
    assert.deepEqual(
      answer.matches.flatMap(({ records }) => records),
      expected === 'affected' ? [id] : [],
    )
  })

test('names meet in their normal form, on both sides', () => {
  const database = open([
    record('PYSEC-2024-1', { package: { ecosystem: 'PyPI', name: 'Jw.Util__x' }, versions: ['1'] }),
  ])
  assert.equal(ask(database, '1', { name: 'JW_util-X' }).matches.length, 1)
})

test('withdrawn records are not there', () => {
  const database = open([record('PYSEC-2024-1', range(zero), { withdrawn: '2024-02-01T00:00:00Z' })])
  assert.deepEqual(ask(database, '1'), { kind: 'known', matches: [], fix: null })
})

test('a name without advisories is known to be clear', () => {
  assert.deepEqual(ask(open([]), '1'), { kind: 'known', matches: [], fix: null })
})
