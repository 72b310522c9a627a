import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AdvisoryError } from '../src/index.ts'
import { ask, build, type Json, only, open, range, record } from './support.ts'

const zero = { introduced: '0' }
const below2 = range(zero, { fixed: '2.0' })

test('a match in full', () => {
  const database = open(
    [
      record('GHSA-aaaa-bbbb-cccc', below2, {
        aliases: ['CVE-2023-10', 'PYSEC-2023-7'],
        summary: 'Two\n words',
        severity: [{ type: 'CVSS_V4', score: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N' }],
      }),
      record('PYSEC-2023-7', range({ introduced: '1.0' }, { fixed: '1.9' }, { introduced: '3' }), {
        aliases: ['CVE-2023-10'],
        published: '2022-12-31T00:00:00+01:00',
        modified: '2024-06-01T10:00:00.123Z',
        details: '### Impact\n\nThe first sentence. The second one.',
        severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
      }),
    ],
    {
      kev: {
        vulnerabilities: [
          { cveID: 'CVE-2023-10', dateAdded: '2023-05-01', dueDate: '2023-05-22', knownRansomwareCampaignUse: 'Known' },
        ],
      },
      epss: ['#model_version:v1,score_date:2024-01-01T00:00:00Z', 'cve,epss,percentile', 'CVE-2023-10,0.97,0.999'],
    },
  )
  assert.deepEqual(ask(database, '1.5').matches, [
    {
      kind: 'vulnerability',
      id: 'CVE-2023-10',
      aliases: ['GHSA-aaaa-bbbb-cccc', 'PYSEC-2023-7'],
      records: ['GHSA-aaaa-bbbb-cccc', 'PYSEC-2023-7'],
      summary: 'Two words',
      severity: 'critical',
      vectors: [
        {
          record: 'GHSA-aaaa-bbbb-cccc',
          type: 'CVSS_V4',
          vector: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N',
          score: 9.3,
        },
        {
          record: 'PYSEC-2023-7',
          type: 'CVSS_V3',
          vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
          score: 9.8,
        },
      ],
      kev: { added: '2023-05-01', due: '2023-05-22', ransomware: true },
      epss: { score: 0.97, percentile: 0.999 },
      fixed: ['1.9', '2.0'],
      proof: [
        { record: 'GHSA-aaaa-bbbb-cccc', clause: 'range', text: '<2.0' },
        { record: 'PYSEC-2023-7', clause: 'range', text: '>=1.0, <1.9' },
      ],
      published: '2022-12-30T23:00:00Z',
      modified: '2024-06-01T10:00:00Z',
      disagreeing: [],
    },
  ])
})

test('a record of the same flaw that does not cover the release is told as disagreeing', () => {
  const match = only(
    ask(
      open([
        record('GHSA-1', below2, { aliases: ['CVE-2023-10'] }),
        record('PYSEC-2023-7', range(zero, { fixed: '1.5' }), { aliases: ['CVE-2023-10'] }),
        record(
          'PYSEC-2023-8',
          { package: { ecosystem: 'PyPI', name: 'other' }, versions: ['1.6'] },
          { aliases: ['CVE-2023-10'] },
        ),
      ]),
      '1.6',
    ),
  )
  assert.deepEqual([match.records, match.disagreeing], [['GHSA-1'], ['PYSEC-2023-7']])
  assert.deepEqual(match.aliases, ['GHSA-1', 'PYSEC-2023-7', 'PYSEC-2023-8'])
})

test('proofs name the clause: an interval where one holds the release, else the entry of the list', () => {
  const proofs: readonly (readonly [Json, string, string])[] = [
    [range(zero), '1', 'every version'],
    [range({ introduced: '1.0' }), '2', '>=1.0'],
    [range(zero, { last_affected: '2.0' }), '2.0', '<=2.0'],
    [range(zero, { last_affected: '1.0' }, { last_affected: '2.0' }), '2.0', '==2.0'],
    [{ ...range(zero, { fixed: '1.0' }), versions: ['2.0.0', '2.0'] }, '2', 'versions lists 2.0'],
    [range(zero, { last_affected: '2.6.0-NA' }), '2.5', 'every version, <=2.6.0-NA'],
  ]
  for (const [affected, version, text] of proofs)
    assert.equal(only(ask(open([record('PYSEC-1', affected)]), version)).proof[0]?.text, text)
})

test('what ends an interval without being a fix is none', () => {
  assert.deepEqual(only(ask(open([record('A-1', range(zero, { limit: '2' }))]), '1')).fixed, [])
  assert.deepEqual(only(ask(open([record('A-1', range(zero, { last_affected: '2' }))]), '1')).fixed, [])
})

test('aliases are joined transitively, and a withdrawn record joins nothing', () => {
  const chain = [
    record('GHSA-1', { versions: ['1'] }, { aliases: ['CVE-2020-1'] }),
    record('PYSEC-2020-2', { versions: ['1'] }, { aliases: ['CVE-2020-2', 'OSV-9'] }),
    record('PYSEC-2020-1', { versions: ['1'] }, { aliases: ['CVE-2020-1', 'OSV-9'] }),
    record('PYSEC-2021-1', { versions: ['1'] }, { aliases: ['CVE-2021-7'] }),
  ]
  assert.deepEqual(
    ask(open(chain), '1').matches.map(({ id, records }) => [id, records]),
    [
      ['CVE-2020-1', ['GHSA-1', 'PYSEC-2020-1', 'PYSEC-2020-2']],
      ['CVE-2021-7', ['PYSEC-2021-1']],
    ],
  )
  const bridge = record(
    'GHSA-2',
    { versions: ['1'] },
    { aliases: ['CVE-2020-1', 'CVE-2021-7'], withdrawn: '2024-01-01T00:00:00Z' },
  )
  const bridged = ask(open([...chain, bridge]), '1')
  assert.deepEqual(
    bridged.matches.map(({ id }) => id),
    ['CVE-2020-1', 'CVE-2021-7'],
  )
  assert.ok(bridged.matches.every(({ aliases }) => !aliases.includes('GHSA-2')))
})

test('the headline is the smallest CVE by year and number, else PYSEC, else GHSA, else MAL, else the smallest id', () => {
  const headline = (id: string, ...aliases: string[]): string =>
    only(ask(open([record(id, { versions: ['1'] }, { aliases })]), '1')).id
  assert.equal(headline('GHSA-1', 'CVE-2021-10000', 'CVE-2021-9999', 'PYSEC-2019-1'), 'CVE-2021-9999')
  assert.equal(headline('CVE-2022-1', 'CVE-2021-9999'), 'CVE-2021-9999')
  assert.equal(headline('GHSA-1', 'PYSEC-2020-100', 'PYSEC-2020-20'), 'PYSEC-2020-20')
  assert.equal(headline('GHSA-b', 'GHSA-a', 'MAL-2020-1', 'OSV-1'), 'GHSA-a')
  assert.equal(headline('MAL-2024-10', 'MAL-2024-9', 'A-1'), 'MAL-2024-9')
  assert.equal(headline('ZZ-1', 'AA-1'), 'AA-1')
})

test('malware is what a record or an alias of the flaw calls so', () => {
  const kind = (id: string, ...aliases: string[]): string =>
    only(ask(open([record(id, { versions: ['1'] }, { aliases })]), '1')).kind
  assert.equal(kind('MAL-2024-1'), 'malware')
  assert.equal(kind('PYSEC-2024-1', 'MAL-2024-1'), 'malware')
  assert.equal(kind('PYSEC-2024-1', 'CVE-2024-1'), 'vulnerability')
})

test('a record withdrawn in one source does not erase that of another', () => {
  const database = open([
    record('GHSA-1', below2, { aliases: ['CVE-2023-10'], withdrawn: '2024-01-01T00:00:00Z' }),
    record('PYSEC-2023-7', below2, { aliases: ['CVE-2023-10', 'GHSA-1'] }),
  ])
  assert.deepEqual(only(ask(database, '1')).records, ['PYSEC-2023-7'])
})

test('a record that tells nothing of releases is unknown, unless one of the same flaw tells', () => {
  const silent = record('PYSEC-2023-7', {}, { aliases: ['CVE-2023-10'] })
  const alone = ask(open([silent]), '1')
  assert.ok(alone.kind === 'unknown' && alone.code === 'UNREADABLE_ADVISORY')
  assert.match(alone.detail, /PYSEC-2023-7/)
  const other = record('GHSA-1', range(zero, { fixed: '0.9' }), { aliases: ['CVE-2023-10'] })
  assert.equal(ask(open([silent, other]), '1').kind, 'known')
  assert.deepEqual(only(ask(open([silent, other]), '0.5')).disagreeing, [])
})

test('an undecided record leaves what is certain, and its fix', () => {
  const database = open([record('PYSEC-1', below2), record('PYSEC-2', range(zero, { fixed: '2019-09-12' }))])
  const answer = ask(database, '1')
  assert.ok(answer.kind === 'unknown')
  assert.deepEqual(
    answer.matches.map(({ id }) => id),
    ['PYSEC-1'],
  )
  assert.equal(answer.fix?.version, '2.0')
  assert.match(answer.detail, /PYSEC-2/)
})

test('severity: the highest CVSS version decides, then the highest score; a word only without any vector', () => {
  const v2 = { type: 'CVSS_V2', score: 'AV:N/AC:L/Au:N/C:C/I:C/A:C' }
  const v3 = { type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N' }
  const v30 = { type: 'CVSS_V3', score: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N' }
  const broken = { type: 'CVSS_V4', score: 'CVSS:4.0/AV:N' }
  const banded = (severity: readonly Json[], word?: string): string =>
    only(ask(open([record('A-1', { versions: ['1'] }, { severity, database_specific: { severity: word } })]), '1'))
      .severity
  assert.equal(banded([v2]), 'high')
  assert.equal(banded([v2, v3], 'CRITICAL'), 'low')
  assert.equal(banded([v3, v30]), 'high')
  assert.equal(banded([broken]), 'unknown')
  assert.equal(banded([broken], 'MODERATE'), 'medium')
  assert.equal(banded([broken, v3]), 'low')
  assert.equal(banded([], 'CRITICAL'), 'critical')
  assert.equal(banded([], 'dreadful'), 'unknown')
  assert.equal(banded([{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N' }]), 'none')
})

test('vectors that a record gives for one package count for that package alone', () => {
  const severity = [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }]
  const database = open([
    record('A-1', [
      { versions: ['1'], severity },
      { package: { ecosystem: 'PyPI', name: 'other' }, versions: ['1'] },
    ]),
  ])
  assert.deepEqual(
    ['demo', 'other'].map((name) => only(ask(database, '1', { name })).severity),
    ['critical', 'unknown'],
  )
})

test('KEV and EPSS join through the aliases; of several scores the highest counts', () => {
  const database = open([record('PYSEC-1', { versions: ['1'] }, { aliases: ['CVE-2023-1', 'CVE-2023-2'] })], {
    kev: { vulnerabilities: [{ cveID: 'CVE-2023-2', dateAdded: '2023-05-01' }] },
    epss: ['CVE-2023-1,0.1,0.2', 'CVE-2023-2,0.3,0.4', 'CVE-2023-3,0.5,0.6'],
  })
  const { kev, epss } = only(ask(database, '1'))
  assert.deepEqual(kev, { added: '2023-05-01', due: null, ransomware: false })
  assert.deepEqual(epss, { score: 0.3, percentile: 0.4 })
  assert.deepEqual([database.meta.counts.kev, database.meta.counts.epss], [1, 1])
})

test('as of a day: what was published by its end, with what was known then', () => {
  const database = open(
    [
      record('PYSEC-2023-1', below2, { published: '2023-01-10T12:00:00Z', aliases: ['CVE-2023-1'] }),
      record('GHSA-1', below2, { published: '2023-03-01T00:00:00Z', aliases: ['CVE-2023-1'], summary: 'Later' }),
      record('PYSEC-2023-2', below2, { published: '2023-01-01T00:00:00Z', withdrawn: '2023-02-01T00:00:00Z' }),
    ],
    {
      kev: { vulnerabilities: [{ cveID: 'CVE-2023-1', dateAdded: '2023-04-01' }] },
      epss: ['#score_date:2024-01-01', 'CVE-2023-1,0.1,0.2'],
    },
  )
  const known = (asOf?: string): string[][] =>
    ask(database, '1', { asOf }).matches.map(({ id, records }) => [id, ...records])
  assert.deepEqual(known('2022-12-31'), [])
  assert.deepEqual(known('2023-01-09'), [['PYSEC-2023-2', 'PYSEC-2023-2']])
  assert.deepEqual(known('2023-01-10'), [
    ['CVE-2023-1', 'PYSEC-2023-1'],
    ['PYSEC-2023-2', 'PYSEC-2023-2'],
  ])
  assert.deepEqual(known('2023-01-10T11:59:59Z'), [['PYSEC-2023-2', 'PYSEC-2023-2']])
  assert.deepEqual(known('2023-02-01'), [['CVE-2023-1', 'PYSEC-2023-1']])
  assert.deepEqual(known(), [['CVE-2023-1', 'GHSA-1', 'PYSEC-2023-1']])
  const at = (asOf?: string): unknown[] => {
    const { kev, epss, summary } = only(ask(database, '1', { asOf }))
    return [kev?.added ?? null, epss?.score ?? null, summary]
  }
  assert.deepEqual(at('2023-02-10'), [null, null, ''])
  assert.deepEqual(at('2023-04-01'), ['2023-04-01', null, 'Later'])
  assert.deepEqual(at('2024-01-01'), ['2023-04-01', 0.1, 'Later'])
  assert.throws(
    () => ask(database, '1', { asOf: 'yesterday' }),
    (error) => error instanceof AdvisoryError && error.code === 'BAD_DATE',
  )
  assert.equal(ask(database, '1').matches.length, 1)
})

test('a legacy version is unknown, with the records that list it by name', () => {
  const database = open([
    record('A-1', { versions: ['0.7.10p1', '1.0'] }),
    record('A-2', range(zero, { fixed: '99' })),
    record('A-3', { versions: [' 2004d '] }),
  ])
  const answer = ask(database, '0.7.10p1')
  assert.ok(answer.kind === 'unknown' && answer.code === 'LEGACY_VERSION')
  assert.deepEqual(
    answer.matches.map(({ id, proof }) => [id, proof[0]?.text]),
    [['A-1', 'versions lists 0.7.10p1']],
  )
  assert.deepEqual(
    ask(database, '2004d').matches.map(({ id }) => id),
    ['A-3'],
  )
  assert.equal(ask(database, 'trunk').kind, 'unknown')
  assert.equal(ask(open([]), 'trunk').kind, 'unknown')
})

test('a conda package is unknown', () => {
  const database = open([record('A-1', range(zero))])
  const answer = database.answer({ name: 'demo' as never, version: null, specifier: null, ecosystem: 'conda' })
  assert.ok(answer.kind === 'unknown' && answer.code === 'UNMAPPED' && answer.matches.length === 0)
})

test('what the database says of itself', () => {
  const { bytes } = build([
    record('A-1', { versions: ['1'] }, { modified: '2024-01-01T00:00:00Z' }),
    record('MAL-1', { versions: ['1'] }, { modified: '2024-05-01T00:00:00Z', withdrawn: '2024-05-01T00:00:00Z' }),
    record('MAL-2', { versions: ['1'] }, { modified: '2024-03-01T00:00:00Z' }),
  ])
  assert.ok(bytes.length > 0)
  const { digest, ...meta } = open([
    record('A-1', { versions: ['1'] }, { modified: '2024-01-01T00:00:00Z' }),
    record('MAL-1', { versions: ['1'] }, { modified: '2024-05-01T00:00:00Z', withdrawn: '2024-05-01T00:00:00Z' }),
    record('MAL-2', { versions: ['1'] }, { modified: '2024-03-01T00:00:00Z' }),
  ]).meta
  assert.match(digest, /^[0-9a-f]{64}$/)
  assert.deepEqual(meta, {
    formatVersion: 1,
    source: 'test',
    sourceTime: null,
    dataTime: '2024-05-01T00:00:00Z',
    builtTime: '2025-01-01T00:00:00Z',
    epssDay: null,
    counts: { records: 3, live: 2, withdrawn: 1, packages: 1, flaws: 2, malware: 1, kev: 0, epss: 0 },
  })
})
