import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { archiveOfFiles, type DistributionFacts, openArchive, readDistribution } from '@cordon/archives'
import { writeTar, writeZip } from '@cordon/testkit'
import fc from 'fast-check'

const metadata = 'Metadata-Version: 2.1\nName: toy-package\nVersion: 1.0\nRequires-Dist: requests\n\nA toy.\n'
const wheel = 'Wheel-Version: 1.0\nGenerator: by hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n'
const info = 'toy_package-1.0.dist-info'
const filename = 'toy_package-1.0-py3-none-any.whl'
type Files = Readonly<Record<string, string | Uint8Array>>

const basis: Files = {
  'toy_package/__init__.py': 'value = 1\n',
  [`${info}/METADATA`]: metadata,
  [`${info}/WHEEL`]: wheel,
}

function digest(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('base64url')
}

function recordOf(files: Files): string {
  const rows = Object.entries(files).map(([path, data]) => `${path},sha256=${digest(data)},${Buffer.from(data).length}`)
  return [...rows, `${info}/RECORD,,`, ''].join('\n')
}

/** A wheel with these files over the basis, and a true RECORD unless one is given. */
function factsOf(files: Files = {}, name = filename): DistributionFacts {
  const all = { ...basis, ...files }
  const whole: Files = { ...all, [`${info}/RECORD`]: all[`${info}/RECORD`] ?? recordOf(all) }
  const members = Object.entries(whole).map(([path, data]) => ({ name: path, data }))
  return readDistribution(openArchive(writeZip(members), name), name)
}

function codesOf(facts: DistributionFacts): readonly string[] {
  return facts.problems.map(({ code }) => code)
}

describe('a wheel', () => {
  it('in order has nothing to tell', () => {
    const facts = factsOf({ [`${info}/entry_points.txt`]: '[console_scripts]\ntoy = toy_package:main\n' })
    assert.deepEqual([facts.kind, facts.root, facts.name, facts.version], ['wheel', '', 'toy-package', '1.0'])
    assert.deepEqual(facts.problems, [])
    assert.deepEqual(facts.modules, ['toy_package'])
    assert.equal(facts.wheel?.generator, 'by hand')
    assert.deepEqual(facts.entryPoints, [
      { group: 'console_scripts', name: 'toy', module: 'toy_package', attribute: 'main' },
    ])
    const { entries, ...faults } = facts.record ?? { entries: 0 }
    assert.equal(entries, 5)
    assert.ok(Object.values(faults).every((list) => list.length === 0))
    assert.deepEqual(
      [facts.startFiles, facts.outside, facts.native, facts.bytecode, facts.nested],
      [[], [], [], [], []],
    )
  })

  const record = (lines: readonly string[]): Files => ({
    [`${info}/RECORD`]: [recordOf(basis), ...lines, ''].join('\n'),
  })
  const wrong = recordOf(basis).replace(digest('value = 1\n'), digest('other'))
  const checks: readonly [string, Files, Partial<DistributionFacts['record'] & object>][] = [
    ['a file that is missing', record(['gone.py,sha256=x,1']), { missing: ['gone.py'] }],
    ['a file that is not listed', { ...record([]), 'extra.py': '' }, { extra: ['extra.py'] }],
    ['another digest', { [`${info}/RECORD`]: wrong }, { wrongHash: ['toy_package/__init__.py'] }],
    [
      'another size',
      { [`${info}/RECORD`]: recordOf(basis).replace(/,10\n/, ',11\n') },
      { wrongSize: ['toy_package/__init__.py'] },
    ],
    ['no digest', { 'a.py': '', ...record(['a.py,,0']) }, { unhashed: ['a.py'] }],
    ['a weak digest', { 'a.py': '', ...record(['a.py,md5=abc,0']) }, { unhashed: ['a.py'] }],
    ['a file twice', { 'a.py': '', ...record(['a.py,,0', 'a.py,,0']) }, { repeated: ['a.py'] }],
    ['a line that is none', record(['nonsense']), { unreadable: [6] }],
  ]
  for (const [what, files, expected] of checks)
    it(`tells of a RECORD with ${what}`, () => {
      const found = factsOf(files).record
      assert.ok(found !== null)
      for (const [key, value] of Object.entries(expected)) assert.deepEqual(found[key as keyof typeof found], value)
    })

  it('does not call clean what it did not compare', () => {
    const files = { ...basis, 'large.bin': Buffer.alloc(5000) }
    const members = Object.entries({ ...files, [`${info}/RECORD`]: recordOf(files) })
    const archive = openArchive(writeZip(members.map(([name, data]) => ({ name, data }))), filename)
    assert.deepEqual(readDistribution(archive, filename, { hashUpTo: 4000 }).record?.unchecked, ['large.bin'])
  })

  const faults: readonly [string, Files, string, readonly string[]][] = [
    ['another name in its file name', {}, 'other-1.0-py3-none-any.whl', ['FILE_NAME', 'INFO_NAME']],
    ['another version in its file name', {}, 'toy_package-2.0-py3-none-any.whl', ['FILE_NAME', 'INFO_NAME']],
    ['other tags in its file name', {}, 'toy_package-1.0-py2-none-any.whl', ['WHEEL_TAGS']],
    ['a file name that is none', {}, 'toy.whl', ['FILE_NAME_UNREADABLE']],
    ['two projects', { 'other-1.dist-info/METADATA': metadata }, filename, ['SEVERAL_INFO']],
    ['METADATA in another case', { 'toy.dist-info/Metadata': metadata }, filename, ['WRONG_CASE']],
    ['a WHEEL of another time', { [`${info}/WHEEL`]: wheel.replace('1.0', '9.0') }, filename, ['WHEEL_FILE']],
    ['entry points that are none', { [`${info}/entry_points.txt`]: '[a]\nb\n' }, filename, ['ENTRY_POINTS']],
    [
      'metadata that is not UTF-8',
      { [`${info}/METADATA`]: Buffer.concat([Buffer.from(metadata), Buffer.from([255])]) },
      filename,
      ['ENCODING'],
    ],
    [
      'metadata that cannot be read',
      { [`${info}/METADATA`]: `${metadata.replace('requests', '?')}` },
      filename,
      ['METADATA_REQUIREMENT'],
    ],
  ]
  for (const [what, files, name, codes] of faults)
    it(`tells of ${what}`, () => assert.deepEqual(codesOf(factsOf(files, name)), codes))

  it('tells of what is missing', () => {
    const facts = readDistribution(openArchive(writeZip([{ name: 'a.py', data: '' }]), filename), filename)
    assert.deepEqual(codesOf(facts), ['NO_METADATA', 'NO_WHEEL_FILE', 'NO_RECORD'])
    assert.equal(facts.name, 'toy-package')
  })
})

describe('what a wheel puts elsewhere', () => {
  const data = 'toy_package-1.0.data'
  const places: readonly [string, string, string][] = [
    [`${data}/scripts/toy`, 'script', 'bin/toy'],
    [`${data}/scripts/ls`, 'known-command', 'bin/ls'],
    [`${data}/data/bin/pip.exe`, 'known-command', 'bin/pip.exe'],
    [
      `${data}/data/lib/python3.12/site-packages/other.py`,
      'code-through-data',
      'lib/python3.12/site-packages/other.py',
    ],
    [
      `${data}/data/etc/jupyter/jupyter_server_config.d/x.json`,
      'jupyter-config',
      'etc/jupyter/jupyter_server_config.d/x.json',
    ],
    [`${data}/data/share/zsh/site-functions/_toy`, 'shell-config', 'share/zsh/site-functions/_toy'],
    [`${data}/data/lib/systemd/user/toy.service`, 'system-config', 'lib/systemd/user/toy.service'],
    [`${data}/data/share/toy.txt`, 'data', 'share/toy.txt'],
    [`${data}/headers/toy.h`, 'header', 'toy.h'],
    [`${data}/purelib/toy.py`, 'library', 'toy.py'],
    [`${data}/elsewhere/toy.py`, 'unknown-scheme', 'toy.py'],
    ['requests/__init__.py', 'other-module', 'requests'],
    ['subprocess.py', 'standard-module', 'subprocess'],
    ['tests/test_toy.py', 'generic-module', 'tests'],
    ['.vscode/tasks.json', 'editor-config', '.vscode/tasks.json'],
  ]
  for (const [path, what, to] of places)
    it(`${what}: ${path}`, () => assert.deepEqual(factsOf({ [path]: 'x' }).outside, [{ path, what, to }]))

  it('a project may ship its own module', () => {
    const files = [{ name: 'requests/__init__.py', data: '' }]
    assert.deepEqual(readDistribution(openArchive(writeZip(files), 'x'), 'requests-2.0-py3-none-any.whl').outside, [])
  })
})

describe('what runs at the start of the interpreter', () => {
  const places: readonly [string, string, boolean, readonly string[]][] = [
    ['toy.pth', './lib\nimport toy_package\n import no\nimport\ttoy\n', true, ['import toy_package', 'import\ttoy']],
    ['toy_package-1.0.data/purelib/toy.pth', 'import a\n', true, ['import a']],
    ['toy_package-1.0.data/data/lib/python3.12/site-packages/.toy.pth', 'import a\n', true, ['import a']],
    ['toy_package/weights/a.pth', 'import a\n', false, ['import a']],
    ['toy.start', '# c\ntoy_package:main\n', true, ['toy_package:main']],
    ['sitecustomize.py', 'a = 1\n', true, []],
    ['usercustomize.cpython-312-x86_64-linux-gnu.so', '', true, []],
    ['toy_package/sitecustomize.py', '', false, []],
  ]
  for (const [path, text, isInPlace, lines] of places)
    it(path, () => {
      const found = factsOf({ [path]: text }).startFiles
      assert.deepEqual(
        found.map((file) => [file.path, file.isInPlace, file.lines.map((line) => line.text)]),
        [[path, isInPlace, lines]],
      )
    })
  it('trained weights are none', () => {
    assert.deepEqual(factsOf({ 'toy_package/model.pth': Buffer.from('PK\x03\x04 weights') }).startFiles, [])
  })
})

it('tells native code, bytecode and archives by their first bytes', () => {
  const pe = Buffer.alloc(80)
  pe.write('MZ')
  const facts = factsOf({
    'toy_package/a.txt.dat': Buffer.from('\x7fELF\x02\x01\x01'),
    'toy_package/b': pe,
    'toy_package/c.dylib': Buffer.from('cffaedfe07000001', 'hex'),
    'toy_package/__pycache__/__init__.cpython-312.pyc': Buffer.from('cb0d0d0a00000000', 'hex'),
    'toy_package/alone.pyc': Buffer.from('cb0d0d0a00000000', 'hex'),
    'toy_package/hidden.dat': Buffer.from('cb0d0d0a000000000000000000000000e3', 'hex'),
    'toy_package/chance.dat': Buffer.from('cb0d0d0a000000000000000000000000ff', 'hex'),
    'toy_package/inner.bin': writeZip([{ name: 'a', data: 'b' }]),
    'toy_package/inner.dat': gzipSync('a'),
  })
  assert.deepEqual(facts.native, [
    { path: 'toy_package/a.txt.dat', format: 'elf' },
    { path: 'toy_package/b', format: 'pe' },
    { path: 'toy_package/c.dylib', format: 'mach-o' },
  ])
  assert.deepEqual(
    facts.bytecode.map(({ path, hasSource }) => [path, hasSource]),
    [
      ['toy_package/__pycache__/__init__.cpython-312.pyc', true],
      ['toy_package/alone.pyc', false],
      ['toy_package/hidden.dat', false],
    ],
  )
  assert.deepEqual(
    facts.nested.map(({ format }) => format),
    ['zip', 'gzip'],
  )
})

describe('an sdist', () => {
  const sdist = (files: Files, name = 'toy_package-1.0.tar.gz'): DistributionFacts => {
    const tar = writeTar(Object.entries(files).map(([path, data]) => ({ name: path, data })))
    return readDistribution(openArchive(gzipSync(tar), name), name)
  }
  const root = 'toy_package-1.0'
  const whole: Files = {
    [`${root}/PKG-INFO`]: metadata,
    [`${root}/setup.py`]: '',
    [`${root}/src/toy_package/__init__.py`]: '',
    [`${root}/src/toy_package.egg-info/PKG-INFO`]: metadata,
    [`${root}/src/toy_package.egg-info/entry_points.txt`]: '[a]\nb = c:d\n',
  }
  it('in order has nothing to tell', () => {
    const facts = sdist(whole)
    assert.deepEqual([facts.kind, facts.root, facts.name, facts.version], ['sdist', `${root}/`, 'toy-package', '1.0'])
    assert.deepEqual([facts.problems, facts.record, facts.modules], [[], null, ['toy_package']])
    assert.equal(facts.metadata?.requires[0]?.name, 'requests')
    assert.equal(facts.entryPoints[0]?.module, 'c')
  })
  it('tells of other names, roots and cases', () => {
    assert.deepEqual(codesOf(sdist(whole, 'toy_package-2.0.tar.gz')), ['FILE_NAME', 'ROOT_NAME'])
    assert.deepEqual(codesOf(sdist({ ...whole, 'other/a.py': '' })), ['SEVERAL_ROOTS', 'NO_METADATA'])
    assert.deepEqual(codesOf(sdist({ ...whole, [`${root}/Setup.py`]: '' })), ['WRONG_CASE'])
    assert.deepEqual(codesOf(sdist({ [`${root}/setup.py`]: '' })), ['NO_METADATA'])
  })
})

it('reads an egg, a folder and an installed project', () => {
  const egg = openArchive(
    writeZip([
      { name: 'EGG-INFO/PKG-INFO', data: metadata },
      { name: 'toy.py', data: '' },
    ]),
    'a.egg',
  )
  const eggFacts = readDistribution(egg, 'toy_package-1.0-py3.12.egg')
  assert.deepEqual(
    [eggFacts.kind, eggFacts.name, eggFacts.version, eggFacts.problems],
    ['egg', 'toy-package', '1.0', []],
  )
  const loose = (files: Files) =>
    archiveOfFiles(
      Object.entries(files).map(([path, data]) => ({ path, size: data.length, read: () => Buffer.from(data) })),
    )
  const folder = readDistribution(loose({ 'setup.py': '', 'toy/__init__.py': '' }), '')
  assert.deepEqual([folder.kind, folder.problems, folder.modules], ['directory', [], ['toy']])
  const files = { ...basis, [`${info}/direct_url.json`]: '{"url": "https://example.invalid/toy.zip"}' }
  const record = `${recordOf(files)}../../../bin/toy,,\n`
  const installed = readDistribution(loose({ ...files, [`${info}/RECORD`]: record }), '')
  assert.deepEqual(
    [installed.kind, installed.name, installed.directUrl],
    ['installed', 'toy-package', 'https://example.invalid/toy.zip'],
  )
  assert.deepEqual([installed.record?.missing, installed.problems], [[], []])
})

it('law: whatever the files hold, facts come out', () => {
  const path = fc.constantFrom(
    ...Object.keys(basis),
    `${info}/RECORD`,
    `${info}/entry_points.txt`,
    `${info}/direct_url.json`,
    'toy.pth',
    'a.data/scripts/ls',
    '__proto__/a.py',
    'x.pyc',
    'PKG-INFO',
    'setup.py',
  )
  const hostile = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.string({ maxLength: 60, unit: 'binary' }).map((content) => Buffer.from(content)),
    fc
      .constantFrom('constructor,sha256=x,1', 'Name: __proto__', '[a]\nb=c', 'import x', '{"url": 1}')
      .map((content) => Buffer.from(content)),
  )
  const files = fc.array(fc.tuple(path, hostile), { maxLength: 8 })
  fc.assert(
    fc.property(files, fc.constantFrom(filename, 'toy-1.tar.gz', 'toy-1.egg', ''), (entries, name) => {
      const bytes = writeZip(entries.map(([each, data]) => ({ name: each, data })))
      const facts = readDistribution(openArchive(bytes, name), name)
      assert.ok(Array.isArray(facts.problems))
    }),
    { numRuns: 500 },
  )
})
