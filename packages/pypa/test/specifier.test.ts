import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type AnyVersion,
  parseSpecifiers,
  pinnedVersion,
  readVersion,
  type SpecifierSet,
  satisfies,
} from '@cordon/pypa'
import fc from 'fast-check'
import { publicVersionText, versionText } from './arbitrary.ts'

function set(text: string): SpecifierSet {
  const parsed = parseSpecifiers(text)
  assert.ok(parsed !== null, `${text} is a specifier`)
  return parsed
}

interface Row {
  readonly set: string
  readonly yes: readonly string[]
  readonly no: readonly string[]
}

/** Pre-releases admitted, so that each row shows the operator alone. */
const table: readonly Row[] = [
  { set: '', yes: ['1', '0.dev0', '1!2+x', 'anything'], no: [] },
  {
    set: '==1.1',
    yes: ['1.1', '1.1.0', '1.1.0.0', 'v1.1', '1.1+local', '0!1.1'],
    no: ['1.1.1', '1.1a1', '1.1.dev1', '1.1.post1', '1!1.1'],
  },
  { set: '==1.1+Ubuntu-01', yes: ['1.1+ubuntu.1'], no: ['1.1', '1.1+ubuntu', '1.1+ubuntu.1.1', '1.1+ubuntu.2'] },
  { set: '==1.1a1', yes: ['1.1a1', '1.1.alpha-1', '1.1a1+x'], no: ['1.1', '1.1a1.post1', '1.1a1.dev1'] },
  {
    set: '==1.1.*',
    yes: ['1.1', '1.1.0', '1.1.9', '1.1a1', '1.1.dev0', '1.1.post1', '1.1.2+local', '1.1.5rc1.post2.dev3'],
    no: ['1', '1.0', '1.2', '1.2.dev0', '1.10', '1!1.1.1', '11.1'],
  },
  { set: '==1.0.*', yes: ['1', '1.0.3', '1rc1', '1.dev0'], no: ['1.1', '1.1.dev0', '0.9'] },
  { set: '==1!1.*', yes: ['1!1', '1!1.9'], no: ['1.1', '1!2.dev0', '2!1'] },
  { set: '==99999999999999999999.*', yes: ['99999999999999999999.5'], no: ['100000000000000000000'] },
  { set: '!=1.1', yes: ['1.1.post1', '1.2', '1.1.dev1'], no: ['1.1', '1.1.0', '1.1+local'] },
  { set: '!=1.1+a', yes: ['1.1', '1.1+b'], no: ['1.1+a'] },
  { set: '!=1.1.*', yes: ['1.0', '1.2', '1.2.dev0'], no: ['1.1', '1.1.post1', '1.1a1', '1.1.7'] },
  {
    set: '~=2.2',
    yes: ['2.2', '2.2.0', '2.3', '2.99', '2.2.post1', '2.9a1'],
    no: ['2.1', '2.2rc1', '3.0', '3.0.dev0'],
  },
  { set: '~=2.2.0', yes: ['2.2', '2.2.9'], no: ['2.3', '2.3.dev0', '2.1.9'] },
  { set: '~=1.4.5a4', yes: ['1.4.5a4', '1.4.5', '1.4.99'], no: ['1.4.5a3', '1.5', '1.5.dev1'] },
  { set: '~=2.2.post3', yes: ['2.2.post3', '2.3', '2.99'], no: ['2.2', '2.2.post2', '3.0'] },
  { set: '~=1!2.2', yes: ['1!2.9'], no: ['2.9', '1!3.0', '2!2.3'] },
  { set: '<=1.7', yes: ['1.7', '1.7+local', '1.6', '1.7rc1'], no: ['1.7.post1', '1.8.dev1', '1!0'] },
  {
    set: '>=1.7',
    yes: ['1.7', '1.7.0', '1.7+local', '1.7.post1', '1.8.dev1', '1!0'],
    no: ['1.7rc1', '1.7.dev1', '1.6.9'],
  },
  {
    set: '<1.7',
    yes: ['1.6', '1.6.99rc1', '1.6.post1'],
    no: ['1.7', '1.7a1', '1.7.dev0', '1.7rc1.post1', '1.7+local'],
  },
  { set: '<1.7rc2', yes: ['1.7rc1', '1.7rc2.dev1', '1.7a1'], no: ['1.7rc2', '1.7'] },
  { set: '<1.7.post1', yes: ['1.7', '1.7rc1'], no: ['1.7.post1', '1.7.post1.dev0'] },
  {
    set: '>1.7',
    yes: ['1.7.0.1', '1.7.1', '1.8.dev0', '1!0'],
    no: ['1.7', '1.7.post1', '1.7+local', '1.7.post2+local', '1.7.0'],
  },
  {
    set: '>1.7.post2',
    yes: ['1.7.post3', '1.7.post3.dev0', '1.7.1'],
    no: ['1.7.post2', '1.7.post2+local', '1.7.post1'],
  },
  { set: '>1.7a1', yes: ['1.7a2', '1.7a2+local', '1.7'], no: ['1.7a1', '1.7a1.post1', '1.7a1+local'] },
  { set: '>1.7.dev1', yes: ['1.7.dev2', '1.7a1', '1.7', '1.7.post1'], no: ['1.7.dev1', '1.7.dev1+local'] },
  { set: '===1.0', yes: ['1.0'], no: ['1.0.0', '1', '1.0+x', '1.0rc1'] },
  { set: '===Weird~Thing', yes: ['weird~thing', 'Weird~Thing'], no: ['1.0', 'weird'] },
  { set: '>=1,<2,!=1.5', yes: ['1', '1.4', '1.5.1'], no: ['0.9', '1.5', '2', '2.0a1'] },
  { set: ' >= 1 , < 2 , ', yes: ['1.5'], no: ['2'] },
  { set: '>=1,<1', yes: [], no: ['0', '1', '1.0', '2'] },
]

for (const row of table) {
  test(`what \`${row.set}\` admits`, () => {
    for (const text of row.yes) assert.equal(satisfies(readVersion(text), set(row.set), true), true, text)
    for (const text of row.no) assert.equal(satisfies(readVersion(text), set(row.set), true), false, text)
  })
}

test('pre-releases come in only by a set that names one, or by the caller', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['', '1.0rc1', false],
    ['', '1.0.dev1', false],
    ['', '1.0.post1', true],
    ['>=1.0', '2.0rc1', false],
    ['>=1.0rc1', '2.0rc1', true],
    ['>=1.0rc1,<3', '2.0b1', true],
    ['!=1.0rc1', '2.0rc1', false],
    ['==2.0rc1', '2.0rc1', true],
    ['===2.0rc1', '2.0rc1', true],
    ['==2.0.*', '2.0rc1', false],
  ]
  for (const [text, version, expected] of cases) {
    assert.equal(satisfies(readVersion(version), set(text)), expected, `${text} by default takes ${version}`)
    assert.equal(
      satisfies(readVersion(version), set(text), false),
      readVersionIsFinal(version),
      `${text} takes no ${version}`,
    )
  }
})

function readVersionIsFinal(text: string): boolean {
  const version = readVersion(text)
  return version.kind === 'pep440' && !version.isPrerelease
}

test('what is not a specifier', () => {
  const texts = [
    '1.0',
    '=1.0',
    '=>1.0',
    '>',
    '==',
    '===',
    '== =1',
    '~=1',
    '~=1.0.*',
    '>=1.*',
    '<1.0+local',
    '>=1.0+x',
    '~=1.0+x',
  ]
  texts.push(
    '==1.0a1.*',
    '==1.0.post1.*',
    '==1.0.dev1.*',
    '==1.0+x.*',
    '==1.0 .*',
    '==*',
    '==.*',
    '>=1 <2',
    '>=1;',
    '=== a b',
    '==latest',
  )
  texts.push('^1.0', '!1', '>=1,x', '<>1')
  for (const text of texts) assert.equal(parseSpecifiers(text), null, text)
})

test('clauses keep what was written', () => {
  const parsed = set(' >=1.0 , ==v2.* ')
  assert.equal(parsed.raw, '>=1.0 , ==v2.*')
  assert.deepEqual(
    parsed.clauses.map(({ operator, version, wildcard }) => [operator, version.raw, wildcard]),
    [
      ['>=', '1.0', false],
      ['==', 'v2', true],
    ],
  )
})

test('a pin is one version', () => {
  const raw = (version: AnyVersion | null) => version?.raw ?? null
  assert.equal(raw(pinnedVersion(set('==1.0'))), '1.0')
  assert.equal(raw(pinnedVersion(set('>=0.9, ==1.0rc1'))), '1.0rc1')
  assert.equal(raw(pinnedVersion(set('===odd/name'))), 'odd/name')
  assert.equal(raw(pinnedVersion(set('==1.0.*'))), null)
  assert.equal(raw(pinnedVersion(set('>=1.0,<=1.0'))), null)
  assert.equal(raw(pinnedVersion(set('==1.0,!=1.0'))), null)
  assert.equal(raw(pinnedVersion(set(''))), null)
})

test('law: each operator agrees with its opposite and its definition', () => {
  fc.assert(
    fc.property(publicVersionText, versionText, (bound, text) => {
      const version = readVersion(text)
      const takes = (clause: string) => satisfies(version, set(clause), true)
      assert.equal(takes(`==${bound}`), !takes(`!=${bound}`))
      assert.equal(takes(`==${bound}`), takes(`>=${bound},<=${bound}`))
      assert.ok(takes(`>=${bound}`) || takes(`<=${bound}`))
      assert.ok(!takes(`>${bound}`) || (takes(`>=${bound}`) && !takes(`<=${bound}`)))
      assert.ok(!takes(`<${bound}`) || (takes(`<=${bound}`) && !takes(`>=${bound}`)))
    }),
  )
})

test('law: any text is a set or null, quickly', () => {
  fc.assert(fc.property(fc.string(), (text) => void parseSpecifiers(text)))
  for (const part of ['>', '=', ',', '>=1,', ' ', '==1.', '1.*,', '===']) {
    const parsed = parseSpecifiers(part.repeat(200_000))
    assert.equal(parsed, null)
    parseSpecifiers(part.repeat(1_000))
  }
})
