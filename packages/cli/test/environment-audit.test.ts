/** `cordon environment audit`: environments on disk, an index on loopback, an instance of Sigstore that the test makes. */
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { provenanceUrlText } from '@cordon/pypa'
import {
  distInfo,
  type IndexedFile,
  type MadeDistribution,
  madeProvenance,
  madeRelease,
  madeSigstore,
  startReleaseIndex,
  temporaryFolder,
} from '@cordon/testkit'
import { runMain } from './run-main.ts'
import { schemaErrors } from './support/schema.ts'

const instance = madeSigstore()
const { wheel } = madeRelease('demo', '1.0')
const library = 'venv/lib/python3.12/site-packages'
const commit = 'c0ffee'.padEnd(40, '0')

function recorded(
  sha256 = wheel.sha256,
  url = `https://files.example.invalid/${wheel.filename}`,
): Record<string, string> {
  return { 'provenance_url.json': provenanceUrlText({ url, hashes: [{ algorithm: 'sha256', value: sha256 }] }) ?? '' }
}

const demo: MadeDistribution = { name: 'demo', version: '1.0', installer: 'pip', files: recorded() }

/** An environment, an index with these files, and what the command says of the environment. */
async function bench(t: TestContext, made: readonly MadeDistribution[], files: readonly IndexedFile[] = []) {
  const index = await startReleaseIndex(t, files)
  const cwd = temporaryFolder(t)
  const cache = temporaryFolder(t)
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(cwd, path)), { recursive: true })
    writeFileSync(join(cwd, path), text)
  }
  put('venv/pyvenv.cfg', 'version = 3.12.4\n')
  put('root.json', instance.trustedRoot)
  for (const each of made) for (const [path, text] of Object.entries(distInfo(library, each))) put(path, text)
  const run = async (...words: readonly string[]) => {
    const ran = await runMain(['environment', 'audit', 'venv', '--format', 'json', ...words], {
      cwd,
      cache,
      loopback: true,
    })
    const document = ran.stdout === '' ? null : JSON.parse(ran.stdout)
    if (document !== null) assert.deepEqual(schemaErrors('cordon.environment-audit-1', document), [])
    const all: readonly Audited[] =
      document?.environments.flatMap((each: { distributions: Audited[] }) => each.distributions) ?? []
    const codes = all.map(({ name, reasons }) => [name, ...reasons.map(({ code }) => code)])
    return { ...ran, codes, all }
  }
  return { cwd, put, run, index }
}

interface Audited {
  readonly name: string
  readonly origin: { readonly kind: string }
  readonly reasons: readonly { readonly code: string }[]
  readonly index: { readonly state: string } | null
  readonly vouched: { readonly files: readonly { readonly signers: readonly string[] }[] } | null
}

describe('cordon environment audit', () => {
  it('tells each kind of origin, and what nobody has written down', async (t) => {
    const from = (name: string, info: object): MadeDistribution => ({
      ...demo,
      name,
      files: {
        'direct_url.json': JSON.stringify({
          url: name === 'd' ? 'file:///srv/d' : `https://files.example.invalid/${name}-1.0.tar.gz`,
          ...info,
        }),
      },
    })
    const { run } = await bench(t, [
      demo,
      from('a', { archive_info: { hashes: { sha256: wheel.sha256 } } }),
      from('b', { archive_info: {} }),
      from('c', { vcs_info: { vcs: 'git', commit_id: commit } }),
      from('d', { dir_info: { editable: true } }),
      { ...demo, name: 'e', files: {} },
    ])
    const { exit, all, codes } = await run()
    assert.equal(exit, 4)
    assert.deepEqual(
      all.map(({ name, origin }) => [name, origin.kind]),
      [
        ['a', 'url'],
        ['b', 'url'],
        ['c', 'vcs'],
        ['d', 'editable'],
        ['demo', 'index'],
        ['e', 'unknown'],
      ],
    )
    assert.deepEqual(
      codes.filter(([, ...rest]) => rest.length > 0),
      [
        ['b', 'ADVICE', 'NOT_PINNED'],
        ['e', 'NO_ORIGIN'],
      ],
    )
  })

  it('fails for files that are not those of RECORD, and for records that break their standard', async (t) => {
    const broken = {
      'provenance_url.json': JSON.stringify({
        url: 'https://me:pw@files.example.invalid/x',
        archive_info: { hashes: {} },
      }),
    }
    const { run, put } = await bench(t, [demo, { ...demo, name: 'other', files: broken }])
    put(`${library}/demo/__init__.py`, 'changed = 1\n')
    const { exit, codes, stdout } = await run()
    assert.equal(exit, 1)
    assert.deepEqual(codes, [
      ['demo', 'CHANGED_FILE'],
      ['other', 'RULE', 'RULE'],
    ])
    assert.doesNotMatch(stdout, /me:pw/)
    assert.deepEqual((await run('--no-verify')).codes[0], ['demo'])
  })

  it('holds what is installed against a lock and a list of hosts', async (t) => {
    const { run, put } = await bench(t, [
      demo,
      { ...demo, name: 'pip' },
      { ...demo, name: 'stray' },
      { ...demo, name: 'zoo' },
    ])
    const entry = (name: string, version: string, sha256: string): string =>
      `[[packages]]\nname = "${name}"\nversion = "${version}"\nwheels = [{ url = "https://files.example.invalid/${name}-${version}-py3-none-any.whl", hashes = { sha256 = "${sha256}" } }]\n`
    const lock = (sha256: string): string =>
      `lock-version = "1.0"\ncreated-by = "x"\n${entry('demo', '1.0', sha256)}${entry('zoo', '2.0', sha256)}`
    put('pylock.toml', lock(wheel.sha256))
    const held = await run('--lock', 'pylock.toml', '--allow-host', 'files.example.invalid')
    assert.deepEqual(held.codes, [['demo'], ['pip', 'SEED'], ['stray', 'NOT_IN_LOCK'], ['zoo', 'OTHER_VERSION']])
    put('pylock.toml', lock('ab'.repeat(32)))
    const other = await run('--lock', 'pylock.toml', '--allow-host', 'other.example.invalid')
    assert.deepEqual([other.exit, other.codes[0]], [1, ['demo', 'HOST', 'OTHER_FILE']])
  })

  it('says what became of it on its index', async (t) => {
    const gone: MadeDistribution = { ...demo, name: 'gone', files: recorded('ab'.repeat(32)) }
    const cases: readonly (readonly [MadeDistribution, IndexedFile, string | null, readonly string[]])[] = [
      [demo, wheel, 'listed', []],
      [demo, { ...wheel, yanked: true }, 'listed', ['YANKED']],
      [{ ...demo, files: recorded('ab'.repeat(32)) }, wheel, 'other-hash', ['OTHER_HASH']],
      [
        { ...demo, files: recorded('ab'.repeat(32), 'https://files.example.invalid/demo-1.0-cp312-none-any.whl') },
        wheel,
        'gone',
        ['GONE'],
      ],
      [{ ...demo, files: {} }, wheel, 'release', ['NO_ORIGIN']],
      [gone, wheel, 'absent', ['ABSENT']],
    ]
    for (const [made, file, state, codes] of cases) {
      const { run, index } = await bench(t, [made], [file])
      const { all } = await run('--index-url', index.url)
      assert.deepEqual([all[0]?.index?.state, all[0]?.reasons.map(({ code }) => code)], [state, codes])
    }
    const { run } = await bench(t, [demo])
    const away = await run('--index-url', 'http://127.0.0.1:9/simple', '--offline')
    assert.deepEqual([away.exit, away.codes], [4, [['demo', 'INDEX_UNKNOWN']]])
  })

  it('says who vouches for it', async (t) => {
    const signed: IndexedFile = { ...wheel, provenance: madeProvenance(instance, wheel) }
    const good = await bench(t, [demo], [signed])
    const words = ['--vouched', '--trusted-root', 'root.json', '--index-url']
    const held = await good.run(...words, good.index.url)
    assert.deepEqual([held.exit, held.codes], [0, [['demo']]])
    assert.deepEqual(
      held.all[0]?.vouched?.files.map(({ signers }) => signers),
      [['https://github.com/example/demo']],
    )
    const { wheel: other } = madeRelease('other', '1.0')
    const bad = await bench(t, [demo], [{ ...wheel, provenance: madeProvenance(instance, other) }])
    assert.deepEqual((await bad.run(...words, bad.index.url)).codes, [['demo', 'ATTESTATION_FAILED']])
  })

  it('has nothing to say of what is no environment, or an empty one', async (t) => {
    const { run, cwd } = await bench(t, [])
    assert.equal((await run()).exit, 3)
    assert.equal((await runMain(['environment', 'audit', 'none'], { cwd, cache: cwd })).exit, 2)
  })
})
