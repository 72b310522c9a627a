import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { findEnvironments, findPacked, lockfilesOf, verifyEnvironments } from '@cordon/environments'
import { type MadeFile, memoryTree, writeZip } from '@cordon/testkit'
import fc from 'fast-check'

const library = 'lib/python3.12/site-packages'

describe('hostile environments', () => {
  it('are read within bounds: very long METADATA, very many requirements', () => {
    const metadata = `Name: big\nVersion: 1\n${'Requires-Dist: a\n'.repeat(20_000)}\n${'x'.repeat(3_000_000)}`
    const [environment] = findEnvironments(
      memoryTree({ [`${library}/big-1.dist-info/METADATA`]: metadata }),
    ).environments
    const [big] = environment?.distributions ?? []
    assert.equal(big?.version?.raw, '1')
    assert.ok((big?.requires.length ?? 0) <= 10_000)
    assert.ok((big?.flaws.length ?? 0) <= 100)
  })

  it('are read although no UTF-8', () => {
    const tree = memoryTree({
      [`${library}/odd-1.dist-info/METADATA`]: Buffer.from('Name: odd\nVersion: 1\nSummary: caf\xe9\n', 'latin1'),
      [`${library}/odd-1.dist-info/RECORD`]: Buffer.from('\xff\xfe,,\n', 'latin1'),
      [`${library}/odd-1.dist-info/direct_url.json`]: Buffer.from([0xff, 0x00]),
    })
    const [odd] = findEnvironments(tree).environments[0]?.distributions ?? []
    assert.equal(odd?.metadata?.summary, 'caf\ufffd')
    assert.deepEqual(
      odd?.flaws.map(({ code }) => code).filter((code) => code !== 'METADATA'),
      ['DIRECT_URL'],
    )
  })

  it('whose links lead to one large file are read within a bound, and that is said', () => {
    const limits = { bytes: 100_000, again: 1000, listed: 1000 }
    const files: Record<string, MadeFile> = {
      [`${library}/p0-1.dist-info/METADATA`]: `Name: p\nVersion: 1\n\n${'x'.repeat(280)}`,
    }
    for (let index = 1; index < 6; index++)
      files[`${library}/p${index}-1.dist-info/METADATA`] = { link: '../p0-1.dist-info/METADATA' }
    const { environments, problems } = findEnvironments(memoryTree(files), { limits })
    const read = environments[0]?.distributions.filter(({ metadata }) => metadata !== null)
    assert.equal(read?.length, 4)
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['TOO_MANY'],
    )
  })

  it('that list more files than memory holds lose the lists, and that is said', () => {
    const limits = { bytes: 100_000, again: 1000, listed: 250 }
    const files: Record<string, MadeFile> = {}
    for (const name of ['a', 'b', 'c', 'd']) {
      files[`${library}/${name}-1.dist-info/METADATA`] = `Name: ${name}\nVersion: 1\n`
      files[`${library}/${name}-1.dist-info/RECORD`] = `${name}.py,,\n`.repeat(100)
    }
    const { environments, problems } = findEnvironments(memoryTree(files), { limits })
    assert.deepEqual(
      environments[0]?.distributions.map(({ record }) => record?.entries.length ?? null),
      [100, 100, null, null],
    )
    assert.deepEqual(
      problems.map(({ code, path }) => `${code} ${path}`),
      [`TOO_MANY ${library}/c-1.dist-info`],
    )
  })

  it('of folders without end are cut, and that is said', () => {
    const report = findEnvironments(memoryTree({ [`${'a/'.repeat(100)}x`]: '' }))
    const [file, ...others] = lockfilesOf(report, { path: 'root' })
    assert.deepEqual(
      file?.skipped.map(({ code, at }) => [code, at.path.startsWith('root/a/a/')]),
      [['TOO_MANY', true]],
    )
    assert.deepEqual(others, [])
  })

  it('whose names are none are told, not dropped', () => {
    const { environments, problems } = findEnvironments(
      memoryTree({ 'pyvenv.cfg': '', [`${library}/~~~.dist-info/RECORD`]: '', [`${library}/!!.dist-info/RECORD`]: '' }),
    )
    assert.deepEqual(environments[0]?.distributions, [])
    assert.deepEqual(
      problems.map(({ code, path }) => [code, path]),
      [['NO_NAME', `${library}/!!.dist-info`]],
    )
    const [file] = lockfilesOf({ environments, runtimes: [], problems }, { path: '/' })
    assert.deepEqual(
      file?.skipped.map(({ at }) => at.path),
      [`/${library}/!!.dist-info`],
    )
  })

  it('that unpack to far more than they are, in eggs and applications, are read within a bound, and that is said', () => {
    const bomb = `Name: demo\nVersion: 1.0\n\n${'a'.repeat(15 * 1024 * 1024)}`
    const egg = writeZip([{ name: 'EGG-INFO/PKG-INFO', data: bomb }])
    const eggs = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`${library}/demo${index}-1.0.egg`, egg]))
    const found = findEnvironments(memoryTree(eggs))
    const codes = new Set(found.problems.map(({ code }) => code))
    assert.deepEqual(codes, new Set(['TOO_MANY']))
    const large = `Name: demo\nVersion: 1.0\n\n${'a'.repeat(17 * 1024 * 1024)}`
    const application = memoryTree({ '__main__.py': '', 'demo-1.0.dist-info/METADATA': large })
    const [distribution] = findPacked(application, 'app.pyz').environments[0]?.distributions ?? []
    assert.deepEqual([distribution?.version?.raw, distribution?.flaws.map(({ code }) => code)], ['1.0', ['METADATA']])
  })

  it('never make a reader throw', () => {
    const name = fc.constantFrom(
      'METADATA',
      'RECORD',
      'INSTALLER',
      'entry_points.txt',
      'direct_url.json',
      'provenance_url.json',
      'WHEEL',
    )
    const folder = fc.constantFrom(
      `${library}/a-1.dist-info`,
      `${library}/b.egg-info`,
      `${library}/c.egg/EGG-INFO`,
      'x/conda-meta',
      'PEX-INFO',
    )
    const content: fc.Arbitrary<MadeFile> = fc.oneof(
      fc.string(),
      fc.uint8Array(),
      fc.string().map((link) => ({ link })),
      fc.constantFrom<MadeFile>({ link: '..' }, { link: '/' }, { link: '.' }, '{"url":1}', 'Name: a\nVersion: 1\n'),
    )
    const file = fc.tuple(folder, name, content)
    fc.assert(
      fc.property(fc.array(file, { maxLength: 12 }), (made) => {
        const tree = memoryTree(new Map(made.map(([at, each, text]) => [`${at}/${each}`, text] as const)))
        const report = verifyEnvironments(tree, findEnvironments(tree))
        lockfilesOf(report, { path: '' })
        for (const filename of ['a.whl', 'b.egg', 'c.pex', 'd.tar.gz']) findPacked(tree, filename)
      }),
      { numRuns: 300 },
    )
  })
})
