import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type BuildProblem, buildDatabase, openDatabase, type ProblemCode } from '../src/index.ts'
import { ask, build, type Json, only, open, range, record, texts } from './support.ts'

const zero = { introduced: '0' }

function problemsOf(text: string, name = 'x.json'): readonly BuildProblem[] {
  return buildDatabase({ records: [{ name, text }], source: '', sourceTime: null, builtTime: '' }).problems
}

const damaged: readonly (readonly [string, string, readonly ProblemCode[]])[] = [
  ['not JSON', '{"id":', ['BAD_RECORD']],
  ['an empty text', '', ['BAD_RECORD']],
  ['a list', '[]', ['BAD_RECORD']],
  ['null', 'null', ['BAD_RECORD']],
  ['no id', '{"modified":"2024-01-01T00:00:00Z","affected":[]}', ['BAD_RECORD']],
  ['an id with a line break', JSON.stringify(record('A\n1', { versions: ['1'] })), ['BAD_RECORD']],
  ['affected that is no list', '{"id":"A-1","affected":{}}', ['BAD_RECORD']],
  ['no package', '{"id":"A-1","affected":[{}]}', ['BAD_AFFECTED']],
  [
    'a name that is none',
    JSON.stringify(record('A-1', { package: { ecosystem: 'PyPI', name: '-x' }, versions: ['1'] })),
    ['BAD_NAME'],
  ],
  [
    'a name that is a number',
    JSON.stringify(record('A-1', { package: { ecosystem: 'PyPI', name: 7 }, versions: ['1'] })),
    ['BAD_NAME'],
  ],
  [
    'no dates',
    JSON.stringify({ ...record('A-1', { versions: ['1'] }), modified: 'soon', published: 1, withdrawn: 'no' }),
    ['BAD_DATE', 'BAD_DATE', 'BAD_DATE'],
  ],
  [
    'an alias that is none',
    JSON.stringify(record('A-1', { versions: ['1'] }, { aliases: ['', {}] })),
    ['BAD_ALIAS', 'BAD_ALIAS'],
  ],
  [
    'vectors that are none',
    JSON.stringify(
      record(
        'A-1',
        { versions: ['1'] },
        { severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N' }, 7, { type: 'Ubuntu', score: 'low' }] },
      ),
    ),
    ['BAD_VECTOR', 'BAD_VECTOR'],
  ],
  ['nothing of releases', JSON.stringify(record('A-1', {})), ['NO_RELEASES']],
  ['a bound that cannot be read', JSON.stringify(record('A-1', range(zero, { fixed: '1-x.y' }))), ['BAD_BOUND']],
  [
    'versions that are none',
    JSON.stringify(record('A-1', { versions: [1, 'x'.repeat(300), '1.0'] })),
    ['BAD_AFFECTED', 'BAD_AFFECTED'],
  ],
  ['an event of no kind', JSON.stringify(record('A-1', range(zero, { vanished: '1' }))), ['BAD_AFFECTED']],
  ['ranges that are no list', JSON.stringify(record('A-1', { ranges: 'all' })), ['BAD_AFFECTED']],
]

for (const [title, text, codes] of damaged)
  test(`${title}: told, and the rest goes on`, () => {
    const problems = problemsOf(text)
    assert.deepEqual(
      problems.map(({ code }) => code),
      codes,
    )
    assert.ok(problems.every(({ record: name }) => name === 'A-1' || name === 'x.json'))
    const good = texts([record('B-1', { versions: ['1'] })])
    const built = buildDatabase({
      records: [{ name: 'x.json', text }, ...good],
      source: '',
      sourceTime: null,
      builtTime: '',
    })
    assert.equal(ask(openDatabase(built.bytes), '1').matches.filter(({ id }) => id === 'B-1').length, 1)
  })

test('an unreadable part makes what it may hide unknown, not clear', () => {
  for (const affected of [
    { versions: [1, '1.0'] },
    { ranges: 'all' },
    range(zero, { vanished: '1' }, { fixed: '0.5' }),
  ])
    assert.equal(ask(open([record('A-1', affected)]), '3').kind, 'unknown')
  assert.equal(only(ask(open([record('A-1', { versions: [1, '1.0'] })]), '1')).id, 'A-1')
})

test('records of other ecosystems are counted and ignored', () => {
  const npm = { package: { ecosystem: 'npm', name: 'demo' }, versions: ['1'] }
  const { stats, problems, bytes } = build([
    record('A-1', npm),
    record('A-2', [npm, { versions: ['2'] }]),
    { id: 'A-3', modified: '2024-01-01T00:00:00Z' },
    record('A-4', { package: { ecosystem: 'PyPI:mirror', name: 'demo' }, versions: ['2'] }),
  ])
  assert.deepEqual([stats.read, stats.otherEcosystems, stats.counts.records, problems.length], [4, 2, 2, 0])
  const database = openDatabase(bytes)
  assert.deepEqual([ask(database, '1').matches.length, ask(database, '2').matches.length], [0, 2])
})

test('of records with one id the one modified last counts, in whatever order they come', () => {
  const older = record('A-1', { versions: ['1'] }, { modified: '2024-01-01T00:00:00Z' })
  const newer = record('A-1', { versions: ['2'] }, { modified: '2024-01-01T00:00:00.5Z' })
  for (const list of [
    [older, newer],
    [newer, older],
  ]) {
    const { stats, bytes } = build(list)
    assert.deepEqual([stats.duplicates, stats.counts.records], [1, 1])
    assert.deepEqual(
      [ask(openDatabase(bytes), '1').matches.length, ask(openDatabase(bytes), '2').matches.length],
      [0, 1],
    )
  }
  const twins = [record('A-1', { versions: ['1'] }), record('A-1', { versions: ['2'] })]
  assert.deepEqual(build(twins).bytes, build(twins.toReversed()).bytes)
})

test('several entries for one package count together', () => {
  const database = open([
    record('A-1', [range(zero, { fixed: '1' }), { ...range({ introduced: '2' }, { fixed: '3' }), versions: ['5'] }]),
  ])
  const affected = ['0.5', '1', '2.5', '3', '5'].map((version) => ask(database, version).matches.length)
  assert.deepEqual(affected, [1, 0, 1, 0, 1])
})

test('summaries are one printable line of at most 200 characters', () => {
  const summary = (over: Json): string => only(ask(open([record('A-1', { versions: ['1'] }, over)]), '1')).summary
  assert.equal(summary({ summary: ' a\u001b[31m\u202eb\u0000\r\nc ' }), 'a [31m b c')
  assert.equal(summary({ details: '# Title\n\nFirst of v1.2 or e.g. more. Second.' }), 'First of v1.2 or e.g. more.')
  assert.equal(summary({ summary: '', details: '' }), '')
  const long = summary({ details: 'word '.repeat(1000) })
  assert.ok(long.length <= 200 && long.endsWith('word…'))
  assert.equal(summary({ summary: 'x'.repeat(5000) }).length, 200)
  assert.ok(summary({ summary: `${'x'.repeat(198)}\u{1f600}\u{1f600}` }).isWellFormed())
})

test('feeds: a bad catalogue, bad entries and bad lines are told', () => {
  const built = build([record('CVE-2024-1', { versions: ['1'] })], {
    kev: { vulnerabilities: [null, { cveID: 'CVE-2024-1' }, { cveID: 'CVE-2024-1', dateAdded: '2024-02-30x' }] },
    epss: ['cve,epss,percentile', 'CVE-2024-1,2,0.5', 'CVE-2024-1;0.1;0.5', '', 'x'.repeat(100_000)],
  })
  assert.deepEqual(built.problems, [
    { record: 'EPSS', code: 'BAD_FEED', detail: 'line 2 and 2 more: each is not `cve,epss,percentile`' },
    { record: 'KEV', code: 'BAD_FEED', detail: 'entry 1 and 2 more: each has no `cveID` or no `dateAdded`' },
  ])
  assert.deepEqual(
    build([], { kev: [] }).problems.map(({ code }) => code),
    ['BAD_FEED'],
  )
})

test('names out of the prototype are names like others', () => {
  const names = ['constructor', 'toString', 'hasOwnProperty', 'valueOf']
  const entries = names.map((name) => ({ package: { ecosystem: 'PyPI', name }, versions: ['1'] }))
  const database = open([record('A-1', entries, { aliases: ['__proto__', 'constructor'] })])
  for (const name of names) assert.equal(ask(database, '1', { name }).matches.length, 1)
  assert.equal(ask(database, '1', { name: 'isPrototypeOf' }).matches.length, 0)
  const text =
    '{"__proto__":{"id":"A-9","affected":[]},"id":"A-2","affected":[{"package":{"ecosystem":"PyPI","name":"demo"},"versions":["1"],"__proto__":{"ranges":[]}}]}'
  assert.deepEqual(
    problemsOf(text).map(({ code }) => code),
    ['BAD_DATE'],
  )
  assert.equal(Object.hasOwn(Object.prototype, 'id'), false)
})

test('numbers of things that would overflow a stack', () => {
  const many = 150_000
  const events = Array.from({ length: many }, (_, index) => ({ last_affected: `1.${index}` }))
  const crowd = Array.from({ length: many }, () => 7)
  const built = build([
    record('A-1', { ranges: [{ type: 'ECOSYSTEM', events: [zero, ...events] }] }),
    record('A-2', { versions: crowd }),
    record('A-3', {}, { affected: crowd }),
    record('A-4', [{ versions: ['1.7'] }], { aliases: crowd, severity: crowd }),
  ])
  assert.deepEqual([built.stats.refused, built.problems.length], [1, 63])
  assert.ok(built.problems.some(({ detail }) => detail === `${many - 20} more problems`))
  const ids = ask(openDatabase(built.bytes), '1.7').matches.map(({ id }) => id)
  assert.deepEqual(ids, ['A-1', 'A-4'])
})

test('size: 100,000 versions, 20,000 events, a giant summary, deep nesting, a crowd of aliases', () => {
  const versions = Array.from({ length: 100_000 }, (_, index) => `1.${index}`)
  const events = Array.from({ length: 10_000 }, (_, index) => [
    { introduced: `2.${index}` },
    { fixed: `2.${index}.1` },
  ]).flat()
  const many = record('A-1', { ...range(...events, { fixed: 'x-1' }), versions }, { summary: 's'.repeat(1_000_000) })
  const deep = `{"id":"A-2","affected":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
  const crowd = Array.from({ length: 2_000 }, (_, index) =>
    record(`C-${index}`, { versions: ['7'] }, { aliases: [`C-${index + 1}`, `D-${index}`] }),
  )
  const built = buildDatabase({
    records: [...texts([many, ...crowd]), { name: 'deep', text: deep }],
    source: '',
    sourceTime: null,
    builtTime: '',
  })
  const database = openDatabase(built.bytes)
  assert.equal(ask(database, '1.99999').matches.length, 1)
  assert.equal(only(ask(database, '7')).records.length, 2_000)
  assert.equal(ask(database, '2.77.0.5').kind, 'unknown')
})
