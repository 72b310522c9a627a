/** The product's answer to documents of every format is the slow matcher's. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { readVex } from '@cordon/documents'
import type { AdvisoryMatch, Dependency, Finding, Inspection, Lockfile } from '@cordon/model'
import { decideAll, defaultPolicy, defaultVex } from '@cordon/policy'
import { normalizeName, readVersion } from '@cordon/pypa'
import fc from 'fast-check'
import { type SlowAnswer, type SlowFinding, slowVex } from './slow-vex.ts'

const now = new Date('2026-11-21T12:00:00Z')
const check = 'advisory/known-vulnerability'

function dependencyOf(name: string, version: string | null, parts: Partial<Dependency> = {}): Dependency {
  return {
    name: normalizeName(name),
    version: version === null ? null : readVersion(version),
    specifier: null,
    origin: { kind: 'index', url: null },
    editable: false,
    artifacts: [],
    scopes: [],
    extras: [],
    marker: null,
    at: { path: 'uv.lock', line: 1 },
    text: '',
    constraint: false,
    own: false,
    direct: null,
    attestationIdentities: [],
    ...parts,
  }
}

function inspectionOf(finding: SlowFinding): Inspection {
  const { ids, name, version, index, files, projects } = finding
  const [id = '', ...aliases] = ids
  const dependency = dependencyOf(name, version, {
    origin: { kind: 'index', url: index },
    artifacts: files.map((file, at) => ({
      filename: `${at}.whl`,
      url: null,
      hashes: file === null ? [] : [{ algorithm: 'sha256', value: file }],
    })),
  })
  const own = projects.map((project) =>
    dependencyOf(project.name, project.version, { own: true, origin: { kind: 'path', path: '.' } }),
  )
  const edges = projects.flatMap(({ needs }, from) =>
    needs ? [{ from, to: own.length, marker: null, scope: null, extras: [] }] : [],
  )
  const file: Lockfile = {
    path: 'uv.lock',
    format: 'uv-lock',
    role: 'lock',
    dependencies: [...own, dependency],
    edges,
    options: [],
    includes: [],
    skipped: [],
    requiresPython: null,
    contentHash: null,
  }
  const advisory: AdvisoryMatch = {
    kind: 'vulnerability',
    id,
    aliases,
    records: [],
    summary: '',
    severity: 'high',
    vectors: [],
    kev: null,
    epss: null,
    fixed: ['9'],
    proof: [],
    published: '2026-01-01T00:00:00Z',
    modified: '2026-01-01T00:00:00Z',
    disagreeing: [],
  }
  const found: Finding = {
    id,
    title: id,
    severity: 'high',
    confidence: 'high',
    domain: 'vulnerability',
    message: '',
    remedy: '',
    evidence: [{ kind: 'line', path: 'uv.lock', line: 1, text: '' }],
    advisory,
    fix: null,
  }
  return {
    dependency,
    file,
    at: dependency.at,
    via: [],
    direct: null,
    locked: null,
    outcomes: new Map([[check, { kind: 'found', findings: [found] }]]),
  }
}

function answerOf(documents: readonly unknown[], finding: SlowFinding): SlowAnswer {
  const read = documents.map((document, index) => readVex(JSON.stringify(document), `${index}.json`))
  const vex = { config: { ...defaultVex, products: finding.scanned }, documents: read }
  const { verdicts } = decideAll([inspectionOf(finding)], { ...defaultPolicy, vex }, now)
  const [because] = verdicts[0]?.because ?? []
  if (because?.vex === undefined) return 'none'
  return because.decision === 'allow' ? 'silenced' : 'kept'
}

const name = fc.constantFrom('lib', 'lib', 'Lib_a', 'lib-a', 'other', 'shop', 'web')
const version = fc.constantFrom(
  '1.0',
  '1',
  '1.0.0',
  '1!1.0',
  '1.0rc1',
  '1.0.post1',
  '1.0+cpu',
  '2.0',
  '0.9',
  '2.0.dev1',
)
const digest = fc.constantFrom('a', 'b', 'c').map((digit) => digit.repeat(64))
const flaw = fc.constantFrom(
  'CVE-2026-1001',
  'CVE-2026-1001',
  'CVE-2026-1001',
  'cve-2026-1001',
  'GHSA-aaaa-bbbb-cccc',
  'PYSEC-2026-7',
  'CVE-2026-1002',
)
const time = fc.constantFrom(
  '2026-03-01T00:00:00Z',
  '2026-03-01T02:00:00+02:00',
  '2026-04-01T00:00:00.5Z',
  '2026-05-01T00:00:00Z',
  '2031-01-01T00:00:00Z',
)
const index = fc.constantFrom(null, 'https://index.example/simple')
const range = fc.constantFrom(
  'vers:pypi/*',
  'vers:pypi/>=1.0|<2.0',
  'vers:pypi/<1.0|2.0',
  'vers:npm/>=1',
  'vers:pypi/!=1.0',
  'vers:pypi/1.0',
)

const purl = fc
  .record({ name, version: fc.option(version), index, odd: fc.constantFrom('', '', '', '#src', '?file_name=x.whl') })
  .map(({ name: of, version: at, index: url, odd }) => {
    const query = url === null || odd !== '' ? odd : `?repository_url=${encodeURIComponent(url)}`
    return `pkg:pypi/${of}${at === null ? '' : `@${encodeURIComponent(at)}`}${query}`
  })
const projectName = fc.constantFrom('pkg:generic/shop@1.0', 'pkg:pypi/shop@1.0', 'pkg:pypi/web', 'pkg:oci/shop', 'app')
const anyPurl = fc.oneof(
  { weight: 4, arbitrary: purl },
  projectName.filter((text) => text.startsWith('pkg:')),
)
const status = fc.constantFrom('not_affected', 'affected', 'fixed', 'under_investigation')
const reason = fc.constantFrom(undefined, 'component_not_present', 'vulnerable_code_not_present')
const words = fc.constantFrom(undefined, 'Because.')
const hashes = fc.uniqueArray(digest, { maxLength: 1 })

/** As JSON writes it: without what is not defined. */
function clean<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}

const openvexPart = fc.record({ purl: anyPurl, hashes }).map(({ purl: id, hashes: [first] }) => ({
  '@id': id,
  ...(first === undefined ? {} : { hashes: { 'sha-256': first } }),
}))
const openvexProduct = fc
  .record({
    whole: fc.oneof(
      openvexPart,
      projectName.map((id) => ({ '@id': id })),
    ),
    parts: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(openvexPart, { maxLength: 2 })),
  })
  .map(({ whole, parts }) => ({ ...whole, subcomponents: parts }))
const openvex = fc
  .record({
    timestamp: time,
    last_updated: fc.option(time, { nil: undefined }),
    statements: fc.array(
      fc.record({
        vulnerability: fc.record({ name: flaw, aliases: fc.array(flaw, { maxLength: 1 }) }),
        status,
        justification: reason,
        impact_statement: words,
        action_statement: fc.constant('Move.'),
        timestamp: fc.option(time, { nil: undefined }),
        products: fc.array(openvexProduct, { minLength: 1, maxLength: 2 }),
      }),
      { maxLength: 3 },
    ),
  })
  .map((parts) => clean({ '@context': 'https://openvex.dev/ns/v0.2.0', author: 'Us', version: 1, ...parts }))

const component = (ref: string) =>
  fc
    .record({ purl: fc.option(anyPurl, { nil: undefined }), name, version, hashes })
    .map(({ hashes: digests, ...parts }) => ({
      'bom-ref': ref,
      type: 'library',
      ...parts,
      hashes: digests.map((content) => ({ alg: 'SHA-256', content })),
    }))
const affectedVersion = fc.oneof(
  fc.record({ version, status: fc.constantFrom(undefined, 'affected', 'unaffected', 'unknown') }),
  fc.record({ range, status: fc.constantFrom(undefined, 'affected', 'unaffected', 'unknown') }),
)
const link = 'urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#pkg:pypi/lib@1.0'
const cyclonedx = fc
  .record({
    timestamp: time,
    subject: fc.option(component('subject'), { nil: undefined }),
    components: fc.tuple(component('a'), component('b')),
    vulnerabilities: fc.array(
      fc.record({
        id: flaw,
        references: fc.array(
          flaw.map((id) => ({ id })),
          { maxLength: 1 },
        ),
        analysis: fc.record({
          state: fc.constantFrom('resolved', 'not_affected', 'exploitable', 'in_triage', 'false_positive'),
          justification: fc.constantFrom(undefined, 'code_not_present', 'requires_configuration'),
          detail: words,
          firstIssued: fc.option(time, { nil: undefined }),
          lastUpdated: fc.option(time, { nil: undefined }),
        }),
        affects: fc.array(
          fc.record({
            ref: fc.oneof(fc.constantFrom('a', 'b', 'subject', 'gone', link), purl),
            versions: fc.array(affectedVersion, { maxLength: 2 }),
          }),
          { minLength: 1, maxLength: 2 },
        ),
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ timestamp, subject, ...parts }) =>
    clean({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      version: 1,
      metadata: { timestamp, component: subject },
      ...parts,
    }),
  )

const ids = fc.constantFrom('A', 'B', 'C', 'D', 'A in B', 'gone')
const idList = fc.uniqueArray(ids, { maxLength: 3 })
const csafProduct = (id: string) =>
  fc.record({ purl: fc.option(anyPurl, { nil: undefined }), hashes }).map(({ purl: of, hashes: digests }) => ({
    name: id,
    product_id: id,
    product_identification_helper: {
      purl: of,
      hashes: digests.map((value) => ({ filename: 'f', file_hashes: [{ algorithm: 'sha256', value }] })),
    },
  }))
const branch = (id: string) =>
  fc.oneof(
    fc.tuple(csafProduct(id), version).map(([product, of]) => ({ category: 'product_version', name: of, product })),
    fc.tuple(csafProduct(id), range).map(([product, of]) => ({ category: 'product_version_range', name: of, product })),
    fc.tuple(csafProduct(id), version).map(([product, of]) => ({
      category: 'product_version',
      name: of,
      branches: [{ category: 'architecture', name: 'any', product }],
    })),
  )
const entry = fc.record({
  product_ids: fc.option(idList, { nil: undefined }),
  group_ids: fc.option(fc.constant(['G']), { nil: undefined }),
  date: fc.option(time, { nil: undefined }),
})
const csaf = fc
  .record({
    current_release_date: time,
    products: fc.tuple(csafProduct('A'), csafProduct('B')),
    branches: fc.tuple(branch('C'), branch('D')),
    group: idList,
    vulnerabilities: fc.array(
      fc.record({
        cve: fc.constantFrom('CVE-2026-1001', 'CVE-2026-1002', undefined),
        ids: fc.array(
          flaw.map((text) => ({ system_name: 'x', text })),
          { maxLength: 1 },
        ),
        product_status: fc.record({
          known_affected: idList,
          known_not_affected: idList,
          first_fixed: idList,
          under_investigation: idList,
          recommended: idList,
        }),
        flags: fc.array(
          entry.map((parts) => ({ label: 'component_not_present', ...parts })),
          { maxLength: 2 },
        ),
        threats: fc.array(
          entry.chain((parts) =>
            fc.constantFrom('impact', 'exploit_status').map((category) => ({ category, details: 'Why.', ...parts })),
          ),
          { maxLength: 1 },
        ),
        remediations: fc.array(
          entry.map((parts) => ({ category: 'vendor_fix', details: 'Move.', ...parts })),
          { maxLength: 1 },
        ),
      }),
      { maxLength: 2 },
    ),
  })
  .map(({ current_release_date, products, branches, group, vulnerabilities }) =>
    clean({
      document: {
        category: 'csaf_vex',
        csaf_version: '2.0',
        publisher: { category: 'vendor', name: 'Us', namespace: 'https://us.example' },
        title: 'T',
        tracking: { status: 'final', version: '1', initial_release_date: '2026-01-01T00:00:00Z', current_release_date },
      },
      product_tree: {
        full_product_names: products,
        branches,
        product_groups: [{ group_id: 'G', product_ids: group }],
        relationships: [
          {
            category: 'default_component_of',
            product_reference: 'A',
            relates_to_product_reference: 'B',
            full_product_name: { name: 'A in B', product_id: 'A in B' },
          },
        ],
      },
      vulnerabilities,
    }),
  )

const finding: fc.Arbitrary<SlowFinding> = fc.record({
  ids: fc.uniqueArray(flaw, { minLength: 1, maxLength: 2 }),
  name,
  version: fc.option(version),
  index,
  files: fc.array(fc.option(digest), { maxLength: 2 }),
  projects: fc.uniqueArray(
    fc.record({ name: fc.constantFrom('shop', 'web'), version: fc.constantFrom('1.0', '2.0'), needs: fc.boolean() }),
    { maxLength: 2, selector: (project) => project.name },
  ),
  scanned: fc.constantFrom([], [], ['pkg:oci/shop'], ['app']),
})

type Arbitrary = fc.Arbitrary<Readonly<Record<string, unknown>>>
const documents: Readonly<Record<string, Arbitrary>> = { openvex, csaf, cyclonedx }

for (const [format, document] of Object.entries(documents))
  it(`says of ${format} what the slow matcher says`, () => {
    fc.assert(
      fc.property(fc.array(document, { minLength: 1, maxLength: 2 }), finding, (given, of) => {
        assert.equal(answerOf(given, of), slowVex(given, of, now))
      }),
      { numRuns: 400 },
    )
  })

it('the generated cases hold every answer, in every format', () => {
  for (const document of Object.values(documents)) {
    const answers = fc
      .sample(fc.tuple(document, finding), { numRuns: 3000, seed: 7 })
      .map(([each, of]) => slowVex([each], of, now))
    for (const answer of ['kept', 'none', 'silenced'] as const)
      assert.ok(
        answers.filter((each) => each === answer).length >= 10,
        `${answer}: ${answers.filter((each) => each === answer).length}`,
      )
  }
})
