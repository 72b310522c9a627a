import assert from 'node:assert/strict'
import { chmodSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { cacheFinder, openInstalled, reportFinder, undoOrigins } from '@cordon/engine/installed'
import { parsePipReport, parseRecord, readProvenanceUrl, validateProvenanceUrl } from '@cordon/pypa'
import { openLocalArtifacts } from '@cordon/sources'
import { contentOf, library, madeEnvironment, madeWheel, sha256Of, tells, wheelFolder, write } from './made.ts'

const demo = { name: 'demo', version: '1.0', installer: 'pip', requested: true }
const filename = 'demo-1.0-py3-none-any.whl'
const sdist = 'demo-1.0.tar.gz'
const a = 'a'.repeat(64)
const b = 'b'.repeat(64)
const url = `https://files.example.invalid/${filename}`

describe('which file it was', () => {
  it('believes a report of pip first', async (t) => {
    const made = madeEnvironment(t, [demo])
    const near = [tells({ source: 'report', filename, sha256: a }), tells({ source: 'lock', filename, sha256: b })]
    const found = (await made.record({ near })).get('demo')
    assert.deepEqual([found?.action, found?.proof, found?.url], ['written', 'report', url])
    assert.deepEqual(found?.hashes, [{ algorithm: 'sha256', value: a }])
    const text = readFileSync(join(made.info('demo'), 'provenance_url.json'), 'utf8')
    assert.deepEqual(validateProvenanceUrl(text), [])
    assert.deepEqual(readProvenanceUrl(text), { url, hashes: found?.hashes })
  })

  it('writes no secret, whoever tells of the file', async (t) => {
    const secret = 'https://me:pw@files.example.invalid/demo-1.0-py3-none-any.whl?X-Amz-Signature=abc#sha256=ab'
    const install = {
      metadata: { name: 'demo', version: '1.0' },
      download_info: { url: secret, archive_info: { hashes: { sha256: a, md5: 'b'.repeat(32) } } },
      is_direct: false,
    }
    const report = reportFinder(parsePipReport(JSON.stringify({ version: '1', install: [install] })), 'report.json')
    const made = madeEnvironment(t, [demo])
    assert.equal((await made.record({ near: [report] })).get('demo')?.url, url)
    const text = readFileSync(join(made.info('demo'), 'provenance_url.json'), 'utf8')
    assert.deepEqual(readProvenanceUrl(text), { url, hashes: [{ algorithm: 'sha256', value: a }] })
    assert.deepEqual(validateProvenanceUrl(text), [])
  })

  it('takes the file of a lock that alone can have been installed', async (t) => {
    const other = 'demo-1.0-cp312-cp312-win_amd64.whl'
    const lock = tells({ source: 'lock', filename, sha256: a }, { source: 'lock', filename: other, sha256: b })
    const found = (await madeEnvironment(t, [demo]).record({ near: [lock] })).get('demo')
    assert.deepEqual([found?.action, found?.proof, found?.url], ['written', 'only-file', url])
  })

  it('does not guess whether a wheel was fetched or built', async (t) => {
    const made = madeEnvironment(t, [demo])
    const near = [tells({ source: 'lock', filename, sha256: a }, { source: 'lock', filename: sdist, sha256: b })]
    const open = (await made.record({ near, dryRun: true })).get('demo')
    assert.deepEqual([open?.action, open?.code], ['unresolved', 'AMBIGUOUS'])
    const told = (await made.record({ near, dryRun: true, onlyBinary: true })).get('demo')
    assert.deepEqual([told?.action, told?.url], ['written', url])
  })

  it('names the source distribution of what was built', async (t) => {
    const near = [tells({ source: 'lock', filename: sdist, sha256: b })]
    const found = (await madeEnvironment(t, [demo]).record({ near })).get('demo')
    assert.deepEqual([found?.action, found?.url], ['written', `https://files.example.invalid/${sdist}`])
  })

  it('knows a wheel by the content that both list, and takes its address from whoever has one', async (t) => {
    const made = madeEnvironment(t, [demo])
    const wheel = madeWheel(demo)
    const wheels = wheelFolder(made.cwd, { [filename]: wheel, [sdist]: Buffer.from('x') })
    const alone = (await made.record({ near: [wheels], dryRun: true })).get('demo')
    assert.deepEqual([alone?.proof, alone?.url], ['record', `file://${made.cwd}/wheels/${filename}`])
    const lock = tells(
      { source: 'lock', filename, sha256: sha256Of(wheel) },
      { source: 'lock', filename: sdist, sha256: b },
    )
    const both = (await made.record({ near: [lock, wheels], dryRun: true })).get('demo')
    assert.deepEqual([both?.proof, both?.url, both?.told], ['record', url, ['the lock', 'wheels']])
  })

  it('knows what pip has built, and from what', async (t) => {
    const made = madeEnvironment(t, [demo])
    const folder = join(made.cwd, 'pip', 'wheels', 'aa', 'bb')
    const source = { url: `https://me:pw@files.example.invalid/${sdist}`, archive_info: { hashes: { sha256: b } } }
    write(join(folder, filename), madeWheel(demo))
    const caches = { pip: [join(made.cwd, 'pip')], poetry: [], uv: [] }
    const cache = () => cacheFinder(openLocalArtifacts({ caches, indexes: [], folder: join(made.cwd, 'tmp') }))
    assert.equal((await made.record({ near: [cache()], dryRun: true })).get('demo')?.code, 'AMBIGUOUS')
    write(join(folder, 'origin.json'), JSON.stringify(source))
    const lock = tells({ source: 'lock', filename, sha256: a }, { source: 'lock', filename: sdist, sha256: b })
    for (const near of [[cache()], [lock, cache()]]) {
      const found = (await made.record({ near, dryRun: true })).get('demo')
      assert.deepEqual([found?.proof, found?.url], ['record', `https://files.example.invalid/${sdist}`])
      assert.deepEqual(found?.hashes, [{ algorithm: 'sha256', value: b }])
    }
    write(join(folder, filename), madeWheel(demo, { 'demo/__init__.py': 'other = 1\n' }))
    assert.equal((await made.record({ near: [cache()] })).get('demo')?.code, 'AMBIGUOUS')
  })

  it('refuses a file of another content, and says so', async (t) => {
    const made = madeEnvironment(t, [demo])
    const wheel = madeWheel(demo, { 'demo/__init__.py': 'other = 1\n' })
    const near = [
      tells({ source: 'report', filename, sha256: sha256Of(wheel) }),
      wheelFolder(made.cwd, { [filename]: wheel }),
    ]
    const found = (await made.record({ near })).get('demo')
    assert.deepEqual([found?.action, found?.code], ['unresolved', 'CONTRADICTED'])
    assert.equal(made.content()[`${library}/demo-1.0.dist-info/provenance_url.json`], undefined)
  })

  it('does not choose between two files of one content', async (t) => {
    const made = madeEnvironment(t, [demo])
    const wheel = madeWheel(demo)
    const wheels = wheelFolder(made.cwd, { [filename]: wheel, 'demo-1.0-1-py3-none-any.whl': Buffer.concat([wheel]) })
    assert.equal((await made.record({ near: [wheels], dryRun: true })).get('demo')?.action, 'written')
    const stored = Buffer.from(wheel)
    // The time of a member is no content.
    stored.writeUInt16LE(1, 10)
    const two = wheelFolder(made.cwd, { [filename]: wheel, 'demo-1.0-1-py3-none-any.whl': stored })
    assert.equal((await made.record({ near: [two] })).get('demo')?.code, 'AMBIGUOUS')
  })

  it('asks an index only for what nothing at hand settles', async (t) => {
    const made = madeEnvironment(t, [demo, { ...demo, name: 'other' }])
    const asked: string[] = []
    const far = [
      {
        source: 'index' as const,
        find: (name: string) => {
          asked.push(name)
          return []
        },
      },
    ]
    await made.record({ near: [tells({ source: 'report', filename, sha256: a })], far })
    assert.deepEqual(asked, ['other'])
  })

  it('says what is missing', async (t) => {
    const made = madeEnvironment(t, [demo])
    const cases = [
      [tells({ source: 'lock', filename: 'demo-2.0-py3-none-any.whl', sha256: a, version: '2.0' }), 'UNKNOWN'],
      [tells({ source: 'lock', filename: 'demo-1.0-cp312-cp312-win_amd64.whl', sha256: a }), 'UNKNOWN'],
      [tells({ source: 'lock', filename }), 'NO_HASH'],
      [tells({ source: 'lock', filename, sha256: a, url: null }), 'NO_URL'],
      [tells({ source: 'report', filename, sha256: a, isDirect: true }), 'DIRECT'],
      [tells(), 'UNKNOWN'],
    ] as const
    for (const [finder, code] of cases) assert.equal((await made.record({ near: [finder] })).get('demo')?.code, code)
    assert.equal(made.content()[`${library}/demo-1.0.dist-info/provenance_url.json`], undefined)
  })
})

describe('what is left alone', () => {
  const near = [tells({ source: 'report', filename, sha256: a })]

  it('is what was installed by its URL, from a folder or a repository', async (t) => {
    const direct = { 'direct_url.json': JSON.stringify({ url: 'file:///srv/demo', dir_info: { editable: true } }) }
    const made = madeEnvironment(t, [{ ...demo, files: direct }])
    const before = made.content()
    const found = (await made.record({ near })).get('demo')
    assert.deepEqual([found?.action, found?.code, found?.detail], ['left', 'DIRECT_URL', 'it is editable'])
    assert.deepEqual(made.content(), before)
  })

  it('is what has no RECORD', async (t) => {
    const made = madeEnvironment(t, [demo])
    rmSync(join(made.info('demo'), 'RECORD'))
    assert.equal((await made.record({ near })).get('demo')?.code, 'NO_RECORD')
  })

  it('is what is a link, and nothing is written through it', async (t) => {
    const made = madeEnvironment(t, [demo])
    const away = join(made.cwd, 'store')
    renameSync(made.info('demo'), away)
    const before = contentOf(away)
    symlinkSync(away, made.info('demo'))
    assert.notEqual((await made.record({ near })).get('demo')?.action, 'written')
    assert.deepEqual(contentOf(away), before)
    rmSync(made.info('demo'))
    renameSync(away, made.info('demo'))
    const record = join(made.info('demo'), 'RECORD')
    renameSync(record, join(made.cwd, 'RECORD'))
    symlinkSync(join(made.cwd, 'RECORD'), record)
    assert.notEqual((await made.record({ near })).get('demo')?.action, 'written')
  })

  it('is what nobody may write to, whoever asks', async (t) => {
    const made = madeEnvironment(t, [demo])
    chmodSync(join(made.info('demo'), 'RECORD'), 0o444)
    assert.equal((await made.record({ near })).get('demo')?.code, 'READ_ONLY')
  })

  it('is a provenance_url.json that does not hold, or that RECORD tells otherwise', async (t) => {
    const broken = madeEnvironment(t, [{ ...demo, files: { 'provenance_url.json': '{}' } }])
    assert.equal((await broken.record({ near })).get('demo')?.code, 'FOREIGN')
    const text = JSON.stringify({ url, archive_info: { hashes: { sha256: a } } })
    const changed = madeEnvironment(t, [{ ...demo, files: { 'provenance_url.json': text } }])
    assert.equal((await changed.record({ near })).get('demo')?.action, 'kept')
    write(join(changed.info('demo'), 'provenance_url.json'), text.replace(a, b))
    assert.equal((await changed.record({ near })).get('demo')?.code, 'DIFFERS')
  })
})

describe('what is written', () => {
  const near = [tells({ source: 'report', filename, sha256: a })]

  it('is listed in RECORD, and a second run changes nothing', async (t) => {
    const made = madeEnvironment(t, [demo])
    chmodSync(join(made.info('demo'), 'RECORD'), 0o640)
    await made.record({ near })
    const record = readFileSync(join(made.info('demo'), 'RECORD'), 'utf8')
    assert.deepEqual(
      parseRecord(record).entries.flatMap(({ path }) => (path.includes('provenance') ? [path] : [])),
      ['demo-1.0.dist-info/provenance_url.json'],
    )
    for (const name of ['RECORD', 'provenance_url.json'])
      assert.equal(statSync(join(made.info('demo'), name)).mode & 0o777, 0o640)
    const before = made.content()
    assert.equal((await made.record({ near })).get('demo')?.action, 'kept')
    assert.deepEqual(made.content(), before)
  })

  it('is taken back without a trace, whatever form RECORD has', async (t) => {
    const made = madeEnvironment(t, [demo, { ...demo, name: 'other' }])
    const record = join(made.info('demo'), 'RECORD')
    const odd = Buffer.concat([
      Buffer.from(readFileSync(record, 'utf8').replaceAll('\n', '\r\n').trimEnd()),
      Buffer.from('\r\nx\xff.py,,', 'latin1'),
    ])
    write(record, odd)
    const before = made.content()
    assert.equal((await made.record({ near })).get('demo')?.action, 'written')
    const [undone] = await undoOrigins(openInstalled('venv', { cwd: made.cwd, verify: false }), { dryRun: false })
    assert.deepEqual(
      undone?.distributions.map(({ name, action }) => [name, action]),
      [
        ['demo', 'removed'],
        ['other', 'kept'],
      ],
    )
    assert.deepEqual(made.content(), before)
  })

  it('is not taken back where something else wrote it', async (t) => {
    const text = JSON.stringify({ url, archive_info: { hashes: { sha256: a } } })
    const made = madeEnvironment(t, [{ ...demo, files: { 'provenance_url.json': text } }])
    const before = made.content()
    const [undone] = await undoOrigins(openInstalled('venv', { cwd: made.cwd, verify: false }), { dryRun: false })
    assert.equal(undone?.distributions[0]?.code, 'FOREIGN')
    assert.deepEqual(made.content(), before)
  })

  it('is nothing in a dry run', async (t) => {
    const made = madeEnvironment(t, [demo])
    const before = made.content()
    assert.equal((await made.record({ near, dryRun: true })).get('demo')?.action, 'written')
    assert.deepEqual(made.content(), before)
  })
})
