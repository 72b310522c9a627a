import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Dependency, Inspection, VexDocument, VexProduct, VexStatement } from '@cordon/model'
import { normalizeName, readVersion } from '@cordon/pypa'
import fc from 'fast-check'
import { decideAll, defaultPolicy, defaultVex, isProduct, parseConfig, type VexConfig } from '../src/index.ts'
import { advisory, flaw, found, type Given, inspection } from './inspections.ts'

const now = new Date('2026-11-21T12:00:00Z')
const vulnerability = 'advisory/known-vulnerability'
const group = advisory('CVE-2026-1', { aliases: ['GHSA-aaaa-bbbb-cccc'], records: ['PYSEC-2026-7'] })
const flawed: Given = { outcomes: { [vulnerability]: found(flaw(group)) } }

function product(id: string, parts: Partial<VexProduct> = {}): VexProduct {
  const purl = id.startsWith('pkg:') ? id : null
  return { id, purl, versions: null, cpe: null, hashes: [], ref: null, subcomponents: [], ...parts }
}

let line = 0
function statement(parts: Partial<VexStatement> & { readonly about?: string } = {}): VexStatement {
  line += 1
  return {
    id: null,
    vulnerability: { id: parts.about ?? 'CVE-2026-1', aliases: [], description: null },
    status: 'not_affected',
    justification: 'vulnerable_code_not_present',
    cyclonedx: null,
    impact: null,
    action: null,
    notes: null,
    responses: [],
    products: [product('pkg:pypi/jinja2@2.10')],
    supplier: null,
    time: '2026-11-01T00:00:00Z',
    issued: null,
    author: 'Us',
    at: { path: 'app.vex.json', line },
    ...parts,
  }
}

function documentOf(statements: readonly VexStatement[]): VexDocument {
  return {
    format: 'openvex',
    id: null,
    author: 'Us',
    role: null,
    title: null,
    issued: '2026-11-01T00:00:00Z',
    updated: null,
    revision: 1,
    path: 'app.vex.json',
    statements,
    problems: [],
  }
}

interface Told {
  readonly decisions: string
  readonly notices: readonly string[]
  readonly texts: readonly string[]
}

function under(
  statements: readonly VexStatement[],
  given: readonly (Given | Inspection)[] = [flawed],
  config: Partial<VexConfig> = {},
): Told {
  const vex = { config: { ...defaultVex, ...config }, documents: [documentOf(statements)] }
  const inspections = given.map((each) => ('file' in each ? each : inspection(each)))
  const { verdicts, notices } = decideAll(inspections, { ...defaultPolicy, vex }, now)
  return {
    decisions: verdicts.map((verdict) => verdict.decision).join(' '),
    notices: notices.map(({ kind, name, text }) => `${kind} ${name}: ${text}`),
    texts: verdicts.flatMap((verdict) => verdict.because.map(({ rule, text }) => `${rule} | ${text}`)),
  }
}

test('a statement silences by id or alias, and the finding stays in the verdict', () => {
  for (const about of ['CVE-2026-1', 'ghsa-AAAA-bbbb-cccc', 'PYSEC-2026-7']) {
    const one = statement({ about, impact: 'Not shipped.' })
    const told = under([one])
    assert.equal(told.decisions, 'allow', about)
    assert.deepEqual(told.texts, [
      `vex:app.vex.json:${one.at.line} | Not affected (vulnerable_code_not_present), says Us on 2026-11-01: Not shipped.`,
    ])
    assert.deepEqual(told.notices, [])
  }
})

test('only `fixed` and `not_affected` silence', () => {
  const of = (status: VexStatement['status'], config: Partial<VexConfig> = {}) =>
    under([statement({ status, justification: null, action: 'Move to 3.' })], [flawed], config)
  assert.equal(of('fixed').decisions, 'allow')
  assert.equal(of('affected').decisions, 'block')
  assert.match(of('affected').texts[0] ?? '', /Affected, says Us on 2026-11-01: Move to 3\.$/)
  assert.equal(of('under_investigation').decisions, 'block')
  assert.equal(of('under_investigation', { underInvestigation: 'warn' }).decisions, 'warn')
  assert.equal(of('affected', { underInvestigation: 'warn' }).decisions, 'block')
})

test('the newest statement holds, and the older one counts as used', () => {
  const older = statement({ time: '2026-10-01T00:00:00Z' })
  const newer = statement({ status: 'affected', justification: null, time: '2026-10-02T00:00:00Z' })
  for (const order of [
    [older, newer],
    [newer, older],
  ]) {
    const told = under(order)
    assert.equal(told.decisions, 'block')
    assert.deepEqual(told.notices, [])
  }
})

test('statements of one time that disagree silence nothing, and both are named', () => {
  const told = under([statement(), statement({ status: 'under_investigation', justification: null })])
  assert.equal(told.decisions, 'block')
  assert.equal(told.notices.length, 1)
  assert.match(
    told.notices[0] ?? '',
    /^conflict CVE-2026-1: .*not_affected here and under_investigation in app\.vex\.json/,
  )
})

test('a statement that matches nothing is told with what comes nearest', () => {
  const clean: Given = { name: 'jinja2', version: '3.0', outcomes: {} }
  const nearest = (id: string): string => under([statement({ products: [product(id)] })], [clean]).notices.join('\n')
  assert.match(
    nearest('pkg:pypi/jinja2@2.9'),
    /^unused .*Nearest: jinja2 3\.0 \(requirements\.txt:3\), another version/,
  )
  assert.match(nearest('pkg:pypi/jinja3@3.0'), /Nearest: jinja2 3\.0 \(requirements\.txt:3\)\.$/)
  assert.match(nearest('pkg:pypi/jinja2@3.0'), /jinja2 3\.0 is there, and CVE-2026-1 was not found in it\.$/)
  assert.match(nearest('pkg:pypi/numpy@1'), /nothing here has a name like it\.$/)
  assert.match(nearest('https://shop.example/app'), /no package URL/)
})

test('many statements that match nothing are counted', () => {
  const { notices } = under(Array.from({ length: 50 }, (_, index) => statement({ about: `CVE-2020-${index}` })))
  assert.equal(notices.length, 21)
  assert.match(notices.at(-1) ?? '', /30 statements more match nothing/)
})

test('statements expire, are refused from others, and from the future', () => {
  const old = under([statement({ time: '2026-01-01T00:00:00Z' })], [flawed], { maxAgeDays: 100 })
  assert.equal(old.decisions, 'block')
  assert.match(old.notices.join(), /^expired CVE-2026-1: .*324 days old/)
  assert.equal(under([statement({ time: '2026-11-01T00:00:00Z' })], [flawed], { maxAgeDays: 100 }).decisions, 'allow')
  const other = under([statement()], [flawed], { authors: ['Somebody else'] })
  assert.equal(other.decisions, 'block')
  assert.match(other.notices.join(), /^untrusted app\.vex\.json: 1 statement by Us/)
  const future = under([statement({ time: '2027-01-01T00:00:00Z' })])
  assert.equal(future.decisions, 'block')
  assert.match(future.notices.join(), /^refused CVE-2026-1/)
})

test('malware is not silenced, nor what the configuration keeps', () => {
  const malware: Given = {
    outcomes: { 'advisory/known-malware': found(flaw(advisory('MAL-1', { kind: 'malware', severity: 'critical' }))) },
  }
  const told = under([statement({ about: 'MAL-1' })], [malware])
  assert.equal(told.decisions, 'block')
  assert.match(told.notices.join(), /^forbidden MAL-1/)
  assert.equal(under([statement()], [flawed], { never: ['high'] }).decisions, 'block')
  assert.equal(under([statement()], [flawed], { never: ['critical'] }).decisions, 'allow')
})

test('a part of a product is silenced in that product only', () => {
  const inShop = (own: string | null, config: Partial<VexConfig> = {}): string => {
    const plain = inspection(flawed)
    const project: Dependency | null =
      own === null || plain.dependency === null
        ? null
        : { ...plain.dependency, name: normalizeName(own), version: readVersion('1.0'), own: true }
    const file = { ...plain.file, dependencies: project === null ? [] : [project] }
    const part = product('pkg:pypi/shop@1.0', { subcomponents: [product('pkg:pypi/jinja2')] })
    return under([statement({ products: [part] })], [{ ...plain, file }], config).decisions
  }
  assert.equal(inShop('shop'), 'allow')
  assert.equal(inShop('depot'), 'block')
  assert.equal(inShop(null), 'block')
  assert.equal(inShop(null, { products: ['pkg:pypi/shop@1.0'] }), 'allow')
})

test('a place in a bill is the component that stands there', () => {
  const plain = inspection(flawed)
  assert.ok(plain.dependency !== null)
  const serial = '3e671687-395b-41f5-a30f-a58921a69b79'
  const document = { identity: `urn:uuid:${serial}`, revision: 2, refs: ['jinja 2'] }
  const file = { ...plain.file, dependencies: [plain.dependency], document }
  const of = (ref: string): string =>
    under([statement({ products: [product('a place', { ref })] })], [{ ...plain, file }]).decisions
  assert.equal(of(`urn:cdx:${serial}/2#jinja%202`), 'allow')
  assert.equal(of(`urn:cdx:${serial.toUpperCase()}/2#jinja%202`), 'allow')
  assert.equal(of(`urn:cdx:${serial}/1#jinja%202`), 'block', 'another version of the bill')
  assert.equal(of(`urn:cdx:${serial}/2#other`), 'block')
  assert.equal(of(`urn:cdx:${serial.replace('3', '4')}/2#jinja%202`), 'block')
  assert.equal(of('urn:cdx:x'), 'block')
})

test('products are told by name, version, origin, range and hash', () => {
  const plain = inspection({ name: 'some-lib', version: '1.0', outcomes: {} }).dependency
  assert.ok(plain !== null)
  const sha256 = (digit: string) => [{ algorithm: 'sha256', value: digit.repeat(64) }]
  const wheel = { filename: 'some_lib-1.0-py3-none-any.whl', url: null, hashes: sha256('a') }
  const sdist = { filename: 'some_lib-1.0.tar.gz', url: null, hashes: sha256('b') }
  const locked: Dependency = { ...plain, artifacts: [wheel, sdist] }
  const wheelOnly: Dependency = { ...plain, artifacts: [wheel] }
  const elsewhere: Dependency = { ...plain, origin: { kind: 'index', url: 'https://index.example/simple' } }
  const cases: readonly (readonly [VexProduct, Dependency, boolean])[] = [
    [product('pkg:pypi/Some_Lib@1'), plain, true],
    [product('pkg:pypi/some-lib'), plain, true],
    [product('pkg:pypi/some-lib@1.0.1'), plain, false],
    [product('pkg:pypi/some-lib@1.0+local'), plain, false],
    [product('pkg:deb/debian/some-lib@1.0'), plain, false],
    [product('pkg:pypi/some-lib@1.0'), elsewhere, true],
    [product('pkg:pypi/some-lib@1.0?repository_url=https://index.example/simple'), elsewhere, true],
    [product('pkg:pypi/some-lib@1.0?repository_url=https://index.example/simple'), plain, false],
    [product('pkg:pypi/some-lib@1.0?repository_url=https://pypi.org'), plain, true],
    [product('pkg:pypi/some-lib@1.0?file_name=some_lib-1.0-py3-none-any.whl'), wheelOnly, true],
    [product('pkg:pypi/some-lib@1.0?file_name=some_lib-1.0-py3-none-any.whl'), locked, false],
    [product('pkg:pypi/some-lib', { versions: 'vers:pypi/>=0.9|<1.1' }), plain, true],
    [product('pkg:pypi/some-lib', { versions: 'vers:pypi/>=1.1' }), plain, false],
    [product('pkg:pypi/some-lib', { versions: 'vers:npm/>=0' }), plain, false],
    [product('a wheel', { hashes: sha256('a') }), wheelOnly, true],
    [product('a wheel', { hashes: sha256('a') }), locked, false],
    [product('both files', { hashes: [...sha256('a'), ...sha256('b')] }), locked, true],
    [product('pkg:pypi/some-lib@1.0', { hashes: sha256('c') }), locked, false],
    [product('pkg:pypi/some-lib@1.0', { hashes: sha256('c') }), plain, true],
    [product('some-lib'), plain, false],
    [product('broken', { purl: 'pkg:' }), plain, false],
  ]
  for (const [each, dependency, expected] of cases)
    assert.equal(isProduct(each, dependency), expected, JSON.stringify(each))
})

test('more statements about other things never change a decision', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('pkg:pypi/flask@1', 'pkg:pypi/jinja2@3', 'x', 'pkg:npm/jinja2')), (ids) => {
      const others = ids.map((id) => statement({ products: [product(id)], time: '2026-11-10T00:00:00Z' }))
      assert.equal(under(others).decisions, 'block')
      assert.equal(under([...others, statement()]).decisions, 'allow')
    }),
    { numRuns: 50 },
  )
})

test('[vex] is read, and what cannot be meant is refused', () => {
  const text =
    '[vex]\nfiles = ["vex"]\nauthors = "Us"\nproducts = ["pkg:oci/shop"]\nmax-age-days = 365\nnever-silence = ["critical", "malware"]\nunder-investigation = "warn"'
  assert.deepEqual(parseConfig(text, 'cordon.toml', 'cordon.toml', now).vex, {
    files: ['vex'],
    authors: ['Us'],
    products: ['pkg:oci/shop'],
    maxAgeDays: 365,
    never: ['critical', 'malware'],
    underInvestigation: 'warn',
  })
  for (const bad of [
    'never-silence = "everything"',
    'file = "x"',
    'under-investigation = "allow"',
    'max-age-days = -1',
  ])
    assert.throws(() => parseConfig(`[vex]\n${bad}`, 'cordon.toml', 'cordon.toml', now), { name: 'PolicyError' }, bad)
})
