import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseVersion, type Version } from '@cordon/pypa'
import fc from 'fast-check'
import { buildDatabase } from '../src/index.ts'
import { naiveMatches } from './naive.ts'
import { ask, build, type Json, listOf, open, range, record, texts } from './support.ts'

const release = fc
  .array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 3 })
  .map((numbers) => numbers.join('.'))
const suffix = fc.constantFrom(
  '',
  '',
  '',
  'a1',
  'rc1',
  '.dev0',
  '.post1',
  'rc1.dev2',
  '+cpu',
  '+cu118',
  '+1',
  '.post1+a',
)
const version = fc.tuple(fc.constantFrom('', '', '', '', '1!'), release, suffix).map((parts) => parts.join(''))

const event = fc.oneof(
  { arbitrary: fc.record({ introduced: fc.oneof(fc.constant('0'), version) }), weight: 4 },
  { arbitrary: fc.record({ fixed: version }), weight: 4 },
  { arbitrary: fc.record({ last_affected: version }), weight: 3 },
)
const events = fc
  .tuple(fc.array(event, { maxLength: 6 }), fc.option(fc.record({ limit: version }), { freq: 8 }))
  .map(([list, limit]) => [{ introduced: '0' }, ...list, ...(limit === null ? [] : [limit])])
/** The begin may be anywhere, so that a range does not always start at 0. */
const shuffled = fc.tuple(events, version, fc.boolean()).chain(([list, first, isLate]) => {
  const begun = isLate ? [{ introduced: first }, ...list.slice(1)] : list
  return fc.shuffledSubarray(begun, { minLength: begun.length, maxLength: begun.length })
})

const affected = fc
  .record({
    name: fc.constantFrom('demo', 'Demo', 'other'),
    ranges: fc.array(shuffled, { maxLength: 2 }),
    versions: fc.array(version, { maxLength: 4 }),
  })
  .map(({ name, ranges, versions }): Json => {
    const described = ranges.map((each) => ({ type: 'ECOSYSTEM', events: each }))
    const git = { type: 'GIT', events: [{ introduced: '0' }] }
    return { package: { ecosystem: 'PyPI', name }, ranges: [git, ...described], versions }
  })
  // What says nothing of releases is unknown, and not of this law.
  .filter(({ ranges, versions }) => (ranges as unknown[]).length > 1 || (versions as unknown[]).length > 0)

const prefix = fc.constantFrom('PYSEC-2024-', 'GHSA-', 'MAL-2024-', 'CVE-2024-')
const records = fc
  .array(
    fc.tuple(prefix, fc.array(affected, { minLength: 1, maxLength: 2 }), fc.integer({ min: 0, max: 5 }), fc.boolean()),
    { maxLength: 6 },
  )
  .map((list) =>
    list.map(([kind, entries, alias, isWithdrawn], index) =>
      record(`${kind}${index}`, entries, {
        aliases: [`CVE-2023-${alias}`],
        ...(isWithdrawn && index % 3 === 0 ? { withdrawn: '2024-06-01T00:00:00Z' } : {}),
      }),
    ),
  )

test('every answer is that of a plain reading of the records', () => {
  fc.assert(
    fc.property(records, fc.array(version, { minLength: 1, maxLength: 8 }), (list, asked) => {
      const database = open(list)
      for (const text of asked) {
        const parsed = parseVersion(text)
        assert.ok(parsed !== null)
        for (const name of ['demo', 'other']) {
          const answer = ask(database, text, { name })
          assert.equal(answer.kind, 'known')
          const ids = answer.matches.flatMap((match) => match.records).sort()
          assert.deepEqual(ids, naiveMatches(list, name, parsed).sort(), `${name} ${text}`)
        }
      }
    }),
    { numRuns: 400 },
  )
})

test('a fix is clear, later than what is installed, and no nearer final release that is known is clear', () => {
  fc.assert(
    fc.property(records, version, (list, text) => {
      const database = open(list)
      const answer = ask(database, text)
      if (answer.kind !== 'known' || answer.fix === null) {
        assert.equal(answer.matches.length, 0)
        return
      }
      const installed = parseVersion(text)
      const chosen = answer.fix.version === null ? null : parseVersion(answer.fix.version)
      assert.ok(installed !== null)
      for (const candidate of knownReleases(list)) {
        if (candidate.key <= installed.key || naiveMatches(list, 'demo', candidate).length > 0) continue
        assert.ok(chosen !== null, `${candidate.raw} would do`)
        if (candidate.isPrerelease && !installed.isPrerelease) continue
        assert.ok(chosen.key <= candidate.key, `${candidate.raw} is nearer`)
        assert.ok(installed.isPrerelease || !chosen.isPrerelease, `${candidate.raw} is final`)
      }
      if (chosen === null) return
      assert.ok(chosen.key > installed.key)
      assert.deepEqual(naiveMatches(list, 'demo', chosen), [])
    }),
    { numRuns: 400 },
  )
})

/** What the records about `demo` list, call fixed or call the last affected; an index serves no local versions. */
function knownReleases(list: readonly Json[]): Version[] {
  const named = list.flatMap(({ id, affected: entries }) =>
    listOf(entries).flatMap((each) => {
      const listed = each.versions as string[]
      if (String((each.package as Json).name).toLowerCase() !== 'demo') return []
      if (String(id).startsWith('MAL-') && listed.length > 0) return listed
      const bounds = listOf(each.ranges).flatMap(({ events: all }) => listOf(all))
      return [...listed, ...bounds.flatMap((bound) => [bound.fixed, bound.last_affected])]
    }),
  )
  const versions = named.map((text) => (text === undefined ? null : parseVersion(String(text))))
  return versions.filter((each) => each !== null && each.local === null) as Version[]
}

test('the same records in any order make the same bytes', () => {
  fc.assert(
    fc.property(records, fc.infiniteStream(fc.nat()), (list, order) => {
      const shuffledList = list.map((each) => [order.next().value ?? 0, each] as const).sort(([a], [b]) => a - b)
      assert.deepEqual(build(shuffledList.map(([, each]) => each)).bytes, build(list).bytes)
    }),
    { numRuns: 100 },
  )
})

/** Versions of release 1.2 and around, to put in the place of a bound that cannot be read. */
const stand = [
  '1.2.dev0',
  '1.2.dev5',
  '1.2a1',
  '1.2rc1',
  '1.2',
  '1.2+z',
  '1.2.post1',
  '1.2.0.1',
  '1.2.1',
  '1.2.1rc2',
  '1.2.3',
  '1.2.99',
]

test('a bound that cannot be read decides only where every version it may stand for decides so', () => {
  const kind = fc.constantFrom('introduced', 'fixed', 'last_affected')
  fc.assert(
    fc.property(shuffled, kind, fc.oneof(version, fc.constantFrom(...stand)), (list, odd, text) => {
      const readable = list.filter((each) => !('limit' in each))
      const answer = ask(open([record('PYSEC-1', range(...readable, { [odd]: '1.2-odd.x' }))]), text)
      const installed = parseVersion(text)
      assert.ok(installed !== null)
      const replaced = stand.map((each) => {
        const plain = record('PYSEC-1', range(...readable, { [odd]: each }))
        return naiveMatches([plain], 'demo', installed).length > 0
      })
      if (answer.matches.length > 0) assert.ok(!replaced.includes(false), 'affected, and for some bound it is not')
      else if (answer.kind === 'known') assert.ok(!replaced.includes(true), 'clear, and for some bound it is not')
    }),
    { numRuns: 500 },
  )
})

const garbage = fc.oneof(
  fc.json(),
  fc.string(),
  fc.jsonValue().map((value) => JSON.stringify({ id: 'X-1', affected: [value] })),
  fc
    .tuple(fc.jsonValue(), fc.jsonValue(), fc.jsonValue())
    .map(([versions, ranges, rest]) =>
      JSON.stringify(record('X-2', { versions, ranges: [ranges, { type: 'ECOSYSTEM', events: rest }] })),
    ),
  fc
    .dictionary(
      fc.constantFrom('id', 'aliases', 'modified', 'withdrawn', 'severity', 'summary', '__proto__'),
      fc.jsonValue(),
    )
    .map((fields) => JSON.stringify({ ...record('X-3', range({ introduced: '0' })), ...fields })),
)

test('whatever the texts are, a database comes of them, and what is not understood is told', () => {
  fc.assert(
    fc.property(fc.array(garbage, { maxLength: 5 }), (list) => {
      const built = buildDatabase({
        records: list.map((text, index) => ({ name: `${index}.json`, text })),
        kev: list[0],
        epss: list,
        source: '',
        sourceTime: null,
        builtTime: '',
      })
      assert.equal(built.stats.read, list.length)
      assert.equal(
        built.stats.counts.records + built.stats.duplicates + built.stats.otherEcosystems + built.stats.refused,
        list.length,
      )
    }),
    { numRuns: 300 },
  )
})

test('texts are read lazily and only once', () => {
  let read = 0
  function* lazily(): Generator<{ name: string; text: string }> {
    for (const each of texts([record('A-1', { versions: ['1'] }), record('A-2', { versions: ['1'] })])) {
      read += 1
      yield each
    }
  }
  buildDatabase({ records: lazily(), source: '', sourceTime: null, builtTime: '' })
  assert.equal(read, 2)
})
