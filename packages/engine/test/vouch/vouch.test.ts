/** Who vouches for what a lock pins: what an index says and does, honest and otherwise. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it, type TestContext } from 'node:test'
import { lockfileFormats } from '@cordon/lockfiles'
import { createHttpClient, createIndexClient } from '@cordon/sources'
import {
  githubBuild,
  madeProvenance,
  madeRelease,
  provenancePath,
  publisherOfBuild,
  type ServerFault,
} from '@cordon/testkit'
import { build, demo, instance, locked, parsed, signed, startBench, states } from './bench.ts'

const { wheel, sdist } = demo
const missing = 'missing provenance-missing'
const unavailable = 'unknown provenance-unavailable'

/** Address of a server that answers so, on loopback. */
async function serve(t: TestContext, answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('what an index says', () => {
  it('is verified, or missing where its page has nothing', async (t) => {
    const bench = await startBench(t, [signed(wheel), { ...sdist, provenance: null }])
    const releases = await bench.run(locked(wheel, sdist))
    assert.deepEqual(states(releases), ['verified', missing])
    const [file] = releases[0]?.files ?? []
    assert.equal(file?.sha256, wheel.sha256)
    assert.equal(file?.digestFrom, 'pin')
    assert.equal(file?.index, bench.index.url)
    assert.deepEqual(file?.vouchings[0]?.publisher, { kind: 'GitHub', place: 'example/demo' })
  })

  it('is read from HTML too', async (t) => {
    const bench = await startBench(t, [signed(wheel), sdist], { form: 'html' })
    assert.deepEqual(states(await bench.run(locked(wheel, sdist))), ['verified', missing])
  })

  it('does not hold for other bytes, another name or another publisher', async (t) => {
    const other = madeRelease('demo', '1.0', { 'demo/__init__.py': 'evil = True\n' }).wheel
    for (const [provenance, code] of [
      [madeProvenance(instance, other, build), 'failed subject-digest'],
      [madeProvenance(instance, { ...wheel, filename: 'demo-1.1-py3-none-any.whl' }, build), 'failed subject-name'],
      [
        madeProvenance(instance, wheel, build, { publisher: publisherOfBuild(githubBuild({ repository: 'a/b' })) }),
        'failed publisher-claim-mismatch',
      ],
      [
        madeProvenance(instance, wheel, build, { publisher: { kind: 'Newcomer', repository: 'a/b' } }),
        'unknown unknown-publisher-kind',
      ],
      ['{"version": 1, "attestation_bundles": []}', 'failed malformed'],
      ['{"version": 2}', 'failed malformed'],
    ] as const) {
      const bench = await startBench(t, [{ ...wheel, provenance }])
      assert.deepEqual(states(await bench.run(locked(wheel))), [code])
      // What failed is not taken for known: it is asked again, and offline it fails again.
      assert.deepEqual(states(await bench.run(locked(wheel), { client: null })), [code])
    }
  })

  it('is a provenance object, not an attestation or bundle that somebody signed', async (t) => {
    const provenance = madeProvenance(instance, wheel, build) as {
      readonly attestation_bundles: readonly { readonly attestations: readonly object[] }[]
    }
    const [attestation] = provenance.attestation_bundles[0]?.attestations ?? []
    const bench = await startBench(t, [{ ...wheel, provenance: JSON.stringify(attestation) }])
    assert.deepEqual(states(await bench.run(locked(wheel))), ['failed malformed'])
  })

  it('is about the pinned bytes, whatever the page says of them', async (t) => {
    const other = madeRelease('demo', '1.0', { 'demo/__init__.py': 'evil = True\n' }).wheel
    // The index has other bytes under the name, and an honest attestation of them.
    const bench = await startBench(t, [signed(other)])
    const [release] = await bench.run(locked(wheel))
    assert.deepEqual(states(release === undefined ? [] : [release]), [unavailable])
    assert.match(release?.files[0]?.failures[0]?.detail ?? '', /lists other bytes under this name than are pinned/)
  })
})

describe('trouble on the way', () => {
  const faults: readonly ServerFault[] = [
    ...[401, 403, 404, 410, 429, 500, 502, 503].map((status) => ({ kind: 'status', status }) as const),
    { kind: 'cut' },
    { kind: 'wrong-type' },
    { kind: 'silent' },
  ]

  it('with a provenance is never that there is none', async (t) => {
    for (const fault of faults) {
      const bench = await startBench(t, [signed(wheel), sdist])
      bench.index.fail(provenancePath(wheel.filename), fault)
      assert.deepEqual(states(await bench.run(locked(wheel, sdist))), [unavailable, missing], JSON.stringify(fault))
    }
  })

  it('with a page is never that there is none', async (t) => {
    for (const fault of faults) {
      const bench = await startBench(t, [signed(wheel), sdist])
      bench.index.fail('/simple/demo/', fault)
      const found = states(await bench.run(locked(wheel, sdist)))
      assert.deepEqual(found, [unavailable, unavailable], JSON.stringify(fault))
    }
  })

  it('that passes is tried again', async (t) => {
    const bench = await startBench(t, [signed(wheel)])
    bench.index.fail('/simple/demo/', { kind: 'status', status: 503, times: 1 })
    bench.index.fail(provenancePath(wheel.filename), { kind: 'cut', times: 1 })
    assert.deepEqual(states(await bench.run(locked(wheel))), ['verified'])
  })

  it('with an address: only what is as safe as the page is asked, and what cannot be read is not nothing', async (t) => {
    for (const provenanceAt of ['file:///etc/hostname', 'ftp://127.0.0.1/x', 'http://[', 'data:application/json,{}']) {
      const bench = await startBench(t, [{ ...signed(wheel), provenanceAt }])
      assert.deepEqual(states(await bench.run(locked(wheel))), [unavailable], provenanceAt)
    }
  })

  it('ends: an index that never answers is given up', async (t) => {
    const bench = await startBench(t, [])
    const http = createHttpClient(
      { fetch, now: () => new Date(0), sleep: () => Promise.resolve() },
      { attempts: 1, connectMilliseconds: 50 },
    )
    const client = createIndexClient(http, { indexes: [], netrc: null, folder: bench.folder, maxFileBytes: 1 })
    const files = Array.from({ length: 200 }, (_, at) => madeRelease(`p${at}`, '1.0').wheel)
    for (const { project } of files) bench.index.fail(`/simple/${project}/`, { kind: 'silent' })
    const releases = await bench.run(locked(...files), { client })
    assert.equal(states(releases).filter((state) => state === unavailable).length, 200)
    assert.ok(bench.index.requests.length < 40, String(bench.index.requests.length))
  })

  it('follows a redirect to the same index, and none from there to elsewhere that is less safe', async (t) => {
    const bench = await startBench(t, [signed(wheel)])
    const origin = await serve(t, (request, response) => {
      const location = request.url === '/there' ? bench.index.provenanceUrl(wheel.filename) : 'file:///etc/hostname'
      response.writeHead(302, { location }).end()
    })
    bench.index.serve({ ...signed(wheel), provenanceAt: `${origin}/there` })
    assert.deepEqual(states(await bench.run(locked(wheel), { cache: null })), ['verified'])
    bench.index.serve({ ...signed(wheel), provenanceAt: `${origin}/away` })
    assert.deepEqual(states(await bench.run(locked(wheel), { cache: null })), [unavailable])
  })
})

describe('what is hostile', () => {
  it('a page with 100,000 files is read once, in time', async (t) => {
    const bench = await startBench(t, [])
    const many = Array.from({ length: 100_000 }, (_, at) => {
      const sha256 = at.toString(16).padStart(64, '0')
      return { filename: `demo-1.0-${at}-py3-none-any.whl`, url: `f/${at}`, hashes: { sha256 } }
    })
    const files = [...many, { filename: wheel.filename, url: 'f', hashes: { sha256: wheel.sha256 }, provenance: '/p' }]
    const page = JSON.stringify({ meta: { 'api-version': '1.4' }, name: 'demo', files })
    const provenance = JSON.stringify(madeProvenance(instance, wheel, build))
    const origin = await serve(t, (request, response) => {
      const isPage = request.url === '/simple/demo/'
      response.writeHead(200, { 'content-type': isPage ? 'application/vnd.pypi.simple.v1+json' : 'application/json' })
      response.end(isPage ? page : provenance)
    })
    const index = `${origin}/simple/`
    assert.deepEqual(states(await bench.run(locked(wheel), { indexes: () => [index] })), ['verified'])
    // Nothing pins a file: every one of the release is meant, and only so many are looked at.
    const open = parsed('requirements', 'requirements.txt', 'demo==1.0\n')
    const found = states(await bench.run(open, { indexes: () => [index] }))
    assert.equal(found.length, 1001)
    assert.equal(found.at(-1), unavailable)
  })

  it('a provenance that is huge, deep, or of very many bundles', async (t) => {
    const [bundle] = (madeProvenance(instance, wheel, build) as { attestation_bundles: readonly object[] })
      .attestation_bundles
    for (const [provenance, state] of [
      [`{"version": 1, "x": "${'x'.repeat(5_000_000)}"}`, unavailable],
      [`{"version": 1, "attestation_bundles": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'failed malformed'],
      [JSON.stringify({ version: 1, attestation_bundles: Array(300).fill(bundle) }), 'failed malformed'],
    ] as const) {
      const bench = await startBench(t, [{ ...wheel, provenance }])
      assert.deepEqual(states(await bench.run(locked(wheel))), [state])
    }
  })
})

describe('which files', () => {
  it('those that a lock pins by a name-less digest, and with another algorithm by the digest of the index', async (t) => {
    const bench = await startBench(t, [signed(wheel), signed(sdist)])
    const pinned = parsed('requirements', 'requirements.txt', `demo==1.0 --hash=sha256:${sdist.sha256}\n`)
    const [release] = await bench.run(pinned)
    assert.deepEqual(
      release?.files.map(({ filename, digestFrom, state }) => [filename, digestFrom, state]),
      [[sdist.filename, 'pin', 'verified']],
    )
    const open = parsed('requirements', 'requirements.txt', 'demo==1.0\n')
    const [all] = await bench.run(open)
    assert.deepEqual(
      all?.files.map(({ filename, digestFrom, state }) => [filename, digestFrom, state]),
      [
        [wheel.filename, 'index', 'verified'],
        [sdist.filename, 'index', 'verified'],
      ],
    )
  })

  it('none of what comes from no index, or has no version', async (t) => {
    const bench = await startBench(t, [signed(wheel)])
    const text = 'demo>=1\ndemo @ git+https://git.example.invalid/demo@v1\n'
    const releases = await bench.run(parsed('requirements', 'requirements.txt', text))
    assert.deepEqual(
      releases.map(({ files }) => files),
      [[], []],
    )
    assert.equal(bench.index.requests.length, 0)
  })

  it('of several indexes, the first that vouches for the pinned bytes', async (t) => {
    const mirror = await startBench(t, [wheel])
    const bench = await startBench(t, [signed(wheel)])
    const both = [mirror.index.url, bench.index.url]
    const [release] = await bench.run(locked(wheel), { indexes: () => both })
    assert.deepEqual(
      release?.files.map(({ state, index }) => [state, index]),
      [['verified', bench.index.url]],
    )
    bench.index.fail('/simple/demo/', { kind: 'status', status: 403 })
    const again = await bench.run(locked(wheel), { indexes: () => both, cache: null })
    assert.deepEqual(states(again), [unavailable])
  })
})

describe('what a lock pins of identities', () => {
  const identity = (more: string): string => `[[packages.attestation-identities]]\n${more}\n`
  const right = 'kind = "GitHub"\nrepository = "example/demo"\nworkflow = "release.yml"'
  const cases: readonly (readonly [string, string])[] = [
    [right, 'verified'],
    [`${right}\nenvironment = ""`, 'verified'],
    [right.replace('example/demo', 'example/other'), 'failed identity-mismatch'],
    [right.replace('release.yml', 'other.yml'), 'failed identity-mismatch'],
    ['kind = "Google"\nemail = "a@example.org"', 'failed identity-mismatch'],
    ['kind = "Newcomer"\nplace = "x"', 'unknown unknown-publisher-kind'],
    ['place = "x"', 'unknown unknown-publisher-kind'],
    [`${right.replace('release.yml', 'x.yml')}\n\n[[packages.attestation-identities]]\n${right}`, 'verified'],
  ]

  it('holds, or fails', async (t) => {
    const bench = await startBench(t, [signed(wheel)])
    for (const [pin, state] of cases) {
      const releases = await bench.run(locked({ ...wheel, more: identity(pin) }))
      assert.deepEqual(states(releases), [state], pin)
      // The same again from what is kept: a pin is no part of it.
      assert.deepEqual(states(await bench.run(locked({ ...wheel, more: identity(pin) }), { client: null })), [state])
    }
    assert.equal(bench.verifications(), 1)
  })

  it('is told where it is written so that it would pin nothing', () => {
    const format = lockfileFormats.find(({ id }) => id === 'pylock')
    for (const wrong of [
      '[packages.attestation-identities]\nkind = "GitHub"\n',
      'attestation-identities = "GitHub"\n',
      'attestation-identities = ["GitHub"]\n',
    ]) {
      const text = `lock-version = "1.0"\ncreated-by = "a test"\n[[packages]]\nname = "demo"\nversion = "1.0"\nsdist = { name = "demo-1.0.tar.gz", url = "https://files.example.invalid/demo-1.0.tar.gz", hashes = {} }\n${wrong}`
      const skipped = format?.parse(text, 'pylock.toml').skipped.map(({ code, text: what }) => `${code} ${what}`)
      assert.ok(skipped?.includes('BAD_ENTRY attestation-identities'), wrong)
    }
  })

  it('fails where nothing vouches, and does not know where nobody could be asked', async (t) => {
    const bench = await startBench(t, [wheel])
    const pinned = locked({ ...wheel, more: identity(right) })
    assert.deepEqual(states(await bench.run(pinned)), ['failed provenance-missing'])
    bench.index.fail('/simple/demo/', { kind: 'status', status: 500 })
    assert.deepEqual(states(await bench.run(pinned, { cache: null })), [unavailable])
  })

  it('compares the environment where the certificate says one', async (t) => {
    const inside = githubBuild({ environment: 'release' })
    const bench = await startBench(t, [{ ...wheel, provenance: madeProvenance(instance, wheel, inside) }])
    for (const [environment, state] of [
      ['release', 'verified'],
      ['', 'verified'],
      ['staging', 'failed identity-mismatch'],
    ] as const) {
      const pin = identity(`${right}\nenvironment = "${environment}"`)
      assert.deepEqual(states(await bench.run(locked({ ...wheel, more: pin }))), [state])
    }
  })
})
