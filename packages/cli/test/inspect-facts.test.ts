/** Names, metadata and publication as whole programs: packages that the tests make, on an index on loopback. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type Exchange, startFeedServer, temporaryFolder, writeZip } from '@cordon/testkit'
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
