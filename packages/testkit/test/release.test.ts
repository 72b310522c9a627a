/** The double of a release, its signatures and its index: what it says of itself is what it serves, and its faults are faults. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { it } from 'node:test'
import {
  githubBuild,
  madeProvenance,
  madeRelease,
  madeSigstore,
  provenancePath,
  publisherOfBuild,
  startReleaseIndex,
} from '../src/index.ts'

interface Page {
  readonly files: readonly {
    readonly filename: string
    readonly url: string
    readonly hashes: { readonly sha256: string }
    readonly provenance: string | null
  }[]
}

const json = { accept: 'application/vnd.pypi.simple.v1+json' }
const { wheel, sdist } = madeRelease('Demo', '1.0')

it('lists files with their digests and provenance, in the form that is asked for', async (t) => {
  const provenance = madeProvenance(madeSigstore(), wheel, githubBuild(), { slsa: true })
  const index = await startReleaseIndex(t, [{ ...wheel, provenance }, sdist])
  const page = (await (await fetch(`${index.url}demo/`, { headers: json })).json()) as Page
  assert.deepEqual(
    page.files.map((file) => [file.filename, file.provenance]),
    [
      ['Demo-1.0-py3-none-any.whl', index.provenanceUrl(wheel.filename)],
      ['Demo-1.0.tar.gz', null],
    ],
  )
  const [first] = page.files
  assert.ok(first?.provenance)
  const bytes = new Uint8Array(await (await fetch(new URL(first.url, `${index.url}demo/`))).arrayBuffer())
  assert.equal(createHash('sha256').update(bytes).digest('hex'), first.hashes.sha256)
  const served = JSON.parse(await (await fetch(first.provenance)).text())
  assert.deepEqual(served, JSON.parse(JSON.stringify(provenance)))
  assert.equal(served.attestation_bundles[0].attestations.length, 2)
  const html = await (await fetch(`${index.url}demo/`)).text()
  assert.match(html, /data-provenance="http:\/\/127\.0\.0\.1:\d+\/integrity\/Demo-1\.0-py3-none-any\.whl\/provenance"/)
  assert.equal((await fetch(`${index.url}other/`, { headers: json })).status, 404)
})

it('fails as it is told, and then no more', async (t) => {
  const index = await startReleaseIndex(t, [{ ...wheel, provenance: '{}' }])
  const url = index.provenanceUrl(wheel.filename)
  const path = provenancePath(wheel.filename)
  index.fail(path, { kind: 'status', status: 429, retryAfter: 7, times: 1 })
  const refused = await fetch(url)
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '7'])
  assert.equal((await fetch(url)).status, 200)
  index.fail(path, { kind: 'cut' })
  await assert.rejects(async () => (await fetch(url)).text())
  index.fail(path, { kind: 'wrong-type' })
  assert.equal((await fetch(url)).headers.get('content-type'), 'text/html')
  index.fail(path, { kind: 'silent' })
  await assert.rejects(fetch(url, { signal: AbortSignal.timeout(50) }))
  index.fail(path, null)
  assert.equal(await (await fetch(url)).text(), '{}')
  assert.equal(index.requests.filter((each) => each === path).length, 6)
})

it('lies about the publisher when it is told to', () => {
  const publisher = publisherOfBuild(githubBuild({ repository: 'example/other' }))
  const provenance = JSON.stringify(madeProvenance(madeSigstore(), sdist, githubBuild(), { publisher }))
  assert.match(provenance, /"repository":"example\/other"/)
})
