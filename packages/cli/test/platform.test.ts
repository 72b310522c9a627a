/** `--platform` of the commands that read an image, on an OCI layout with one image for each of two platforms. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { distInfo, temporaryFolder, writeTar } from '@cordon/testkit'
import { runMain } from './run-main.ts'

const library = 'usr/local/lib/python3.12/site-packages'
const oci = 'application/vnd.oci.image'

interface Blob {
  readonly digest: string
  readonly size: number
}

/** A layout whose one image has `basket` in another version for each architecture. */
function writeLayout(folder: string): void {
  const blobs = join(folder, 'blobs', 'sha256')
  mkdirSync(blobs, { recursive: true })
  const keep = (data: string | Uint8Array): Blob => {
    const hex = createHash('sha256').update(data).digest('hex')
    writeFileSync(join(blobs, hex), data)
    return { digest: `sha256:${hex}`, size: Buffer.byteLength(data) }
  }
  const manifests = Object.entries({ amd64: '1.0', arm64: '2.0' }).map(([architecture, version]) => {
    const files = Object.entries(distInfo(library, { name: 'basket', version }))
    const layer = keep(writeTar(files.map(([name, data]) => ({ name, data }))))
    const platform = { os: 'linux', architecture }
    const config = keep(JSON.stringify({ ...platform, rootfs: { type: 'layers', diff_ids: [layer.digest] } }))
    const manifest = keep(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: `${oci}.manifest.v1+json`,
        config: { mediaType: `${oci}.config.v1+json`, ...config },
        layers: [{ mediaType: `${oci}.layer.v1.tar`, ...layer }],
      }),
    )
    return { mediaType: `${oci}.manifest.v1+json`, ...manifest, platform }
  })
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}')
  writeFileSync(
    join(folder, 'index.json'),
    JSON.stringify({ schemaVersion: 2, mediaType: `${oci}.index.v1+json`, manifests }),
  )
}

const cases = [
  { words: 'sbom --image shop', version: '1.0' },
  { words: 'sbom --image shop --platform linux/arm64', version: '2.0' },
  { words: 'sbom --image shop --platform aarch64', version: '2.0' },
  { words: 'image shop --format json', version: '1.0' },
  { words: 'image shop --format json --platform linux/arm64', version: '2.0' },
]

describe('--platform of an image', () => {
  for (const { words, version } of cases)
    it(`chooses one of several: ${words}`, async (t) => {
      const cwd = temporaryFolder(t)
      writeLayout(join(cwd, 'shop'))
      const { stdout, stderr } = await runMain(words.split(' '), { cwd, cache: temporaryFolder(t) })
      const purls = new Set(stdout.match(/pkg:pypi\/[^"]+/g))
      assert.deepEqual([...purls], [`pkg:pypi/basket@${version}`], stderr)
    })

  it('is told in the JSON report, with the layers', async (t) => {
    const cwd = temporaryFolder(t)
    writeLayout(join(cwd, 'shop'))
    const words = 'image shop --format json --platform linux/arm64'.split(' ')
    const { stdout, stderr } = await runMain(words, { cwd, cache: temporaryFolder(t) })
    const { image } = JSON.parse(stdout)
    const { layers, ...rest } = image
    assert.match(rest.digest, /^sha256:[0-9a-f]{64}$/)
    assert.ok(stderr.startsWith(`shop (linux/arm64, ${rest.digest})\n`), stderr)
    assert.deepEqual(rest, { name: 'shop', platform: 'linux/arm64', digest: rest.digest, base: null })
    assert.equal(layers.length, 1)
    assert.match(layers[0].diffId, /^sha256:[0-9a-f]{64}$/)
    assert.ok(layers[0].bytes > 0)
    assert.deepEqual([layers[0].index, layers[0].createdBy, layers[0].base], [0, null, null])
  })

  for (const [platform, code] of [
    ['linux/s390x', 'NO_PLATFORM'],
    ['linux//', 'BAD_PLATFORM'],
  ] as const)
    for (const command of ['sbom --image shop', 'image shop'])
      it(`is refused where the image has none like that: ${command} --platform ${platform}`, async (t) => {
        const cwd = temporaryFolder(t)
        writeLayout(join(cwd, 'shop'))
        const words = [...command.split(' '), '--platform', platform]
        const { exit, stdout, stderr } = await runMain(words, { cwd, cache: temporaryFolder(t) })
        assert.equal(exit, 2)
        assert.equal(stdout, '')
        assert.match(stderr, new RegExp(`\\b${code}\\b`))
      })

  it('still narrows what is judged where files are read', async (t) => {
    const cwd = temporaryFolder(t)
    writeFileSync(join(cwd, 'requirements.txt'), 'basket==1.0\nbarrow==2.0; sys_platform == "win32"\n')
    const { exit, stdout } = await runMain(['sbom', '--platform', 'linux'], { cwd, cache: temporaryFolder(t) })
    assert.equal(exit, 0)
    assert.match(stdout, /basket/)
    assert.doesNotMatch(stdout, /barrow/)
  })
})
