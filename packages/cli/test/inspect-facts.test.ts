/** Names, metadata and publication as whole programs: packages that the tests make, on an index on loopback. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { type Exchange, startFeedServer, startNameServer, temporaryFolder, writeTar, writeZip } from '@cordon/testkit'
import { main } from '../src/index.ts'

interface Toy {
  readonly name: string
  readonly version: string
  /** Lines of METADATA after name and version. */
  readonly metadata?: readonly string[]
  /** The only member besides the metadata; Python when not given. */
  readonly member?: readonly [path: string, bytes: string | Uint8Array]
  /** `py3-none-any` when not given. */
  readonly tag?: string
}

const plain = Array.from({ length: 40 }, (_, at) => `def area${at}(width):\n    return width * ${at}\n`).join('\n')
const elf = Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), Buffer.alloc(4096)])

function wheel({ name, version, metadata = [], member = [`${name}/__init__.py`, plain], tag }: Toy): Buffer {
  const info = `${name}-${version}.dist-info`
  const head = ['Metadata-Version: 2.1', `Name: ${name}`, `Version: ${version}`, 'Summary: A toy']
  const files: readonly (readonly [string, string | Uint8Array])[] = [
    member,
    [`${info}/METADATA`, `${[...head, ...metadata].join('\n')}\n`],
    [
      `${info}/WHEEL`,
      `Wheel-Version: 1.0\nGenerator: toy\nRoot-Is-Purelib: ${tag === undefined}\nTag: ${tag ?? 'py3-none-any'}\n`,
    ],
  ]
  const record = files.map(([path, data]) => {
    const digest = createHash('sha256').update(data).digest('base64url')
    return `${path},sha256=${digest},${Buffer.byteLength(data)}`
  })
  const all = [...files, [`${info}/RECORD`, [...record, `${info}/RECORD,,`, ''].join('\n')] as const]
  return writeZip(all.map(([path, data]) => ({ name: path, data })))
}

/** PKG-INFO of a later standard than 2.2 binds the build (PEP 643), of an earlier one it need not. */
function sdist({ name, version, metadata = [] }: Toy, standard = '2.2'): Buffer {
  const root = `${name}-${version}`
  const head = [`Metadata-Version: ${standard}`, `Name: ${name}`, `Version: ${version}`, 'Summary: A toy']
  const members = [
    { name: `${root}/PKG-INFO`, data: `${[...head, ...metadata].join('\n')}\n` },
    { name: `${root}/${name}/__init__.py`, data: plain },
    { name: `${root}/pyproject.toml`, data: '[build-system]\nrequires = []\n' },
  ]
  return gzipSync(writeTar(members))
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

interface Published {
  readonly filename: string
  readonly bytes: Buffer
  /** Further fields of the file on its page. */
  readonly told?: Readonly<Record<string, unknown>>
}

/** What an index answers for one project and its files. */
function published(name: string, files: readonly Published[], page: object = {}): readonly Exchange[] {
  const listed = files.map(({ filename, bytes, told }) => {
    return { filename, url: `/f/${filename}`, hashes: { sha256: sha256(bytes) }, ...told }
  })
  const body = JSON.stringify({ meta: { 'api-version': '1.4' }, name, files: listed, ...page })
  const headers = { 'content-type': 'application/vnd.pypi.simple.v1+json' }
  return [
    { path: `/simple/${name}/`, answer: { kind: 'status', status: 200, headers, body }, times: 'any' },
    ...files.map(({ filename, bytes }): Exchange => {
      return { path: `/f/${filename}`, answer: { kind: 'file', bytes }, times: 'any' }
    }),
  ]
}

interface Told {
  readonly exit: number
  readonly verdicts: readonly string[]
  readonly artifacts: readonly Artifact[]
  readonly notes: readonly string[]
  readonly stderr: string
}

interface Bench {
  readonly cwd: string
  run(...words: readonly string[]): Promise<Told>
}

interface Artifact {
  readonly verdict: string
  readonly decision: string
  readonly notes: readonly { readonly code: string; readonly detail: string }[]
  readonly unanalysed: readonly { readonly code: string }[]
  readonly authorDomains?: readonly { readonly domain: string; readonly state: string }[]
}

/** Runs `cordon inspect` on 2026-11-21. What is thin of the toys is left out. */
function benchOf(t: TestContext): Bench {
  const cwd = temporaryFolder(t)
  const env = { CORDON_CACHE_DIR: temporaryFolder(t), PIP_CONFIG_FILE: '/dev/null', HOME: cwd }
  const run = async (...words: readonly string[]): Promise<Told> => {
    const written = { stdout: '', stderr: '' }
    const stream = (name: 'stdout' | 'stderr') => ({
      write(text: string): void {
        written[name] += text
      },
      isTTY: false,
      columns: 100,
    })
    const io = { stdout: stream('stdout'), stderr: stream('stderr'), env, cwd, fetch }
    const day = new Date('2026-11-21T12:00:00Z')
    const exit = await main(['inspect', ...words, '--format', 'json'], { ...io, now: () => day })
    const { artifacts } = JSON.parse(written.stdout || '{"artifacts":[]}') as { artifacts: readonly Artifact[] }
    return {
      exit,
      artifacts,
      verdicts: artifacts.map(({ verdict, decision }) => `${verdict} ${decision}`),
      notes: artifacts.flatMap(({ notes }) =>
        notes.filter(({ code }) => code !== 'metadata/thin').map(({ code, detail }) => `${code}: ${detail}`),
      ),
      stderr: written.stderr,
    }
  }
  return { cwd, run }
}

const toy = { filename: 'shop-1.0-py3-none-any.whl', bytes: wheel({ name: 'shop', version: '1.0' }) }

test('the cooldown is that of the configuration, of the name, and of the command line', async (t) => {
  const bench = benchOf(t)
  const old = { filename: 'shop-0.9.tar.gz', bytes: Buffer.from(''), told: { 'upload-time': '2024-11-01T00:00:00Z' } }
  const told = { 'upload-time': '2026-11-11T12:00:00Z' }
  const [page, , file] = published('shop', [old, { ...toy, told }])
  assert.ok(page !== undefined && file !== undefined)
  const feed = await startFeedServer(t, [page, file])
  const inspect = async (...words: readonly string[]) =>
    (await bench.run('shop==1.0', '--index-url', feed.url('/simple'), ...words)).notes.filter((note) =>
      note.startsWith('release/cooldown'),
    )
  const young = ['release/cooldown: was uploaded on 2026-11-11, 10 days ago']
  assert.deepEqual(await inspect(), [])
  assert.deepEqual(await inspect('--cooldown', '14'), young)
  writeFileSync(join(bench.cwd, 'cordon.toml'), '[inspect]\ncooldown-days = 30\n')
  assert.deepEqual(await inspect(), young)
  assert.deepEqual(await inspect('--cooldown', 'sh*=3'), [])
  writeFileSync(join(bench.cwd, 'cordon.toml'), '[inspect.cooldown-for]\n"sh*" = 11\nshop = 9\n')
  assert.deepEqual(await inspect('--cooldown', '20'), [], 'a name of its own counts more than the general one')
  const refused = await bench.run('shop', '--cooldown', 'soon')
  assert.deepEqual([refused.exit, /--cooldown soon/.test(refused.stderr)], [2, true])
})

test('a young project with nearly the name of a popular one is blocked, and not called malicious', async (t) => {
  const bench = benchOf(t)
  const at = (day: string, version: string) => {
    const told = { 'upload-time': `${day}T00:00:00Z` }
    const bytes = wheel({ name: 'reqeusts', version })
    return published('reqeusts', [{ filename: `reqeusts-${version}-py3-none-any.whl`, bytes, told }])
  }
  const young = await startFeedServer(t, at('2026-10-01', '1.0'))
  const blocked = await bench.run('reqeusts', '--index-url', young.url('/simple'))
  assert.deepEqual([blocked.exit, blocked.verdicts], [1, ['clean block']])
  assert.match(
    blocked.notes.join('\n'),
    /release\/young-impostor: reqeusts is one step from requests: .*, and has existed since 2026-10-01, 51 days/,
  )
  const old = await startFeedServer(t, at('2020-10-01', '1.1'))
  const warned = await bench.run('reqeusts', '--index-url', old.url('/simple'))
  assert.deepEqual([warned.exit, warned.verdicts], [0, ['clean warn']])
})

test('native code that nobody can look into is clean where somebody answers for its digest', async (t) => {
  const bench = benchOf(t)
  const tag = 'cp312-cp312-linux_x86_64'
  const filename = `fast-1.0-${tag}.whl`
  const bytes = wheel({ name: 'fast', version: '1.0', tag, member: ['fast.cpython-312-x86_64-linux-gnu.so', elf] })
  writeFileSync(join(bench.cwd, filename), bytes)
  const known = (digest: string, until: string) =>
    `["${digest}"]\nreason = "our own build of it"\nby = "platform"\nuntil = ${until}\n`
  const table = (digest: string, until: string) => known(digest, until).replace('[', '[inspect.known-artifacts.')
  const opaque = await bench.run(filename)
  assert.deepEqual(opaque.verdicts, ['unanalysable warn'])
  writeFileSync(join(bench.cwd, 'cordon.toml'), table(sha256(bytes), '2027-03-31'))
  const clean = await bench.run(filename, '--fail-on', 'unknown')
  assert.deepEqual([clean.exit, clean.verdicts], [0, ['clean allow']])
  assert.deepEqual(clean.notes, [
    'artifact/known: its SHA-256 is known: our own build of it (platform, until 2027-03-31)',
  ])
  writeFileSync(join(bench.cwd, 'cordon.toml'), table(sha256(bytes), '2026-11-20'))
  const over = await bench.run(filename)
  assert.deepEqual(over.verdicts, ['unanalysable warn'])
  assert.match(over.notes.join('\n'), /was known up to 2026-11-20 .*look at it again/)
  writeFileSync(join(bench.cwd, 'cordon.toml'), table('ab'.repeat(32), '2027-03-31'))
  assert.deepEqual((await bench.run(filename)).verdicts, ['unanalysable warn'], 'another digest is no match')
  writeFileSync(join(bench.cwd, 'known.toml'), known(sha256(bytes), '2027-03-31'))
  assert.deepEqual((await bench.run(filename, '--known-artifacts', 'known.toml')).verdicts, ['clean allow'])
  writeFileSync(join(bench.cwd, 'cordon.toml'), '[inspect]\nknown-artifacts-file = "known.toml"\n')
  assert.deepEqual((await bench.run(filename)).verdicts, ['clean allow'])
  assert.equal((await bench.run(filename, '--known-artifacts', 'nowhere.toml')).exit, 2)
})

const confusion = 'metadata/manifest-confusion'

test('the page of an index, the metadata that it serves and the file itself are compared', async (t) => {
  const bench = benchOf(t)
  const lines = ['Requires-Python: >=3.8', 'Requires-Dist: six>=1.16']
  const bytes = wheel({ name: 'shop', version: '1.0', metadata: lines })
  const told = { 'requires-python': '>=3.9', 'core-metadata': { sha256: 'ab'.repeat(32) } }
  const feed = await startFeedServer(t, [
    ...published('shop', [{ ...toy, bytes, told }], { name: 'shopping', versions: ['1.1'] }),
    {
      path: `/f/${toy.filename}.metadata`,
      answer: {
        kind: 'file',
        bytes: Buffer.from('Metadata-Version: 2.1\nName: shop\nVersion: 1.0\nRequires-Python: >=3.8\n'),
      },
    },
  ])
  const { notes, verdicts } = await bench.run('shop==1.0', '--index-url', feed.url('/simple'))
  assert.deepEqual(notes, [
    `${confusion}: its page on the index is of shopping, METADATA of shop`,
    `${confusion}: its page on the index is for Python >=3.9, METADATA for Python >=3.8`,
    `${confusion}: its page on the index lists the file, and not 1.0 among the versions`,
    `${confusion}: the metadata that its index serves has other bytes than METADATA`,
    `${confusion}: the metadata that its index serves does not have the digest that its page promises`,
    `${confusion}: METADATA asks for six>=1.16, the metadata that its index serves does not`,
  ])
  assert.deepEqual(verdicts, ['clean warn'])
})

test('metadata that an index promises and serves as it is in the file is not fetched; what it does not have is told', async (t) => {
  const bench = benchOf(t)
  const text = 'Metadata-Version: 2.1\nName: shop\nVersion: 1.0\nSummary: A toy\n'
  const told = { 'core-metadata': { sha256: sha256(Buffer.from(text)) } }
  const same = await startFeedServer(t, published('shop', [{ ...toy, told }], { versions: ['1.0'] }))
  assert.deepEqual((await bench.run('shop', '--index-url', same.url('/simple'))).notes, [])
  const [page] = published('shop', [{ ...toy, told: { 'core-metadata': true } }])
  assert.ok(page !== undefined)
  const missing = { path: `/f/${toy.filename}.metadata`, answer: { kind: 'status', status: 404 } } as const
  const lacking = await startFeedServer(t, [page, missing])
  const [found] = (await bench.run('shop', '--index-url', lacking.url('/simple'))).artifacts
  assert.deepEqual(
    found?.unanalysed.map(({ code }) => code),
    ['INDEX_METADATA'],
  )
})

test('the source distribution and the wheel of a release are compared, from an index and where they are named together', async (t) => {
  const bench = benchOf(t)
  const wheelBytes = wheel({ name: 'shop', version: '1.0', metadata: ['Requires-Dist: six', 'Requires-Dist: tomli<3'] })
  const sdistBytes = sdist({ name: 'shop', version: '1.0', metadata: ['Requires-Dist: six', 'Requires-Dist: tomli'] })
  const files = [
    { ...toy, bytes: wheelBytes },
    { filename: 'shop-1.0.tar.gz', bytes: sdistBytes },
  ]
  const feed = await startFeedServer(t, published('shop', files))
  const expected = [`${confusion}: ${toy.filename} asks for tomli<3, shop-1.0.tar.gz for tomli`]
  const fromIndex = await bench.run('shop', '--index-url', feed.url('/simple'))
  assert.deepEqual(fromIndex.notes, expected)
  for (const { filename, bytes } of files) writeFileSync(join(bench.cwd, filename), bytes)
  assert.deepEqual((await bench.run(toy.filename, 'shop-1.0.tar.gz')).notes, expected)
  assert.deepEqual((await bench.run('shop-1.0.tar.gz', toy.filename)).notes, [
    `${confusion}: shop-1.0.tar.gz asks for tomli, ${toy.filename} for tomli<3`,
  ])
  const other = 'shop-1.1.tar.gz'
  writeFileSync(join(bench.cwd, other), sdist({ name: 'shop', version: '1.1' }))
  assert.deepEqual((await bench.run(toy.filename, other)).notes, [], 'another release is another one')
  writeFileSync(join(bench.cwd, 'shop-1.0.tar.gz'), sdist({ name: 'shop', version: '1.0' }, '2.1'))
  assert.deepEqual((await bench.run(toy.filename, 'shop-1.0.tar.gz')).notes, [], 'it does not bind the build')
})

test('name servers are asked about the authors of what comes over the network, or when it is asked for', async (t) => {
  const bench = benchOf(t)
  const server = await startNameServer(t, { 'held.dev': 'exists', 'broken.dev': 'servfail' })
  const metadata = ['Author-email: Ada <ada@mail.gone.dev>', 'Maintainer-email: b@held.dev, c@toys.invalid']
  const file = { ...toy, bytes: wheel({ name: 'shop', version: '1.0', metadata }) }
  writeFileSync(join(bench.cwd, toy.filename), file.bytes)
  writeFileSync(join(bench.cwd, 'cordon.toml'), `[inspect]\nname-servers = ["${server.address}"]\n`)
  const plainly = await bench.run(toy.filename)
  assert.deepEqual([plainly.notes, plainly.artifacts[0]?.authorDomains, server.asked.length], [[], undefined, 0])
  const feed = await startFeedServer(t, published('shop', [file]).slice(0, 1))
  const offline = await bench.run('shop', '--index-url', feed.url('/simple'), '--online', '--offline')
  assert.equal(offline.exit, 2)
  const gone = ['metadata/author-domain: gives an address at gone.dev, a domain that nobody has registered']
  const fromIndex = await bench.run('shop', '--index-url', feed.url('/simple'))
  assert.deepEqual(fromIndex.notes, gone)
  assert.deepEqual(fromIndex.artifacts[0]?.authorDomains, [
    { domain: 'gone.dev', state: 'expired' },
    { domain: 'held.dev', state: 'registered' },
    { domain: 'toys.invalid', state: 'reserved' },
  ])
  const asked = server.asked.length
  assert.deepEqual((await bench.run(toy.filename, '--online')).notes, gone)
  assert.equal(server.asked.length, asked, 'answers of the same day are kept')
  const broken = wheel({ name: 'shop', version: '1.1', metadata: ['Author-email: ada@broken.dev'] })
  writeFileSync(join(bench.cwd, 'shop-1.1-py3-none-any.whl'), broken)
  const unanswered = await bench.run('shop-1.1-py3-none-any.whl', '--online')
  assert.deepEqual([unanswered.exit, unanswered.verdicts], [0, ['clean warn']])
  assert.deepEqual(
    unanswered.artifacts[0]?.unanalysed.map(({ code }) => code),
    ['DOMAIN_UNKNOWN'],
  )
  assert.equal((await bench.run('shop-1.1-py3-none-any.whl', '--online', '--fail-on', 'unknown')).exit, 1)
})

test('what a page tells of file, release and project is told: yanked, status, dates', async (t) => {
  const bench = benchOf(t)
  const old = (filename: string, day: string, more: object = {}): Published => {
    return { filename, bytes: Buffer.from(''), told: { 'upload-time': `${day}T00:00:00Z`, ...more } }
  }
  const told = { 'upload-time': '2026-11-20T00:00:00Z', yanked: 'wrong files' }
  const files = [old('shop-0.9.tar.gz', '2019-01-05'), old('shop-1.0-py2-none-any.whl', '2026-09-01'), { ...toy, told }]
  const status = { 'project-status': { status: 'quarantined', reason: 'under review' } }
  const exchanges = published('shop', files, status).filter(({ path }) => !/0\.9|py2/.test(path))
  const feed = await startFeedServer(t, exchanges)
  const { notes, verdicts } = await bench.run('shop==1.0', '--index-url', feed.url('/simple'))
  assert.deepEqual(notes, [
    'release/cooldown: was uploaded on 2026-11-20, 1 day ago',
    'release/late-file: was added on 2026-11-20, 80 days after the first file of 1.0',
    'release/quarantined: its index marks the project as quarantined: under review',
    'release/revived: is the first release since 0.9 of 2019-01-05, 7 years before',
    'release/yanked: was yanked: wrong files',
  ])
  assert.deepEqual(verdicts, ['clean warn'])
})

test('what the metadata tells of its author and its dependencies is told', async (t) => {
  const bench = benchOf(t)
  const metadata = [
    'Author-email: Eve <eve@mailinator.com>',
    'Project-URL: Source, https://github.com/psf/requests',
    'Requires-Dist: helper @ https://files.example.invalid/helper.zip',
  ]
  writeFileSync(join(bench.cwd, toy.filename), wheel({ name: 'shop', version: '1.0', metadata }))
  const { notes, verdicts } = await bench.run(toy.filename)
  assert.deepEqual(notes, [
    'metadata/author-domain: gives an address at mailinator.com',
    'metadata/direct-url-dependency: asks for helper from https://files.example.invalid/helper.zip',
    'metadata/starjacking: calls the repository of requests its own',
  ])
  assert.deepEqual(verdicts, ['clean warn'])
})

test('where an index says that a file was published from is compared with the repository that it names', async (t) => {
  const bench = benchOf(t)
  const metadata = ['Project-URL: Source, https://github.com/acme/shop']
  const file = { ...toy, bytes: wheel({ name: 'shop', version: '1.0', metadata }), told: { provenance: '/p/shop' } }
  const provenance = (repository: string): Exchange => {
    const body = JSON.stringify({ version: 1, attestation_bundles: [{ publisher: { kind: 'GitHub', repository } }] })
    const headers = { 'content-type': 'application/vnd.pypi.integrity.v1+json' }
    return { path: '/p/shop', answer: { kind: 'status', status: 200, headers, body } }
  }
  const other = await startFeedServer(t, [...published('shop', [file]), provenance('other/shop')])
  assert.deepEqual((await bench.run('shop', '--index-url', other.url('/simple'))).notes, [
    'release/repository-mismatch: was published from github.com/other/shop, and calls github.com/acme/shop its own',
  ])
  const [page] = published('shop', [file])
  assert.ok(page !== undefined)
  const own = await startFeedServer(t, [page, provenance('Acme/packages')])
  assert.deepEqual((await bench.run('shop', '--index-url', own.url('/simple'))).notes, [])
  const broken = await startFeedServer(t, [page, { path: '/p/shop', answer: { kind: 'status', status: 404 } }])
  const [found] = (await bench.run('shop', '--index-url', broken.url('/simple'))).artifacts
  assert.deepEqual(
    found?.unanalysed.map(({ code }) => code),
    ['PROVENANCE'],
  )
})

test('an index that has the name far above the one that is asked first is told, and one that does not answer', async (t) => {
  const bench = benchOf(t)
  const own = await startFeedServer(t, published('shop', [toy]))
  const [page] = published('shop', [{ filename: 'shop-99.0.tar.gz', bytes: Buffer.from('') }])
  assert.ok(page !== undefined)
  const other = await startFeedServer(t, [page])
  const indexes = ['--index-url', own.url('/simple'), '--index-url', other.url('/simple')]
  const { notes } = await bench.run('shop', ...indexes)
  assert.deepEqual(notes, [`release/index-confusion: is 1.0 at most, and ${other.origin}/simple has 99.0, far above`])
  const refusing = await startFeedServer(t, [{ path: '/simple/shop/', answer: { kind: 'status', status: 403 } }])
  const asked = await bench.run('shop', '--index-url', own.url('/simple'), '--index-url', refusing.url('/simple'))
  assert.deepEqual(
    asked.artifacts[0]?.unanalysed.map(({ code }) => code),
    ['INDEX_UNASKED'],
  )
})
