import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { ImageError, type ImageErrorCode } from '@cordon/images'
import { type TarMember, temporaryFolder, writeTar } from '@cordon/testkit'
import { installedIn, readImage } from './read.ts'

const library = 'usr/lib/python3.12/site-packages'

/** An installed distribution as entries of a layer. */
function installed(name: string, more: Partial<TarMember> = {}): TarMember {
  return { name: `${library}/${name}-1.0.dist-info/METADATA`, data: `Name: ${name}\nVersion: 1.0\n`, ...more }
}

/** Writes an OCI layout of these layers by hand: no builder writes what is wrong here. */
function writeLayout(folder: string, layers: readonly Buffer[]): string {
  const blobs = join(folder, 'layout', 'blobs', 'sha256')
  mkdirSync(blobs, { recursive: true })
  const put = (bytes: Buffer) => {
    const hex = createHash('sha256').update(bytes).digest('hex')
    writeFileSync(join(blobs, hex), bytes)
    return { digest: `sha256:${hex}`, size: bytes.length }
  }
  const json = (value: unknown) => put(Buffer.from(JSON.stringify(value)))
  const diffIds = layers.map((tar) => `sha256:${createHash('sha256').update(tar).digest('hex')}`)
  const config = json({ os: 'linux', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: diffIds } })
  const manifest = json({
    schemaVersion: 2,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
    layers: layers.map((tar) => ({ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', ...put(gzipSync(tar)) })),
  })
  const index = {
    schemaVersion: 2,
    manifests: [{ mediaType: 'application/vnd.oci.image.manifest.v1+json', ...manifest }],
  }
  writeFileSync(join(folder, 'layout', 'index.json'), JSON.stringify(index))
  writeFileSync(join(folder, 'layout', 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}')
  return 'layout'
}

async function refused(work: Promise<unknown>, code: ImageErrorCode): Promise<void> {
  await assert.rejects(work, (error) => error instanceof ImageError && error.code === code)
}

describe('hostile layers', () => {
  it('neither write nor read anything outside of the image', async (t) => {
    const folder = temporaryFolder(t)
    const target = writeLayout(folder, [
      writeTar([
        { name: '../../escaped', data: 'x' },
        { name: `${library}/leak-1.0.dist-info/METADATA`, type: '2', link: '/etc/passwd' },
        { name: 'up', type: '2', link: '../../../../../..' },
        installed('through', { name: `up/${library}/through-1.0.dist-info/METADATA` }),
      ]),
    ])
    const read = await readImage(folder, target)
    assert.deepEqual(
      installedIn(read).filter((each) => each.startsWith('through')),
      ['through 1.0 @0'],
    )
    assert.ok(!installedIn(read).some((each) => each.includes('root:')))
    assert.match(read.warnings.join('\n'), /parent-path/)
    assert.deepEqual(readdirSync(folder), ['layout'])
    assert.ok(!existsSync(join(folder, '..', 'escaped')))
  })

  it('say what of them was not read', async (t) => {
    const folder = temporaryFolder(t)
    const loop: TarMember[] = [
      { name: 'a', type: '2', link: 'b' },
      { name: 'b', type: '2', link: 'a' },
      { name: 'a/x', data: 'x' },
    ]
    const hard: TarMember[] = [
      { name: 'h1', type: '1', link: 'h2' },
      { name: 'h2', type: '1', link: 'h1' },
    ]
    const cut = writeTar([installed('beta', { data: 'x'.repeat(5000) })]).subarray(0, 2048)
    const read = await readImage(folder, writeLayout(folder, [writeTar([installed('alpha'), ...loop, ...hard]), cut]))
    assert.ok(installedIn(read).includes('alpha 1.0 @0'))
    const messages = read.taken.coverage.failed.map(({ message }) => message).join('\n')
    assert.match(messages, /symlink-loop/)
    assert.match(messages, /stream-truncated/)
    assert.match(read.warnings.join('\n'), /link-missing/)
  })

  it('are refused when they unpack to far too much', async (t) => {
    const folder = temporaryFolder(t)
    const tar = writeTar([{ name: 'zeros', data: Buffer.alloc(300 * 1024 * 1024) }])
    await refused(readImage(folder, writeLayout(folder, [tar])), 'TOO_LARGE')
  })
})

describe('hostile archives of images', () => {
  it('that hold no image are refused', async (t) => {
    const folder = temporaryFolder(t)
    const files: Readonly<Record<string, Buffer>> = {
      'empty.tar': Buffer.alloc(0),
      'text.tar': Buffer.from('no tar'),
      'other.tar': writeTar([{ name: 'x', data: '1' }]),
      'zeros.tar': Buffer.alloc(10_240),
    }
    for (const [name, bytes] of Object.entries(files)) {
      writeFileSync(join(folder, name), bytes)
      await refused(readImage(folder, name), 'NOT_AN_IMAGE')
    }
    writeFileSync(join(folder, 'broken.tar.gz'), gzipSync(Buffer.alloc(5000)).subarray(0, 20))
    await refused(readImage(folder, 'broken.tar.gz'), 'BAD_LAYER')
    await refused(readImage(folder, './none.tar'), 'NOT_AN_IMAGE')
  })

  it('lead nowhere by their links', async (t) => {
    const folder = temporaryFolder(t)
    const layer = writeTar([installed('alpha')])
    const diffId = `sha256:${createHash('sha256').update(layer).digest('hex')}`
    const config = JSON.stringify({ os: 'linux', architecture: 'amd64', rootfs: { diff_ids: [diffId] } })
    const saved = (path: string, link: Partial<TarMember>): Buffer =>
      writeTar([
        { name: 'manifest.json', data: JSON.stringify([{ Config: 'c.json', RepoTags: null, Layers: [path] }]) },
        { name: 'c.json', data: config },
        { name: 'one/layer.tar', data: layer },
        { name: 'two/layer.tar', type: '2', ...link },
      ])
    writeFileSync(join(folder, 'shared.tar'), saved('two/layer.tar', { link: '../one/layer.tar' }))
    assert.deepEqual(installedIn(await readImage(folder, 'shared.tar')), ['alpha 1.0 @0'])
    for (const link of ['layer.tar', '../../../../etc/passwd', '/etc/passwd', 'none']) {
      writeFileSync(join(folder, 'bad.tar'), saved('two/layer.tar', { link }))
      await refused(readImage(folder, 'bad.tar'), 'MISSING_BLOB')
    }
    mkdirSync(join(folder, 'saved'))
    writeFileSync(join(folder, 'saved', 'manifest.json'), JSON.stringify([{ Config: '../../etc/passwd', Layers: [] }]))
    await refused(readImage(folder, 'saved'), 'MISSING_BLOB')
    symlinkSync('/etc/passwd', join(folder, 'saved', 'c.json'))
    writeFileSync(join(folder, 'saved', 'manifest.json'), JSON.stringify([{ Config: 'c.json', Layers: [] }]))
    await refused(readImage(folder, 'saved'), 'MISSING_BLOB')
    rmSync(join(folder, 'saved', 'c.json'))
    mkdirSync(join(folder, 'outside'))
    writeFileSync(join(folder, 'outside', 'c.json'), config)
    writeFileSync(join(folder, 'outside', 'layer.tar'), layer)
    writeFileSync(
      join(folder, 'saved', 'manifest.json'),
      JSON.stringify([{ Config: 'c.json', Layers: ['in/layer.tar'] }]),
    )
    symlinkSync('../outside/c.json', join(folder, 'saved', 'c.json'))
    symlinkSync('../outside', join(folder, 'saved', 'in'))
    await refused(readImage(folder, 'saved'), 'MISSING_BLOB')
    renameSync(join(folder, 'outside'), join(folder, 'saved', 'outside'))
    for (const [name, target] of [
      ['c.json', 'outside/c.json'],
      ['in', 'outside'],
    ] as const) {
      rmSync(join(folder, 'saved', name))
      symlinkSync(target, join(folder, 'saved', name))
    }
    assert.deepEqual(installedIn(await readImage(folder, 'saved')), ['alpha 1.0 @0'])
  })
})
