import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  baseOf,
  commandsOf,
  guessBoundary,
  type HistoryEntry,
  type Image,
  ImageError,
  type ImageErrorCode,
  type ImageFiles,
  openLayout,
  openLegacy,
  openSaved,
  parsePlatform,
  parseReference,
  platformText,
  readConfig,
  readManifest,
  readStep,
  referenceText,
  stepText,
} from '@cordon/images'
import fc from 'fast-check'
import { sha256 } from './layers.ts'

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))
const digest = `sha256:${'a'.repeat(64)}`
const descriptor = (mediaType: string) => ({ mediaType, digest, size: 1 })
const config = descriptor('application/vnd.oci.image.config.v1+json')
const layer = descriptor('application/vnd.oci.image.layer.v1.tar+gzip')

function refuses(code: ImageErrorCode, work: () => unknown): void {
  assert.throws(work, (error) => error instanceof ImageError && error.code === code)
}

async function refusesLater(code: ImageErrorCode, work: Promise<unknown>): Promise<void> {
  await assert.rejects(work, (error) => error instanceof ImageError && error.code === code)
}

describe('manifests', () => {
  const read = (value: unknown, mediaType = '') => readManifest(json(value), mediaType, 'it')

  it('are an image or several', () => {
    assert.equal(
      read({ schemaVersion: 2, config, layers: [layer, { ...layer, mediaType: undefined }] }).kind,
      'manifest',
    )
    assert.equal(read({ schemaVersion: 2, manifests: [config] }).kind, 'index')
  })

  it('are refused where they could be read in two ways', () => {
    refuses('BAD_DOCUMENT', () => read({ config, layers: [], manifests: [] }))
    refuses('BAD_DOCUMENT', () =>
      read(
        { mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [] },
        'application/vnd.oci.image.manifest.v1+json',
      ),
    )
    refuses('BAD_DOCUMENT', () => read({ mediaType: 'application/vnd.oci.image.manifest.v1+json', manifests: [] }))
    refuses('BAD_DOCUMENT', () => read({ mediaType: 'application/vnd.oci.image.index.v1+json', config, layers: [] }))
  })

  it('are refused where they are no images', () => {
    refuses('UNSUPPORTED', () => read({ schemaVersion: 1, fsLayers: [] }))
    refuses('NOT_AN_IMAGE', () => read({ config: descriptor('application/vnd.cncf.helm.config.v1+json'), layers: [] }))
    refuses('UNSUPPORTED', () =>
      read({ config, layers: [descriptor('application/vnd.oci.image.layer.v1.tar+gzip+encrypted')] }),
    )
    refuses('BAD_DOCUMENT', () => read({}))
    refuses('BAD_DOCUMENT', () => read([]))
    refuses('BAD_DOCUMENT', () => readManifest(Buffer.from([0xff, 0xfe]), '', 'it'))
    refuses('TOO_LARGE', () => readManifest(Buffer.alloc(9 * 1024 * 1024, ' '), '', 'it'))
  })

  it('name parts by digests and sizes that are some', () => {
    for (const bad of ['sha256:zz', 'sha256:', 1, null, '../../etc/passwd', `SHA256:${'a'.repeat(64)}`])
      refuses('BAD_DOCUMENT', () => read({ config: { ...config, digest: bad }, layers: [] }))
    refuses('UNSUPPORTED', () => read({ config: { ...config, digest: `sha512:${'a'.repeat(128)}` }, layers: [] }))
    for (const size of [-1, 1.5, '1', 1e300])
      refuses('BAD_DOCUMENT', () => read({ config: { ...config, size }, layers: [] }))
  })

  it('never throw anything but their own error', () => {
    const value = fc.jsonValue()
    const object = fc.record({ config: value, layers: value, manifests: value, mediaType: value }, { requiredKeys: [] })
    fc.assert(
      fc.property(fc.oneof(object, value), (document) => {
        for (const work of [() => read(document), () => readConfig(json(document), 'it')])
          try {
            work()
          } catch (error) {
            assert.ok(error instanceof ImageError)
          }
      }),
    )
  })

  it('pollute no prototype', () => {
    const read = readConfig(
      Buffer.from('{"rootfs":{"diff_ids":[]},"config":{"Labels":{"__proto__":"x","a":"b"}}}'),
      'it',
    )
    assert.deepEqual(
      [...read.labels],
      [
        ['__proto__', 'x'],
        ['a', 'b'],
      ],
    )
    assert.equal(({} as { x?: string }).x, undefined)
  })
})

describe('names of images', () => {
  it('are read as docker reads them', () => {
    const cases: Readonly<Record<string, string>> = {
      python: 'docker.io/library/python:latest',
      'python:3.12-slim': 'docker.io/library/python:3.12-slim',
      'team/app': 'docker.io/team/app:latest',
      'ghcr.io/a/b/c:1': 'ghcr.io/a/b/c:1',
      'localhost/app': 'localhost/app:latest',
      'localhost:5000/app': 'localhost:5000/app:latest',
      '[::1]:5000/app:x': '[::1]:5000/app:x',
      [`a.example/x@${digest}`]: `a.example/x@${digest}`,
      [`a.example/x:1@${digest}`]: `a.example/x:1@${digest}`,
    }
    for (const [text, whole] of Object.entries(cases)) assert.equal(referenceText(parseReference(text)), whole)
  })

  it('are refused where they are none', () => {
    const bad = [
      '',
      ':',
      'App',
      'a//b',
      'a:',
      'a@sha256:x',
      'http://x/y',
      'a b',
      '../x',
      'x/../y',
      '-x',
      'x:y:z',
      'a'.repeat(300),
      'x.example/',
      'x\n',
    ]
    for (const text of bad) refuses('BAD_REFERENCE', () => parseReference(text))
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (text) => {
        try {
          assert.deepEqual(parseReference(referenceText(parseReference(text))), parseReference(text))
        } catch (error) {
          assert.ok(error instanceof ImageError)
        }
      }),
    )
  })
})

describe('platforms', () => {
  it('are read in the words that people use', () => {
    const cases = {
      arm64: 'linux/arm64',
      'linux/arm64/v8': 'linux/arm64',
      'linux/x86_64': 'linux/amd64',
      'linux/arm/v7': 'linux/arm/v7',
      aarch64: 'linux/arm64',
      'Windows/amd64': 'windows/amd64',
    }
    for (const [text, whole] of Object.entries(cases)) assert.equal(platformText(parsePlatform(text)), whole)
    for (const text of ['', '/', 'a/b/c/d', 'linux/', 'a b']) refuses('BAD_PLATFORM', () => parsePlatform(text))
  })
})

describe('histories', () => {
  it('say the same in the words of each builder', () => {
    const cases: Readonly<Record<string, string>> = {
      '/bin/sh -c pip install x': 'RUN pip install x',
      'RUN /bin/sh -c pip install x # buildkit': 'RUN pip install x',
      '|1 A=b /bin/sh -c pip install x': 'RUN pip install x',
      'RUN |2 A=b C=d /bin/sh -c pip install x # buildkit': 'RUN pip install x',
      'RUN /bin/bash -o pipefail -c pip  install\tx': 'RUN pip install x',
      '/bin/sh -c #(nop)  CMD ["python3"]': 'CMD ["python3"]',
      '/bin/sh -c #(nop) ADD file:1 in / ': 'ADD file:1 in /',
      'COPY . /app # buildkit': 'COPY . /app',
      'umoci insert': 'umoci insert',
    }
    for (const [line, step] of Object.entries(cases)) {
      assert.equal(stepText(line, 100), step)
      assert.equal(stepText(step, 100), step)
    }
    assert.equal(readStep('RUN pip install x').instruction, 'RUN')
    assert.equal(stepText('RUN aaaaaaaaaa', 8), 'RUN aaa…')
  })

  const made = (createdBy: string): HistoryEntry => ({ createdBy, isEmptyLayer: false })
  const empty = (createdBy: string): HistoryEntry => ({ createdBy, isEmptyLayer: true })

  it('name the layers only where they count the same', () => {
    assert.deepEqual(commandsOf([made('a'), empty('b'), made('c')], 2), ['a', 'c'])
    assert.deepEqual(commandsOf([made('a')], 2), [null, null])
  })

  it('tell where a base image ends: at the last command that is not the image’s own', () => {
    const base = [made('ADD rootfs'), empty('CMD ["bash"]')]
    assert.equal(guessBoundary([...base, made('RUN x'), empty('CMD ["app"]')], 2), 1)
    assert.equal(guessBoundary([...base, made('RUN x'), empty('ENTRYPOINT ["y"]'), made('RUN z')], 3), 2)
    assert.equal(guessBoundary(base, 1), null)
    assert.equal(guessBoundary([made('RUN x'), made('RUN y')], 2), null)
    assert.equal(guessBoundary([...base, made('RUN x')], 7), null)
  })

  it('say by what a base image is named', () => {
    const image = (texts: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>> = {}): Image => ({
      name: 'app',
      digest,
      platform: parsePlatform('amd64'),
      annotations: new Map(Object.entries(texts)),
      config: { ...readConfig(json({ rootfs: { diff_ids: [] } }), 'it'), labels: new Map(Object.entries(labels)) },
      layers: [],
    })
    const name = { 'org.opencontainers.image.base.name': 'python:3' }
    assert.equal(baseOf(image({}), null), null)
    assert.equal(baseOf(image(name), null)?.named, 'annotation')
    assert.equal(baseOf(image({}, name), null)?.named, 'label')
    assert.equal(baseOf(image(name), null)?.boundary, 'none')
  })
})

/** Files of an image in memory. */
function filesOf(files: Readonly<Record<string, Uint8Array>>): ImageFiles {
  const read = (path: string): Uint8Array => files[path] ?? Buffer.alloc(0)
  return {
    label: 'test',
    size: (path) => (Object.hasOwn(files, path) ? read(path).length : null),
    read: async (path) => read(path),
    async *open(path) {
      yield read(path)
    },
  }
}

const anyChoice = { name: 'test', platform: null, tag: null }

describe('archives of images', () => {
  const imageConfig = json({ os: 'linux', architecture: 'amd64', rootfs: { diff_ids: [digest] } })

  it('of docker save name their parts', async () => {
    const saved = (entries: unknown): ImageFiles =>
      filesOf({ 'manifest.json': json(entries), 'c.json': imageConfig, 'l/layer.tar': Buffer.alloc(1) })
    const entry = { Config: 'c.json', RepoTags: ['a:1'], Layers: ['l/layer.tar'] }
    const image = await openSaved(saved([entry]), anyChoice)
    assert.deepEqual([image.layers.length, image.digest, image.layers[0]?.diffId], [1, sha256(imageConfig), digest])
    await refusesLater('AMBIGUOUS', openSaved(saved([entry, entry]), anyChoice))
    await refusesLater('NO_TAG', openSaved(saved([entry]), { ...anyChoice, tag: 'b' }))
    await refusesLater('NO_PLATFORM', openSaved(saved([entry]), { ...anyChoice, platform: parsePlatform('arm64') }))
    await refusesLater('NOT_AN_IMAGE', openSaved(saved([]), anyChoice))
    await refusesLater('NOT_AN_IMAGE', openSaved(saved({}), anyChoice))
    await refusesLater('BAD_DOCUMENT', openSaved(saved([{ ...entry, Config: 1 }]), anyChoice))
    await refusesLater('BAD_DOCUMENT', openSaved(saved([{ ...entry, Layers: [] }]), anyChoice))
    await refusesLater('MISSING_BLOB', openSaved(saved([{ ...entry, Layers: ['none'] }]), anyChoice))
    await refusesLater('MISSING_BLOB', openSaved(saved([{ ...entry, Config: 'none' }]), anyChoice))
  })

  it('of docker save before 1.10 are chains of layers', async () => {
    const [low, high] = ['1'.repeat(64), '2'.repeat(64)] as const
    const command = (text: string) => ({
      os: 'linux',
      architecture: 'amd64',
      container_config: { Cmd: ['/bin/sh', '-c', text] },
    })
    const files = {
      repositories: json({ app: { latest: high } }),
      [`${low}/json`]: json({ id: low, ...command('#(nop) ADD file:1 in /') }),
      [`${low}/layer.tar`]: Buffer.alloc(1),
      [`${high}/json`]: json({ id: high, parent: low, ...command('pip install x') }),
      [`${high}/layer.tar`]: Buffer.alloc(1),
    }
    const image = await openLegacy(filesOf(files), anyChoice)
    assert.deepEqual(
      commandsOf(image.config.history, 2).map((line) => stepText(line ?? '', 50)),
      ['ADD file:1 in /', 'RUN pip install x'],
    )
    assert.equal((await openLegacy(filesOf(files), { ...anyChoice, tag: 'app:latest' })).layers.length, 2)
    await refusesLater('NO_TAG', openLegacy(filesOf(files), { ...anyChoice, tag: 'app:1' }))
    const looping = { ...files, [`${low}/json`]: json({ parent: high }) }
    await refusesLater('BAD_DOCUMENT', openLegacy(filesOf(looping), anyChoice))
    const climbing = { ...files, [`${high}/json`]: json({ parent: '../../etc' }) }
    await refusesLater('BAD_DOCUMENT', openLegacy(filesOf(climbing), anyChoice))
    const { [`${low}/layer.tar`]: _, ...lacking } = files
    await refusesLater('MISSING_BLOB', openLegacy(filesOf(lacking), anyChoice))
  })

  it('of OCI are read in the version that is known, and hold an image', async () => {
    const layout = (version: string, index: unknown): ImageFiles =>
      filesOf({ 'oci-layout': json({ imageLayoutVersion: version }), 'index.json': json(index) })
    await refusesLater('UNSUPPORTED', openLayout(layout('2.0.0', {}), anyChoice))
    await refusesLater('NOT_AN_IMAGE', openLayout(layout('1.0.0', { manifests: [] }), anyChoice))
    await refusesLater('MISSING_BLOB', openLayout(layout('1.0.0', { manifests: [config] }), anyChoice))
    await refusesLater('BAD_DOCUMENT', openLayout(layout('1.0.0', { config, layers: [] }), anyChoice))
  })

  it('of OCI may be indexes in indexes, but not for ever', async () => {
    const files: Record<string, Uint8Array> = { 'oci-layout': json({ imageLayoutVersion: '1.0.0' }) }
    let inner = { mediaType: 'application/vnd.oci.image.index.v1+json', digest, size: 1 }
    for (let depth = 0; depth < 6; depth++) {
      const bytes = json({ manifests: [inner] })
      files[`blobs/${sha256(bytes).replace(':', '/')}`] = bytes
      inner = { ...inner, digest: sha256(bytes), size: bytes.length }
    }
    files['index.json'] = json({ manifests: [inner] })
    await refusesLater('BAD_DOCUMENT', openLayout(filesOf(files), anyChoice))
  })
})
