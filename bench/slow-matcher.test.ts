import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type OsvEvent, type OsvRecord, slowMatch, slowUndecided } from './slow-matcher.ts'

interface Row {
  readonly title: string
  readonly installed: string
  readonly events?: readonly OsvEvent[]
  readonly versions?: readonly string[]
  readonly id?: string
  readonly answer: 'hit' | 'miss' | 'undecided'
}

const zero = { introduced: '0' }
const zope: readonly OsvEvent[] = [zero, { fixed: '1.11.27' }, { introduced: '2.2' }, { fixed: '2.2.9' }]

const rows: readonly Row[] = [
  {
    title: 'a local version of the last affected one',
    installed: '2.0.0+cu118',
    events: [zero, { last_affected: '2.0.0' }],
    answer: 'hit',
  },
  {
    title: 'a local version of the fixed one',
    installed: '2.0.1+cu118',
    events: [zero, { fixed: '2.0.1' }],
    answer: 'miss',
  },
  {
    title: 'a local version above the last affected one',
    installed: '2.12.1+cpu',
    events: [zero, { last_affected: '2.12.0' }],
    answer: 'miss',
  },
  {
    title: 'a bound with a local part, at it',
    installed: '2.6.0+cu124',
    events: [zero, { last_affected: '2.6.0+cu124' }],
    answer: 'hit',
  },
  {
    title: 'a bound with a local part, above it',
    installed: '2.6.0+cu126',
    events: [zero, { last_affected: '2.6.0+cu124' }],
    answer: 'miss',
  },
  { title: 'a candidate of the fixed release', installed: '3.1rc1', events: [zero, { fixed: '3.1' }], answer: 'hit' },
  {
    title: 'a development release of the fixed one',
    installed: '3.1.dev0',
    events: [zero, { fixed: '3.1' }],
    answer: 'hit',
  },
  {
    title: 'a post release of the first affected one',
    installed: '1.7.post1',
    events: [{ introduced: '1.7' }, { fixed: '2.0' }],
    answer: 'hit',
  },
  {
    title: 'a post release of the last affected one',
    installed: '1.0.post1',
    events: [zero, { last_affected: '1.0' }],
    answer: 'miss',
  },
  {
    title: 'a candidate of the first affected one',
    installed: '1.0rc1',
    events: [{ introduced: '1.0' }],
    answer: 'miss',
  },
  { title: 'another epoch', installed: '1!1.0', events: [zero, { fixed: '2.0' }], answer: 'miss' },
  { title: 'a listed version with more zeros', installed: '1.0.0.0', versions: ['1.0'], answer: 'hit' },
  { title: 'a listed version spelt otherwise', installed: '1.0rc1', versions: ['0.9', '1.0.RC-1'], answer: 'hit' },
  { title: 'a local version of a listed one', installed: '1.0+cu118', versions: ['1.0'], answer: 'hit' },
  { title: 'another local version than the listed one', installed: '1.0+cu118', versions: ['1.0+cpu'], answer: 'miss' },
  { title: 'a version that is not listed', installed: '1.0.1', versions: ['1.0'], answer: 'miss' },
  { title: 'between two intervals', installed: '2.1', events: zope, answer: 'miss' },
  { title: 'in the second interval', installed: '2.2.8', events: zope, answer: 'hit' },
  { title: 'above all intervals', installed: '6.0.4', events: zope, answer: 'miss' },
  { title: 'events out of order', installed: '2.1', events: [...zope].reverse(), answer: 'miss' },
  { title: 'events out of order, inside', installed: '2.2', events: [...zope].reverse(), answer: 'hit' },
  {
    title: 'introduced and fixed at once',
    installed: '1.0',
    events: [{ introduced: '1.0' }, { fixed: '1.0' }],
    answer: 'miss',
  },
  {
    title: 'introduced and last affected at once',
    installed: '1.0',
    events: [{ last_affected: '1.0' }, { introduced: '1.0' }],
    answer: 'hit',
  },
  { title: 'never closed', installed: '99', events: [{ introduced: '3' }], answer: 'hit' },
  { title: 'at a limit', installed: '2', events: [zero, { limit: '2' }], answer: 'miss' },
  { title: 'below one of two limits', installed: '2', events: [zero, { limit: '1' }, { limit: '3' }], answer: 'hit' },
  { title: 'a limit that is none', installed: '2', events: [zero, { limit: '*' }], answer: 'hit' },
  {
    title: 'numbers beyond 2^53',
    installed: '20240101000000000000000001',
    events: [zero, { fixed: '20240101000000000000000002' }],
    answer: 'hit',
  },
  {
    title: 'malware lists its releases',
    installed: '1.1',
    id: 'MAL-1',
    versions: ['1.0'],
    events: [zero],
    answer: 'miss',
  },
  {
    title: 'malware, a listed release',
    installed: '1.0',
    id: 'MAL-1',
    versions: ['1.0'],
    events: [zero],
    answer: 'hit',
  },
  { title: 'malware without a list', installed: '1.1', id: 'MAL-1', versions: [], events: [zero], answer: 'hit' },
  { title: 'a legacy version that is listed', installed: '2004d_x', versions: ['2004d_x'], answer: 'hit' },
  { title: 'a legacy version in a wild range', installed: '2004d_x', events: [zero], answer: 'miss' },
  {
    title: 'below a bound that cannot be read',
    installed: '2.5',
    events: [zero, { last_affected: '2.6.0-NA' }],
    answer: 'hit',
  },
  {
    title: 'at a bound that cannot be read',
    installed: '2.6.0',
    events: [zero, { last_affected: '2.6.0-NA' }],
    answer: 'undecided',
  },
  {
    title: 'above a bound that cannot be read',
    installed: '2.6.1',
    events: [zero, { last_affected: '2.6.0-NA' }],
    answer: 'miss',
  },
  {
    title: 'a bound that may be anywhere',
    installed: '1',
    events: [zero, { fixed: '2019-09-12' }],
    answer: 'undecided',
  },
  {
    title: 'several bounds that cannot be read',
    installed: '3',
    events: [zero, { last_affected: '2.5.0-NA' }, { last_affected: '2.7.1-NA' }],
    answer: 'miss',
  },
  {
    title: 'a readable bound above the unreadable one',
    installed: '2',
    events: [zero, { fixed: '1.5-odd.x' }, { introduced: '1.9' }],
    answer: 'hit',
  },
]

for (const { title, installed, events, versions, id = 'PYSEC-1', answer } of rows) {
  test(`the slow matcher: ${title}`, () => {
    const ranges =
      events === undefined
        ? []
        : [
            { type: 'GIT', events: [zero] },
            { type: 'ECOSYSTEM', events },
          ]
    const affected = [{ package: { ecosystem: 'PyPI', name: 'Foo_Bar' }, versions: versions ?? [], ranges }]
    const records: readonly OsvRecord[] = [{ id, affected }]
    const pins = [{ name: 'foo.bar', version: installed }]
    const key = `foo.bar==${installed}`
    assert.deepEqual(slowMatch(records, pins), new Map([[key, answer === 'hit' ? [id] : []]]))
    assert.deepEqual(slowUndecided(records, pins), new Map([[key, answer === 'undecided' ? [id] : []]]))
  })
}

test('the slow matcher: withdrawn records, other ecosystems, other names, revisions of one record', () => {
  const affected = [{ package: { ecosystem: 'PyPI', name: 'foo' }, versions: ['1'] }]
  const records: readonly OsvRecord[] = [
    { id: 'B', affected },
    { id: 'A', affected },
    { id: 'WITHDRAWN', withdrawn: '2024-01-01T00:00:00Z', affected },
    { id: 'OTHER-NAME', affected: [{ package: { ecosystem: 'PyPI', name: 'foobar' }, versions: ['1'] }] },
    { id: 'OTHER-ECOSYSTEM', affected: [{ package: { ecosystem: 'conda', name: 'foo' }, versions: ['1'] }] },
    { id: 'REVISED', modified: '2024-02-01T00:00:00Z', affected: [] },
    { id: 'REVISED', modified: '2024-01-01T00:00:00Z', affected },
  ]
  assert.deepEqual(slowMatch(records, [{ name: 'Foo', version: '1' }]), new Map([['Foo==1', ['A', 'B']]]))
})
