import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { distInfo, temporaryFolder, writeZip } from '@cordon/testkit'
import { takeInventory } from '../../src/inventory.ts'

/** Environments and applications as the real tools make them, from wheels that the test makes. */

const python = 'python3'
const hasPython = spawnSync(python, ['-c', 'import venv, zipapp']).status === 0

function skipsWithout(t: TestContext, tool: string, has: boolean): boolean {
  if (!has) t.skip(`${tool} is not on this machine`)
  return !has
}

function has(tool: string): boolean {
  return spawnSync(tool, ['--version']).status === 0
}

/** Wheels of a demo that needs a base, and a link to neither the internet nor any cache. */
function wheelsIn(folder: string): string {
  const wheels = join(folder, 'wheels')
  mkdirSync(wheels)
  const base = distInfo('', { name: 'toybase', version: '2.0', code: { 'toybase.py': 'answer = 42\n' } })
  const demo = distInfo('', {
    name: 'toydemo',
    version: '1.0',
    requires: ['toybase>=1', "absent; sys_platform=='nowhere'"],
    headers: ['Classifier: License :: OSI Approved :: MIT License'],
    code: { 'toydemo/__init__.py': 'import toybase\n', 'toydemo/__main__.py': 'print("demo")\n' },
    files: { 'entry_points.txt': '[console_scripts]\ntoydemo = toydemo:main\n' },
  })
  for (const [name, files] of [
    ['toybase-2.0', base],
    ['toydemo-1.0', demo],
  ] as const) {
    const members = Object.entries({ ...files, ...wheelFile(files) }).map(([path, data]) => ({ name: path, data }))
    writeFileSync(join(wheels, `${name}-py3-none-any.whl`), writeZip(members))
  }
  return wheels
}

/** pip insists on what the sample leaves out of WHEEL. */
function wheelFile(files: Readonly<Record<string, string>>): Record<string, string> {
  const path = Object.keys(files).find((each) => each.endsWith('/WHEEL')) ?? ''
  const record = Object.keys(files).find((each) => each.endsWith('/RECORD')) ?? ''
  const text = 'Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n'
  const digest = createHash('sha256').update(text).digest('base64url')
  const lines = (files[record] ?? '')
    .split('\n')
    .map((line) => (line.startsWith(`${path},`) ? `${path},sha256=${digest},${text.length}` : line))
  return { [path]: text, [record]: lines.join('\n') }
}

function taken(cwd: string, targets: readonly string[], verify = false) {
  return takeInventory({ targets, cwd, exclude: [], includeEnvironments: false, verify })
}

function namesIn(cwd: string, target: string): readonly string[] {
  const { files, coverage } = taken(cwd, [target])
  assert.deepEqual(coverage.failed, [])
  return files
    .flatMap(({ file }) => file.dependencies.map(({ name, version }) => `${name} ${version?.raw ?? '-'}`))
    .sort()
}

/** pip of the interpreter that runs, asked to install into another environment without any index. */
function pip(words: readonly string[]): boolean {
  return spawnSync(python, ['-m', 'pip', '--isolated', '--disable-pip-version-check', ...words]).status === 0
}

describe('environments of real tools', () => {
  it('a venv with what pip installs, as pip lists it', (t) => {
    if (skipsWithout(t, 'python3 with venv', hasPython)) return
    const folder = temporaryFolder(t)
    const wheels = wheelsIn(folder)
    assert.deepEqual(namesIn(folder, join('wheels', 'toydemo-1.0-py3-none-any.whl')), ['toydemo 1.0'])
    execFileSync(python, ['-m', 'venv', '--without-pip', join(folder, '.venv')])
    const arguments_ = [
      '--python',
      join(folder, '.venv', 'bin', 'python'),
      'install',
      '--no-index',
      '--find-links',
      wheels,
      'toydemo',
    ]
    if (skipsWithout(t, 'pip with --python', pip(arguments_))) return
    const { files, coverage } = taken(folder, ['.venv'], true)
    assert.deepEqual(coverage.failed, [])
    const [{ file } = { file: null }] = files
    assert.equal(file?.environment?.kind, 'venv')
    assert.match(file.environment.runtime?.version ?? '', /^3\.\d+\.\d+/)
    const [base, demo] = file.dependencies
    assert.deepEqual([base?.name, base?.direct, demo?.name, demo?.direct], ['toybase', null, 'toydemo', true])
    assert.deepEqual(
      file.edges.map(({ from, to }) => [file.dependencies[from]?.name, file.dependencies[to]?.name]),
      [['toydemo', 'toybase']],
    )
    assert.deepEqual(demo?.installed?.license, { kind: 'expression', value: 'MIT' })
    assert.equal(demo.installed.installer, 'pip')
    const { changed, missing, unchecked, outside, compared } = demo.installed.integrity ?? {}
    assert.deepEqual([changed, missing, unchecked, outside], [[], [], [], []])
    assert.ok((compared ?? 0) >= 6)
    assert.deepEqual([file.environment.strays, file.environment.shadowed, file.environment.startFiles], [[], [], []])
  })

  it('a folder of pip install --target, a zipapp made of it, and what is tampered with in it', (t) => {
    if (skipsWithout(t, 'python3 with venv', hasPython)) return
    const folder = temporaryFolder(t)
    const wheels = wheelsIn(folder)
    const target = join(folder, 'target')
    if (skipsWithout(t, 'pip', pip(['install', '--no-index', '--find-links', wheels, '--target', target, 'toydemo'])))
      return
    execFileSync(python, [
      '-m',
      'zipapp',
      target,
      '-m',
      'toydemo:main',
      '-p',
      '/usr/bin/env python3',
      '-o',
      join(folder, 'app.pyz'),
    ])
    assert.deepEqual(namesIn(folder, 'app.pyz'), ['toybase 2.0', 'toydemo 1.0'])
    // Without an ending, its first and last bytes say what it is.
    writeFileSync(join(folder, 'tool'), readFileSync(join(folder, 'app.pyz')))
    assert.deepEqual(namesIn(folder, 'tool'), ['toybase 2.0', 'toydemo 1.0'])
    writeFileSync(join(target, 'toybase.py'), 'answer = 43\n')
    writeFileSync(join(target, 'zz.pth'), 'import toybase\n')
    const [{ file } = { file: null }] = taken(folder, ['target'], true).files
    const base = file?.dependencies.find(({ name }) => name === 'toybase')
    assert.deepEqual(base?.installed?.integrity?.changed, ['toybase.py'])
    const demo = file?.dependencies.find(({ name }) => name === 'toydemo')
    assert.deepEqual([demo?.installed?.integrity?.missing, demo?.installed?.integrity?.outside], [[], []])
    assert.deepEqual(file?.environment?.strays, ['zz.pth'])
    assert.deepEqual(
      file?.environment?.startFiles.map(({ path, runs }) => [path, runs]),
      [['zz.pth', true]],
    )
  })

  it('a venv with what uv installs', (t) => {
    if (skipsWithout(t, 'uv', has('uv') && hasPython)) return
    const folder = temporaryFolder(t)
    const wheels = wheelsIn(folder)
    execFileSync(python, ['-m', 'venv', '--without-pip', join(folder, '.venv')])
    const words = [
      'pip',
      'install',
      '--offline',
      '--no-index',
      '--find-links',
      wheels,
      '--python',
      join(folder, '.venv'),
      'toydemo',
    ]
    execFileSync('uv', [...words, '--cache-dir', join(folder, 'cache')], { stdio: 'pipe' })
    const [{ file } = { file: null }] = taken(folder, ['.venv'], true).files
    const demo = file?.dependencies.find(({ name }) => name === 'toydemo')
    assert.equal(demo?.installed?.installer, 'uv')
    assert.equal(demo.direct, true)
    assert.deepEqual([demo.installed.integrity?.changed, demo.installed.integrity?.missing], [[], []])
    assert.deepEqual(file?.environment?.strays, [])
  })
})

describe('applications and distributions in one file', () => {
  const files = (library: string, name: string): { name: string; data: string }[] =>
    Object.entries(distInfo(library, { name, version: '1.0' })).map(([path, data]) => ({ name: path, data }))

  function kindOf(t: TestContext, filename: string, members: readonly { name: string; data: string | Uint8Array }[]) {
    const folder = temporaryFolder(t)
    writeFileSync(join(folder, filename), writeZip(members))
    const [{ file } = { file: null }] = taken(folder, [filename]).files
    return [file?.environment?.kind, file?.dependencies.map(({ name, at }) => `${name} ${at.path}`)]
  }

  it('PEX, with its wheels as folders or as files, and without what it starts with', (t) => {
    assert.deepEqual(
      kindOf(t, 'tool.pex', [
        { name: 'PEX-INFO', data: '{}' },
        { name: '__main__.py', data: '' },
        ...files('.bootstrap/pex/vendor', 'bootstrap'),
        ...files('.deps/one-1.0-py3-none-any.whl', 'one'),
        { name: '.deps/two-1.0-py3-none-any.whl', data: writeZip(files('', 'two')) },
        { name: '.deps/bad-1.0-py3-none-any.whl', data: 'no zip' },
      ]),
      [
        'pex',
        [
          'one tool.pex/.deps/one-1.0-py3-none-any.whl/one-1.0.dist-info/METADATA',
          'two tool.pex/.deps/two-1.0-py3-none-any.whl/two-1.0.dist-info/METADATA',
        ],
      ],
    )
  })

  it('shiv', (t) => {
    const members = [
      { name: 'environment.json', data: '{}' },
      { name: '__main__.py', data: '' },
      ...files('site-packages', 'one'),
    ]
    assert.deepEqual(kindOf(t, 'tool.pyz', members), [
      'shiv',
      ['one tool.pyz/site-packages/one-1.0.dist-info/METADATA'],
    ])
  })

  it('egg', (t) => {
    const members = [
      { name: 'EGG-INFO/PKG-INFO', data: 'Metadata-Version: 1.1\nName: old\nVersion: 0.5\n' },
      { name: 'EGG-INFO/top_level.txt', data: 'old\n' },
      { name: 'old.py', data: '' },
    ]
    assert.deepEqual(kindOf(t, 'old-0.5-py3.12.egg', members), ['egg', ['old old-0.5-py3.12.egg/EGG-INFO/PKG-INFO']])
  })

  it('source distribution', (t) => {
    const members = [{ name: 'src-1.0/PKG-INFO', data: 'Metadata-Version: 2.2\nName: src\nVersion: 1.0\n' }]
    assert.deepEqual(kindOf(t, 'src-1.0.zip', members), ['sdist', ['src src-1.0.zip/src-1.0/PKG-INFO']])
  })

  it('says so of an archive that is none, or holds none', (t) => {
    const folder = temporaryFolder(t)
    writeFileSync(join(folder, 'a-1.0-py3-none-any.whl'), 'no zip')
    writeFileSync(join(folder, 'b.pyz'), writeZip([{ name: 'readme.txt', data: '' }]))
    const { files: read, coverage } = taken(folder, ['a-1.0-py3-none-any.whl', 'b.pyz'])
    assert.deepEqual(read, [])
    assert.deepEqual(
      coverage.failed.map(({ path, code }) => [path, code]),
      [
        ['a-1.0-py3-none-any.whl', 'MALFORMED'],
        ['b.pyz', 'MALFORMED'],
      ],
    )
  })
})

describe('targets', () => {
  it('take a site-packages for a part of its environment, and of its system', (t) => {
    const folder = temporaryFolder(t)
    for (const [root, extra] of [
      ['venv', { 'pyvenv.cfg': 'version = 3.12.4\n' }],
      ['rootfs', { 'etc/os-release': 'ID=debian\nVERSION_ID=12\n' }],
      ['prefix', {}],
    ] as const) {
      const inner: Record<string, string> = {
        ...distInfo('lib/python3.12/site-packages', { name: 'demo', version: '1.0' }),
        ...extra,
      }
      for (const [path, text] of Object.entries(inner)) {
        mkdirSync(join(folder, root, path, '..'), { recursive: true })
        writeFileSync(join(folder, root, path), text)
      }
      const [{ file } = { file: null }] = taken(folder, [`${root}/lib/python3.12/site-packages`]).files
      assert.equal(file?.environment?.base, root)
      assert.equal(file.dependencies[0]?.at.path, `${root}/lib/python3.12/site-packages/demo-1.0.dist-info/METADATA`)
    }
    assert.ok(existsSync(folder))
  })

  it('read the project beside an environment that was made in its folder', (t) => {
    const folder = temporaryFolder(t)
    writeFileSync(join(folder, 'pyvenv.cfg'), '')
    writeFileSync(join(folder, 'requirements.txt'), 'idna==3.7\n')
    const paths = taken(folder, ['.']).files.map(({ file }) => `${file.path} ${file.format}`)
    assert.deepEqual(paths, ['. environment', 'requirements.txt requirements'])
  })

  it('read an environment below a project where that is asked for', (t) => {
    const folder = temporaryFolder(t)
    for (const [path, text] of Object.entries(
      distInfo('.venv/lib/python3.12/site-packages', { name: 'demo', version: '1.0' }),
    )) {
      mkdirSync(join(folder, path, '..'), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    writeFileSync(join(folder, '.venv', 'pyvenv.cfg'), '')
    const request = { targets: ['.'], cwd: folder, exclude: [] }
    assert.deepEqual(takeInventory({ ...request, includeEnvironments: false }).files, [])
    const [{ file } = { file: null }] = takeInventory({ ...request, includeEnvironments: true }).files
    assert.equal(file?.path, '.venv')
    assert.equal(file.dependencies.length, 1)
  })
})
