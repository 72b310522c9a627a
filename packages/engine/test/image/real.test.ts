import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { ImageError, type ImageErrorCode } from '@cordon/images'
import { SourceError } from '@cordon/sources'
import { temporaryFolder } from '@cordon/testkit'
import { buildah, distribution, run, startRegistry, without, writeFiles } from './peers.ts'
import { installedIn, readImage } from './read.ts'

const system = 'usr/lib/python3.12/site-packages'
const local = 'usr/local/lib/python3.12/site-packages'

/** An image of three layers by umoci: the second deletes and upgrades, the third empties a folder. */
function layered(folder: string): void {
  run(folder, 'umoci', 'init', '--layout', 'layout')
  run(folder, 'umoci', 'new', '--image', 'layout:app')
  writeFiles(join(folder, 'one'), {
    ...distribution(system, 'alpha', '1.0'),
    ...distribution(system, 'beta', '1.0'),
    ...distribution('opt/tool/lib/python3.12/site-packages', 'gamma', '1.0'),
  })
  symlinkSync('usr/lib', join(folder, 'one', 'lib'))
  const insert = (words: readonly string[]): string =>
    run(folder, 'umoci', 'insert', '--rootless', '--image', 'layout:app', ...words)
  insert(['--history.created_by', '/bin/sh -c #(nop) ADD file:1 in / ', 'one', '/'])
  run(
    folder,
    'umoci',
    'config',
    '--image',
    'layout:app',
    '--config.cmd',
    'python3',
    '--history.created_by',
    'CMD ["python3"]',
  )
  insert(['--whiteout', `/${system}/beta-1.0.dist-info`])
  writeFiles(join(folder, 'two'), distribution('.', 'beta', '2.0'))
  insert([
    '--history.created_by',
    'RUN /bin/sh -c pip install beta==2.0 # buildkit',
    'two',
    `/lib/python3.12/site-packages`,
  ])
  writeFiles(join(folder, 'three'), distribution('lib/python3.12/site-packages', 'delta', '1.0'))
  insert(['--opaque', 'three', '/opt/tool'])
}

const merged = ['alpha 1.0 @0', 'beta 2.0 @2', 'delta 1.0 @3']

async function refused(work: Promise<unknown>, code: ImageErrorCode): Promise<void> {
  await assert.rejects(work, (error) => error instanceof ImageError && error.code === code)
}

describe('images that umoci makes', { skip: without('umoci') }, () => {
  it('show what a container of them would, with the layer of each', async (t) => {
    const folder = temporaryFolder(t)
    layered(folder)
    const read = await readImage(folder, 'layout')
    assert.deepEqual(installedIn(read), merged)
    assert.deepEqual(read.taken.coverage.failed, [])
    assert.deepEqual(read.warnings, [])
    const layers = read.image?.layers ?? []
    assert.deepEqual(
      layers.map(({ index, createdBy, base }) => [index, createdBy, base]),
      [
        [0, 'ADD file:1 in /', true],
        [1, 'umoci insert', false],
        [2, 'RUN pip install beta==2.0', false],
        [3, 'umoci insert', false],
      ],
    )
    assert.equal(read.image?.base?.boundary, 'history')
  })

  it('show what later layers delete, when asked', async (t) => {
    const folder = temporaryFolder(t)
    layered(folder)
    const read = await readImage(folder, 'layout:app', { allLayers: true })
    assert.deepEqual(installedIn(read), [...merged, 'beta 1.0 @0', 'gamma 1.0 @0'].sort())
    assert.deepEqual([...(read.image?.hidden.values() ?? [])], [1, 3])
  })

  it('are compared with their RECORDs, when asked', async (t) => {
    const folder = temporaryFolder(t)
    const files = distribution(system, 'alpha', '1.0')
    const record = `alpha/__init__.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\nalpha/gone.py,,\n`
    writeFiles(join(folder, 'one'), { ...files, [`${system}/alpha-1.0.dist-info/RECORD`]: record })
    writeFiles(join(folder, 'two'), { [`${system}/alpha/__init__.py`]: 'changed' })
    run(folder, 'umoci', 'init', '--layout', 'layout')
    run(folder, 'umoci', 'new', '--image', 'layout:app')
    for (const each of ['one', 'two']) run(folder, 'umoci', 'insert', '--rootless', '--image', 'layout:app', each, '/')
    const read = await readImage(folder, 'layout', { verify: true })
    const integrity = read.taken.files[0]?.file.dependencies[0]?.installed?.integrity
    assert.deepEqual(integrity?.changed, [`${system}/alpha/__init__.py`])
    assert.deepEqual(integrity?.missing, [`${system}/alpha/gone.py`])
  })

  it('have what their distribution owns, and scripts beside the library, compared in the stream', async (t) => {
    const folder = temporaryFolder(t)
    const debian = 'usr/lib/python3/dist-packages'
    const six = {
      [`${debian}/six-1.0.egg-info/PKG-INFO`]: 'Name: six\nVersion: 1.0\n',
      [`${debian}/six.py`]: 'x = 1\n',
    }
    const script = '#!/usr/bin/python3\n'
    const lines = (write: (path: string, text: string) => string): string =>
      Object.entries(six)
        .map(([path, text]) => write(path, text))
        .join('')
    writeFiles(join(folder, 'one'), {
      ...six,
      ...distribution('opt/app/lib/python3.12/site-packages', 'alpha', '1.0'),
      'opt/app/pyvenv.cfg': 'version = 3.12.1\n',
      'opt/app/bin/alpha': script,
      'opt/app/lib/python3.12/site-packages/alpha-1.0.dist-info/RECORD': `../../../bin/alpha,sha256=${hash('sha256', script, 'base64url')},19\n`,
      'var/lib/dpkg/status': 'Package: python3-six\nStatus: install ok installed\nVersion: 1.0-1\nArchitecture: all\n',
      'var/lib/dpkg/info/python3-six.list': lines((path) => `/${path}\n`),
      'var/lib/dpkg/info/python3-six.md5sums': lines((path, text) => `${hash('md5', text, 'hex')}  ${path}\n`),
    })
    writeFiles(join(folder, 'two'), { [`${debian}/six.py`]: 'x = 2\n' })
    run(folder, 'umoci', 'init', '--layout', 'layout')
    run(folder, 'umoci', 'new', '--image', 'layout:app')
    const integrity = async () => {
      const read = await readImage(folder, 'layout', { verify: true })
      const all = read.taken.files.flatMap(({ file }) => file.dependencies)
      return all.map(({ name, installed }) => {
        const { compared, changed, unchecked } = installed?.integrity ?? {}
        return [name as string, compared, changed, unchecked]
      })
    }
    run(folder, 'umoci', 'insert', '--rootless', '--image', 'layout:app', 'one', '/')
    const alpha = ['alpha', 1, [], []]
    assert.deepEqual(await integrity(), [alpha, ['six', 2, [], []]])
    run(folder, 'umoci', 'insert', '--rootless', '--image', 'layout:app', 'two', '/')
    assert.deepEqual(await integrity(), [alpha, ['six', 2, [`${debian}/six.py`], []]])
  })

  it('are told from their base by its layers, and are refused a base that is none', async (t) => {
    const folder = temporaryFolder(t)
    layered(folder)
    run(folder, 'umoci', 'new', '--image', 'layout:other')
    run(folder, 'umoci', 'insert', '--rootless', '--image', 'layout:other', 'two', '/')
    run(folder, 'umoci', 'tag', '--image', 'layout:app', 'base')
    writeFiles(join(folder, 'four'), distribution(system, 'epsilon', '1.0'))
    run(folder, 'umoci', 'insert', '--rootless', '--image', 'layout:app', 'four', '/')
    const read = await readImage(folder, 'layout:app', { base: 'layout:base' })
    assert.deepEqual(
      read.image?.layers.map(({ base }) => base),
      [true, true, true, true, false],
    )
    assert.equal(read.image?.base?.boundary, 'given')
    for (const base of ['layout:other', `sha256:${'0'.repeat(64)}`])
      await refused(readImage(folder, 'layout:app', { base }), 'BAD_REFERENCE')
  })

  it('ask for a name where a layout has several, and refuse one that it has not', async (t) => {
    const folder = temporaryFolder(t)
    layered(folder)
    run(folder, 'umoci', 'new', '--image', 'layout:other')
    await refused(readImage(folder, 'layout'), 'AMBIGUOUS')
    await refused(readImage(folder, 'layout:none'), 'NO_TAG')
  })

  it('are refused without a layer, and with another in its place', async (t) => {
    const folder = temporaryFolder(t)
    layered(folder)
    const read = await readImage(folder, 'layout')
    const blobs = join(folder, 'layout', 'blobs', 'sha256')
    const stat = JSON.parse(run(folder, 'umoci', 'stat', '--image', 'layout:app', '--json')) as {
      history: { layer: { digest: string } | null }[]
    }
    const [first = '', second = ''] = stat.history.flatMap(({ layer }) => layer?.digest.slice(7) ?? [])
    assert.equal(read.image?.layers.length, 4)
    const kept = readFileSync(join(blobs, first))
    writeFileSync(join(blobs, first), readFileSync(join(blobs, second)))
    await refused(readImage(folder, 'layout'), 'WRONG_DIGEST')
    writeFileSync(join(blobs, first), Buffer.concat([kept, Buffer.from([0])]))
    await refused(readImage(folder, 'layout'), 'WRONG_SIZE')
    rmSync(join(blobs, first))
    await refused(readImage(folder, 'layout'), 'MISSING_BLOB')
    symlinkSync('/etc/passwd', join(blobs, first))
    await refused(readImage(folder, 'layout'), 'MISSING_BLOB')
  })
})

describe('images that skopeo copies', { skip: without('umoci', 'skopeo') }, () => {
  it('are the same in every format that it writes', async (t) => {
    const folder = temporaryFolder(t)
    layered(folder)
    const formats = {
      'oci-archive:app.oci.tar:app': 'app.oci.tar',
      'docker-archive:app.docker.tar:app:1': 'app.docker.tar',
    }
    for (const [target, file] of Object.entries(formats)) {
      run(folder, 'skopeo', 'copy', '-q', 'oci:layout:app', target)
      assert.deepEqual(installedIn(await readImage(folder, file)), merged, file)
    }
    run(folder, 'gzip', 'app.docker.tar', 'app.oci.tar')
    for (const file of ['app.docker.tar.gz', 'app.oci.tar.gz', 'docker-archive:app.docker.tar.gz'])
      assert.deepEqual(installedIn(await readImage(folder, file)), merged, file)
    assert.deepEqual(installedIn(await readImage(folder, 'app.docker.tar.gz:docker.io/library/app:1')), merged)
    await refused(readImage(folder, 'app.docker.tar.gz:app:2'), 'NO_TAG')
  })

  it('are read packed with zstd', async (t) => {
    const folder = temporaryFolder(t)
    layered(folder)
    run(
      folder,
      'skopeo',
      'copy',
      '-q',
      '--dest-compress-format',
      'zstd',
      '--dest-compress',
      'oci:layout:app',
      'oci:packed:app',
    )
    assert.deepEqual(installedIn(await readImage(folder, 'packed')), merged)
  })
})

describe('images in a registry', { skip: without('umoci', 'skopeo', 'docker-registry') }, () => {
  const plain = '--dest-tls-verify=false'

  it('are read by tag and by digest', async (t) => {
    const folder = temporaryFolder(t)
    layered(folder)
    const { host } = await startRegistry(t, folder)
    run(folder, 'skopeo', 'copy', '-q', plain, 'oci:layout:app', `docker://${host}/team/app:1`)
    const read = await readImage(folder, `${host}/team/app:1`)
    assert.deepEqual(installedIn(read), merged)
    const digest = read.image?.digest ?? ''
    assert.deepEqual(installedIn(await readImage(folder, `${host}/team/app@${digest}`)), merged)
    assert.deepEqual(installedIn(await readImage(folder, `docker://${host}/team/app:1@${digest}`)), merged)
    const based = await readImage(folder, `${host}/team/app:1`, { base: digest })
    assert.deepEqual([based.image?.base?.boundary, based.image?.base?.layers], ['given', 4])
    const failing = readImage(folder, `${host}/team/app:none`)
    await assert.rejects(failing, (error) => error instanceof SourceError && error.code === 'HTTP_STATUS')
  })

  it('are read with a password, and not without the right one', async (t) => {
    const folder = temporaryFolder(t)
    layered(folder)
    // The password is `correct`; bcrypt with its lowest cost.
    const { host } = await startRegistry(t, folder, readFileSync(join(import.meta.dirname, 'htpasswd'), 'utf8'))
    run(
      folder,
      'skopeo',
      'copy',
      '-q',
      plain,
      '--dest-creds',
      'someone:correct',
      'oci:layout:app',
      `docker://${host}/app:1`,
    )
    const credentials = (password: string) =>
      ({
        kind: 'credentials',
        file: 'config.json',
        credentials: { username: 'someone', password, identityToken: null },
      }) as const
    assert.deepEqual(
      installedIn(await readImage(folder, `${host}/app:1`, { credentials: credentials('correct') })),
      merged,
    )
    for (const wrong of [credentials('wrong'), { kind: 'none' } as const])
      await assert.rejects(
        readImage(folder, `${host}/app:1`, { credentials: wrong }),
        (error) => error instanceof SourceError && error.code === 'UNAUTHORIZED',
      )
    await assert.rejects(
      readImage(folder, `${host}/app:1`, {
        credentials: { kind: 'program', program: 'docker-credential-x', file: 'f' },
      }),
      (error) => error instanceof SourceError && error.code === 'CREDENTIAL_HELPER',
    )
  })

  it('are told from the base that they name, when that is asked for and can be had', async (t) => {
    const folder = temporaryFolder(t)
    layered(folder)
    const { host } = await startRegistry(t, folder)
    run(folder, 'skopeo', 'copy', '-q', plain, 'oci:layout:app', `docker://${host}/base:1`)
    writeFiles(join(folder, 'four'), distribution(system, 'epsilon', '1.0'))
    run(folder, 'umoci', 'insert', '--rootless', '--image', 'layout:app', 'four', '/')
    assert.match((await readImage(folder, 'layout', { base: 'auto' })).warnings[0] ?? '', /no annotation and no label/)
    const name = (image: string): string => {
      const key = 'org.opencontainers.image.base.name'
      return run(folder, 'umoci', 'config', '--image', 'layout:app', '--manifest.annotation', `${key}=${image}`)
    }
    name(`${host}/base:1`)
    const read = await readImage(folder, 'layout', { base: 'auto' })
    assert.deepEqual(
      read.image?.layers.map(({ base }) => base),
      [true, true, true, true, false],
    )
    const { boundary, named, name: called } = read.image?.base ?? {}
    assert.deepEqual([boundary, named, called], ['given', 'annotation', `${host}/base:1`])
    assert.deepEqual(read.warnings, [])
    for (const gone of [`${host}/base:2`, 'not a name', '127.0.0.1:1/base:1']) {
      name(gone)
      const without = await readImage(folder, 'layout', { base: 'auto' })
      assert.match(without.warnings[0] ?? '', /^--base auto: .* \[(?:HTTP_STATUS|BAD_REFERENCE|CONNECT)\]$/s)
      assert.notEqual(without.image?.base?.boundary, 'given')
    }
  })

  it('are refused when the registry has lost or changed a layer', async (t) => {
    const folder = temporaryFolder(t)
    layered(folder)
    const { host } = await startRegistry(t, folder)
    run(folder, 'skopeo', 'copy', '-q', plain, 'oci:layout:app', `docker://${host}/app:1`)
    const stat = JSON.parse(run(folder, 'umoci', 'stat', '--image', 'layout:app', '--json')) as {
      history: { layer: { digest: string } | null }[]
    }
    const hex = stat.history.flatMap(({ layer }) => layer?.digest.slice(7) ?? [])[0] ?? ''
    const blob = join(folder, 'registry/docker/registry/v2/blobs/sha256', hex.slice(0, 2), hex, 'data')
    const bytes = readFileSync(blob)
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1
    writeFileSync(blob, bytes)
    await assert.rejects(readImage(folder, `${host}/app:1`), (error) => error instanceof ImageError)
    renameSync(blob, `${blob}.gone`)
    await assert.rejects(readImage(folder, `${host}/app:1`), (error) => error instanceof SourceError)
  })
})

describe('images that buildah builds', { skip: without('buildah', 'skopeo', 'docker-registry') }, () => {
  it('of several platforms are chosen from, and name their base', async (t) => {
    const folder = temporaryFolder(t)
    const { host } = await startRegistry(t, folder)
    for (const [architecture, version] of [
      ['amd64', '1.0'],
      ['arm64', '2.0'],
    ] as const) {
      const files = writeFiles(join(folder, architecture), distribution(local, 'alpha', version))
      const container = buildah(folder, 'from', 'scratch')
      buildah(folder, 'copy', '-q', container, files, '/')
      buildah(folder, 'config', '--arch', architecture, container)
      buildah(folder, 'commit', '-q', container, `app:${architecture}`)
    }
    buildah(folder, 'manifest', 'create', 'several:1')
    for (const architecture of ['amd64', 'arm64'])
      buildah(folder, 'manifest', 'add', 'several:1', `app:${architecture}`)
    buildah(folder, 'manifest', 'push', '-q', '--all', '--tls-verify=false', 'several:1', `docker://${host}/several:1`)
    const platform = (architecture: string) => ({ platform: { os: 'linux', architecture, variant: null } })
    assert.deepEqual(installedIn(await readImage(folder, `${host}/several:1`)), ['alpha 1.0 @0'])
    assert.deepEqual(installedIn(await readImage(folder, `${host}/several:1`, platform('arm64'))), ['alpha 2.0 @0'])
    await refused(readImage(folder, `${host}/several:1`, platform('s390x')), 'NO_PLATFORM')
  })

  it('name their base, whose layers are known when it is given', async (t) => {
    const folder = temporaryFolder(t)
    const files = writeFiles(join(folder, 'base'), distribution(local, 'alpha', '1.0'))
    const first = buildah(folder, 'from', 'scratch')
    buildah(folder, 'copy', '-q', first, files, '/')
    buildah(folder, 'commit', '-q', first, 'base:1')
    const more = writeFiles(join(folder, 'more'), distribution(local, 'beta', '1.0'))
    mkdirSync(join(folder, 'out'))
    const second = buildah(folder, 'from', 'base:1')
    buildah(folder, 'copy', '-q', second, more, '/')
    buildah(folder, 'commit', '-q', second, 'app:1')
    for (const name of ['base', 'app']) buildah(folder, 'push', '-q', `${name}:1`, `oci:out/${name}:1`)
    const read = await readImage(folder, 'out/app:1')
    assert.deepEqual(installedIn(read), ['alpha 1.0 @0', 'beta 1.0 @1'])
    assert.equal(read.image?.base?.name, 'localhost/base:1')
    assert.equal(read.image?.base?.named, 'annotation')
    const based = await readImage(folder, 'out/app:1', { base: 'out/base:1' })
    assert.deepEqual(
      based.image?.layers.map(({ base }) => base),
      [true, false],
    )
  })
})
