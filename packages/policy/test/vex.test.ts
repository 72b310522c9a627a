import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Dependency, Inspection, VexDocument, VexProduct, VexStatement } from '@cordon/model'
import { normalizeName, readVersion } from '@cordon/pypa'
import fc from 'fast-check'
import { decideAll, defaultPolicy, defaultVex, exitOf, isProduct, parseConfig, type VexConfig } from '../src/index.ts'
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
    /^unmatched .*Nearest: jinja2 3\.0 \(requirements\.txt:3\), another version/,
  )
  assert.match(nearest('pkg:pypi/jinja3@3.0'), /Nearest: jinja2 3\.0 \(requirements\.txt:3\)\.$/)
  assert.match(nearest('pkg:pypi/jinja2@3.0'), /^unused .*jinja2 3\.0 is there, and CVE-2026-1 was not found in it\.$/)
  assert.match(nearest('pkg:pypi/numpy@1'), /nothing here has a name like it\.$/)
  assert.match(nearest('https://shop.example/app'), /no package URL/)
})

test('many statements that match nothing are counted', () => {
  const { notices } = under(Array.from({ length: 50 }, (_, index) => statement({ about: `CVE-2020-${index}` })))
  assert.equal(notices.length, 21)
  assert.match(notices.at(-1) ?? '', /30 statements more are about flaws that were not found/)
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

const serial = '3e671687-395b-41f5-a30f-a58921a69b79'

function projectOf(name: string, version: string | null = '1.0'): Dependency {
  const { dependency } = inspection({ name, version, outcomes: {} })
  assert.ok(dependency !== null)
  return { ...dependency, own: true, origin: { kind: 'path', path: name } }
}

/** The flawed dependency in a lock of projects of which each needs those that follow it in `needs`. */
function locked(projects: readonly string[], needs: readonly (readonly [string, string])[]): Inspection {
  const plain = inspection(flawed)
  const { dependency } = plain
  assert.ok(dependency !== null)
  const dependencies = [...projects.map((name) => projectOf(name)), dependency]
  const at = (name: string) => dependencies.findIndex((each) => each.name === name)
  const edges = needs.map(([from, to]) => ({ from: at(from), to: at(to), marker: null, scope: null, extras: [] }))
  return { ...plain, file: { ...plain.file, dependencies, edges } }
}

test('what several projects need is silenced by a word about all of them', () => {
  const about = (...names: readonly string[]) => [
    statement({ products: names.map((name) => product(`pkg:pypi/${name}@1.0`)) }),
  ]
  const both = locked(
    ['web', 'worker'],
    [
      ['web', 'jinja2'],
      ['worker', 'jinja2'],
    ],
  )
  assert.equal(under(about('web'), [both]).decisions, 'block')
  assert.equal(under(about('web', 'worker'), [both]).decisions, 'allow')
  assert.equal(under([...about('web'), ...about('worker')], [both]).decisions, 'allow', 'each by itself')
  const late = statement({ time: '2026-11-02T00:00:00Z', status: 'affected', products: [product('pkg:pypi/worker')] })
  assert.equal(under([...about('web', 'worker'), late], [both]).decisions, 'block')
  const one = locked(['web', 'worker'], [['web', 'jinja2']])
  assert.equal(under(about('web'), [one]).decisions, 'allow')
  assert.equal(under(about('worker'), [one]).decisions, 'block')
  const within = locked(
    ['web', 'worker'],
    [
      ['web', 'worker'],
      ['worker', 'jinja2'],
    ],
  )
  assert.equal(under(about('web'), [within]).decisions, 'allow', 'worker is a part of web')
  assert.equal(under(about('worker'), [within]).decisions, 'block')
})

test('a project that is no release is named without an index', () => {
  const shop = locked(['shop'], [['shop', 'jinja2']])
  const about = (id: string) => under([statement({ products: [product(id)] })], [shop]).decisions
  assert.equal(about('pkg:generic/Shop@1.0'), 'allow')
  assert.equal(about('pkg:generic/shop'), 'allow')
  assert.equal(about('pkg:generic/shop@2.0'), 'block')
  assert.equal(about('pkg:generic/acme/shop@1.0'), 'block')
  assert.equal(about('pkg:generic/jinja2'), 'block', 'a package is no project')
})

test('a bill of somebody else is about its own subject', () => {
  const lock = locked(['shop'], [['shop', 'jinja2']])
  const vendor = inspection({ ...flawed, path: 'vendor.cdx.json', role: 'document' })
  const bill = { ...vendor, file: { ...vendor.file, dependencies: [projectOf('vendor')] } }
  const told = (name: string) => under([statement({ products: [product(`pkg:pypi/${name}`)] })], [lock, bill]).decisions
  assert.equal(told('shop'), 'allow block')
  assert.equal(told('vendor'), 'block allow')
})

test('a name of the configuration is what is scanned, as closely as the statement says', () => {
  const told = (id: string, names: readonly string[], parts: Partial<VexProduct> = {}) =>
    under([statement({ products: [product(id, parts)] })], [flawed], { products: names }).decisions
  const digest = `sha256:${'d'.repeat(64)}`
  const image = `pkg:oci/shop@${encodeURIComponent(digest)}?repository_url=${encodeURIComponent('reg.example/shop')}`
  assert.equal(told('pkg:oci/shop', [image]), 'allow')
  assert.equal(told(image, [image]), 'allow')
  assert.equal(told('pkg:oci/shop?repository_url=reg.example%2Fshop', [image]), 'allow')
  assert.equal(told('pkg:oci/shop?repository_url=other.example%2Fshop', [image]), 'block')
  assert.equal(told('pkg:oci/shop@sha256%3Aeeee', [image]), 'block')
  assert.equal(told('pkg:oci/shop@sha256%3Aeeee', ['pkg:oci/shop']), 'block', 'the name does not say which')
  assert.equal(told('pkg:oci/shop', ['pkg:oci/shop'], { versions: 'vers:oci/1' }), 'block')
  assert.equal(told('https://shop.example/app', ['https://shop.example/app']), 'allow')
  assert.equal(told('the image', [digest], { hashes: [{ algorithm: 'sha256', value: 'd'.repeat(64) }] }), 'allow')
  assert.equal(
    told('pkg:oci/shop', [image, digest], { hashes: [{ algorithm: 'sha256', value: 'e'.repeat(64) }] }),
    'block',
  )
  const place = { purl: 'pkg:pypi/jinja2@2.10', ref: `urn:cdx:${serial}/1#pkg:pypi/jinja2@2.10` }
  assert.equal(told('a place', [], place), 'block', 'the bill of another thing')
  assert.equal(told('a place', [`urn:cdx:${serial}/1`], place), 'allow')
  assert.equal(told('a place', [`urn:cdx:${serial}/2`], place), 'block')
})

test('a later revision of a document takes the place of the earlier one', () => {
  const of = (revision: number, statements: readonly VexStatement[]): VexDocument => ({
    ...documentOf(statements),
    id: 'https://us.example/vex',
    revision,
    path: `${revision}.json`,
  })
  const decide = (documents: readonly VexDocument[]) => {
    const vex = { config: defaultVex, documents }
    const { verdicts, notices } = decideAll([inspection(flawed)], { ...defaultPolicy, vex }, now)
    return [verdicts[0]?.decision, notices.map(({ kind, name }) => `${kind} ${name}`).join()]
  }
  const other = statement({ about: 'CVE-2020-1' })
  assert.deepEqual(decide([of(2, [other]), of(1, [statement()])]), ['block', 'note 1.json,unused CVE-2020-1'])
  assert.deepEqual(decide([of(2, [statement()]), of(1, [])]), ['allow', 'note 1.json'])
  assert.deepEqual(decide([{ ...of(2, [other]), author: 'Others' }, of(1, [statement()])])[0], 'allow')
})

test('what is dated in the future silences nothing, and keeps open what it keeps open', () => {
  const future = { time: '2027-01-01T00:00:00Z' }
  assert.equal(under([statement(), statement(future)]).decisions, 'allow', 'by the one of today')
  assert.equal(
    under([statement(), statement({ ...future, status: 'affected', justification: null })]).decisions,
    'block',
  )
})

test('a statement about what is not there makes the run incomplete, where it was named for the run', () => {
  const exit = (statements: readonly VexStatement[], config: Partial<VexConfig>, isAsked = true, warnOnly = false) => {
    const document = documentOf(statements)
    const vex = {
      config: { ...defaultVex, ...config },
      documents: [document],
      asked: new Set(isAsked ? [document] : []),
    }
    const clean: Given = { name: 'jinja2', version: '3.0', outcomes: {} }
    const { verdicts, notices } = decideAll([inspection(clean)], { ...defaultPolicy, vex, warnOnly }, now)
    return `${exitOf(verdicts, 'allow', notices)} ${notices.map(({ kind }) => kind).join()}`
  }
  const gone = [statement({ products: [product('pkg:pypi/gone@1')] })]
  assert.equal(exit(gone, {}), '4 unmatched')
  assert.equal(exit(gone, {}, false), '0 unmatched')
  assert.equal(exit(gone, { unmatched: 'error' }, false), '4 unmatched')
  assert.equal(exit(gone, { unmatched: 'warn' }), '0 unmatched')
  assert.equal(exit(gone, { unmatched: 'allow' }), '0 note')
  assert.equal(exit(gone, {}, true, true), '0 unmatched', '--warn-only')
  assert.equal(exit([statement({ products: [product('pkg:pypi/jinja2@3')] })], {}), '0 unused')
})

test('a place in a bill is the component that stands there', () => {
  const plain = inspection(flawed)
  assert.ok(plain.dependency !== null)
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
  // A bill in one line: two versions of one name stand at the same place of the text.
  const older = { ...plain.dependency, version: readVersion('1.0') }
  const oneLine = { ...file, dependencies: [older, plain.dependency], document: { ...document, refs: ['old', 'new'] } }
  const at = (ref: string, inspected: Inspection): string =>
    under([statement({ products: [product('a place', { ref: `urn:cdx:${serial}/2#${ref}` })] })], [inspected]).decisions
  assert.equal(at('new', { ...plain, file: oneLine }), 'allow')
  assert.equal(at('old', { ...plain, file: oneLine }), 'block')
  const copy = { ...plain, dependency: { ...plain.dependency }, file: oneLine }
  assert.equal(at('new', copy), 'allow')
  assert.equal(at('old', copy), 'block')
})

test('a version is the same in every way that PEP 440 writes it, and no other', () => {
  const is = (stated: string, installed: string): boolean => {
    const { dependency } = inspection({ name: 'lib', version: installed, outcomes: {} })
    return dependency !== null && isProduct(product(`pkg:pypi/lib@${encodeURIComponent(stated)}`), dependency)
  }
  for (const [stated, installed] of [
    ['1.0', '1'],
    ['v1.0.0', '1.0'],
    ['1!2.0', '1!2'],
    ['1.0rc1', '1.0.0-RC.1'],
    ['1.0+CPU.1', '1.0+cpu-1'],
    ['1.0-1', '1.0.post1'],
  ] as const)
    assert.ok(is(stated, installed), `${stated} ${installed}`)
  for (const [stated, installed] of [
    ['2.0', '1!2.0'],
    ['1.0', '1.0rc1'],
    ['1.0', '1.0.post1'],
    ['1.0', '1.0.dev0'],
    ['1.0', '1.0+cpu'],
    ['1.0+cpu', '1.0'],
    ['1.0', '1.0.1'],
  ] as const)
    assert.ok(!is(stated, installed), `${stated} ${installed}`)
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
  const bare = { filename: 'some_lib-1.0-cp313-cp313-win32.whl', url: null, hashes: [] }
  const unpinned: Dependency = { ...plain, version: null }
  const url = 'https://git.example/some-lib'
  const fork: Dependency = {
    ...plain,
    origin: { kind: 'git', vcs: 'git', url, ref: null, commit: 'c'.repeat(40), subdirectory: null },
  }
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
    // What is known of one file is enough to see that it is another.
    [product('pkg:pypi/some-lib@1.0', { hashes: sha256('c') }), { ...plain, artifacts: [wheel, bare] }, false],
    [product('pkg:pypi/some-lib@1.0', { hashes: sha256('a') }), { ...plain, artifacts: [wheel, bare] }, true],
    [product('a wheel', { hashes: [{ algorithm: 'sha3_256', value: 'a'.repeat(64) }] }), wheelOnly, false],
    [product(`pkg:pypi/some-lib@1.0?checksum=sha256:${'a'.repeat(64)}`), wheelOnly, true],
    [product(`pkg:pypi/some-lib@1.0?checksum=sha256:${'a'.repeat(64)}`), plain, false],
    // A part of the package is not the package.
    [product('pkg:pypi/some-lib@1.0#src/some_lib/extra'), plain, false],
    // A fork that is fetched from its repository is not the release of the public index.
    [product('pkg:pypi/some-lib@1.0?repository_url=https://pypi.org/simple'), fork, false],
    [product('pkg:pypi/some-lib@1.0'), fork, true],
    [product('pkg:pypi/some-lib@1.0?vcs_url=git%2Bhttps://git.example/some-lib'), fork, true],
    [product('pkg:pypi/some-lib@1.0?vcs_url=git%2Bhttps://git.example/some'), fork, false],
    [product('pkg:pypi/some-lib@1.0?repository_url=https://INDEX.example/simple/'), elsewhere, true],
    [product('pkg:pypi/some-lib@1.0?constructor=x'), plain, false],
    // A range does not widen the version of the package URL beside it.
    [product('pkg:pypi/some-lib@2.0', { versions: 'vers:pypi/>=0.9' }), plain, false],
    [product('pkg:pypi/some-lib', { versions: 'vers:pypi/*' }), unpinned, true],
    [product('pkg:pypi/some-lib', { versions: 'vers:pypi/>=0' }), unpinned, false],
    [product('pkg:pypi/some-lib@1'), unpinned, false],
    [product('pkg:generic/some-lib@1.0'), plain, false],
    [
      product('pkg:pypi/some-lib@1.0', { ref: `urn:cdx:${'1'.repeat(8)}-395b-41f5-a30f-a58921a69b79/1#x` }),
      plain,
      false,
    ],
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
    unmatched: null,
  })
  assert.equal(parseConfig('[vex]\nunmatched = "allow"', 'cordon.toml', 'cordon.toml', now).vex.unmatched, 'allow')
  for (const bad of [
    'never-silence = "everything"',
    'file = "x"',
    'under-investigation = "allow"',
    'max-age-days = -1',
    'unmatched = "perhaps"',
  ])
    assert.throws(() => parseConfig(`[vex]\n${bad}`, 'cordon.toml', 'cordon.toml', now), { name: 'PolicyError' }, bad)
})
