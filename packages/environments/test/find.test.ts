import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { findEnvironments, lockfilesOf } from '@cordon/environments'
import { distInfo, type MadeFile, memoryTree, writeZip } from '@cordon/testkit'

const library = 'lib/python3.12/site-packages'
const settings = 'home = /usr/bin\nversion = 3.12.4\n'

function environmentsOf(files: Readonly<Record<string, MadeFile>>) {
  return findEnvironments(memoryTree(files)).environments
}

describe('findEnvironments', () => {
  it('reads a virtual environment', () => {
    const [environment, ...others] = environmentsOf({
      'pyvenv.cfg': settings,
      ...distInfo(library, { name: 'Demo.Pkg', version: '1.0', installer: 'pip', requested: true }),
    })
    assert.equal(others.length, 0)
    assert.equal(environment?.kind, 'venv')
    assert.equal(environment.root, '')
    assert.deepEqual(environment.runtime, {
      implementation: 'cpython',
      version: '3.12.4',
      path: 'pyvenv.cfg',
      owner: null,
      layer: null,
    })
    const [demo] = environment.distributions
    assert.equal(demo?.name, 'demo-pkg')
    assert.equal(demo.version?.raw, '1.0')
    assert.equal(demo.installer, 'pip')
    assert.equal(demo.requested, true)
    assert.deepEqual(demo.modules, ['demo_pkg'])
    assert.deepEqual(demo.flaws, [])
  })

  it('keeps the environments of a system apart, and joins the folders of one', () => {
    const environments = environmentsOf({
      ...distInfo('usr/lib/python3/dist-packages', { name: 'one', version: '1' }),
      ...distInfo('usr/local/lib/python3.11/dist-packages', { name: 'two', version: '2' }),
      ...distInfo('usr/local/lib/python3.12/site-packages', { name: 'three', version: '3' }),
      ...distInfo('root/.local/lib/python3.12/site-packages', { name: 'four', version: '4' }),
      ...distInfo('var/task', { name: 'five', version: '5' }),
      'opt/app/pyvenv.cfg': `${settings}uv = 0.9.0\n`,
      ...distInfo('opt/app/lib64/python3.12/site-packages', { name: 'six', version: '6' }),
      'usr/local/include/python3.12/patchlevel.h': '#define PY_VERSION              "3.12.7"\n',
      'usr/local/lib/python3.12/os.py': '',
    })
    assert.deepEqual(
      environments.map(({ root, kind, manager, runtime, distributions }) => [
        root,
        kind,
        manager,
        runtime?.version ?? null,
        distributions.map(({ name }) => name).join(),
      ]),
      [
        ['opt/app', 'venv', 'uv', '3.12.4', 'six'],
        ['root/.local', 'user', null, '3.12', 'four'],
        ['usr', 'system', null, '3.11', 'one,two'],
        ['usr/local', 'system', null, '3.12.7', 'three'],
        ['var/task', 'folder', null, null, 'five'],
      ],
    )
  })

  it('knows the Python of a library that was named alone', () => {
    const tree = memoryTree({
      ...distInfo('usr/lib/python3/dist-packages', { name: 'one', version: '1' }),
      'usr/lib/python3.11/os.py': '',
      'usr/include/python3.11/patchlevel.h': '#define PY_VERSION "3.11.2"\n',
    })
    const { environments, runtimes } = findEnvironments(tree, { from: ['usr/lib/python3/dist-packages'] })
    assert.equal(environments[0]?.runtime?.version, '3.11.2')
    assert.equal(runtimes.length, 1)
  })

  it('knows the tools that keep environments, by where these lie and what they hold', () => {
    const managers = (place: string, more: Readonly<Record<string, MadeFile>> = {}) =>
      findEnvironments(memoryTree({ 'pyvenv.cfg': settings, ...more }), { place }).environments[0]?.manager ?? null
    assert.equal(managers('/home/me/project/.venv'), null)
    assert.equal(managers('/home/me/.local/share/pipx/venvs/black'), 'pipx')
    assert.equal(managers('/opt/black', { 'pipx_metadata.json': '{}' }), 'pipx')
    assert.equal(managers('/home/me/.cache/pypoetry/virtualenvs/app-1x2y-py3.12'), 'poetry')
    assert.equal(managers('/home/me/.local/share/pdm/venvs/app-1-3.12'), 'pdm')
    assert.equal(managers('/home/me/.local/share/hatch/env/virtual/app/1x2y/app'), 'hatch')
    assert.equal(managers('/home/me/.local/share/uv/tools/ruff'), 'uv')
    assert.equal(managers('/srv/a', { 'pyvenv.cfg': `${settings}virtualenv = 20.26.2\n` }), 'virtualenv')
  })

  it('gives edges as the markers hold there, and extras only where they are asked for', () => {
    const report = findEnvironments(
      memoryTree({
        'pyvenv.cfg': settings,
        ...distInfo(library, {
          name: 'app',
          version: '1',
          requires: ['base[tls]>=1', "legacy; python_version<'3.9'", 'absent', "winonly; sys_platform=='win32'"],
          tags: ['cp312-cp312-manylinux_2_17_x86_64'],
        }),
        ...distInfo(library, {
          name: 'base',
          version: '2',
          requires: ["tls; extra=='tls'", "dev; extra=='dev'"],
        }),
        ...distInfo(library, { name: 'legacy', version: '1' }),
        ...distInfo(library, { name: 'winonly', version: '1' }),
        ...distInfo(library, { name: 'tls', version: '1' }),
        ...distInfo(library, { name: 'dev', version: '1' }),
      }),
    )
    const [file] = lockfilesOf(report, { path: '.venv' })
    assert.ok(file)
    const name = (index: number): string => file.dependencies[index]?.name ?? ''
    assert.deepEqual(
      file.edges.map(({ from, to, scope, extras }) => [name(from), name(to), scope?.name ?? null, extras.join()]),
      [
        ['app', 'base', null, 'tls'],
        ['base', 'tls', 'tls', ''],
      ],
    )
    assert.deepEqual(file.dependencies[0]?.installed?.requires, ['base', 'legacy', 'absent', 'winonly'])
    assert.deepEqual(file.dependencies[0]?.at, {
      path: `.venv/${library}/app-1.dist-info/METADATA`,
      line: 3,
    })
  })

  it('takes no link out of the tree or in a circle for something to read', () => {
    const [environment] = environmentsOf({
      'pyvenv.cfg': settings,
      [`${library}/a-1.dist-info/METADATA`]: { link: '../../../../../../../etc/passwd' },
      [`${library}/b-1.dist-info/METADATA`]: { link: 'METADATA' },
      [`${library}/c-1.dist-info/METADATA`]: { link: '../d-1.dist-info/METADATA' },
      [`${library}/d-1.dist-info/METADATA`]: 'Metadata-Version: 2.1\nName: d\nVersion: 1\n',
      [`${library}/e-1.dist-info`]: { link: '../../../loop' },
      loop: { link: 'loop' },
    })
    assert.deepEqual(
      environment?.distributions.map(({ name, version, flaws }) => [
        name,
        version?.raw,
        flaws.map(({ code }) => code).join(),
      ]),
      [
        ['a', '1', 'LINK'],
        ['b', '1', 'LINK'],
        ['d', '1', ''],
        ['d', '1', ''],
      ],
    )
  })

  it('opens an egg that is one file, and names its parts as those of that file', () => {
    const egg = writeZip([
      { name: 'EGG-INFO/PKG-INFO', data: 'Metadata-Version: 1.1\nName: zipped\nVersion: 3.1\n' },
      { name: 'EGG-INFO/requires.txt', data: 'old>=0.1\n' },
      { name: 'EGG-INFO/top_level.txt', data: 'zipped\n' },
      { name: 'zipped/__init__.py', data: '' },
    ])
    const path = `${library}/zipped-3.1-py3.12.egg`
    const report = findEnvironments(memoryTree({ [path]: { content: egg, layer: 4 } }))
    assert.deepEqual(report.problems, [])
    const [zipped, ...others] = report.environments.flatMap(({ distributions }) => distributions)
    assert.deepEqual(others, [])
    assert.equal(`${zipped?.kind} ${zipped?.name} ${zipped?.version?.raw}`, 'egg zipped 3.1')
    assert.equal(zipped?.path, `${path}/EGG-INFO`)
    assert.equal(zipped.at.path, `${path}/EGG-INFO/PKG-INFO`)
    assert.equal(zipped.library, path)
    assert.equal(zipped.layer, 4)
    assert.deepEqual(zipped.modules, ['zipped'])
    assert.deepEqual(
      zipped.requires.map(({ name }) => name),
      ['old'],
    )
  })

  it('tells of an egg that is no archive, names nobody, or was not kept', () => {
    const tree = memoryTree({
      [`${library}/bad-1-py3.12.egg`]: 'no zip at all',
      [`${library}/gone-1-py3.12.egg`]: writeZip([{ name: 'EGG-INFO/PKG-INFO', data: 'Name: gone\nVersion: 1\n' }]),
      [`${library}/_.egg`]: writeZip([{ name: 'x.py', data: '' }]),
      ...distInfo(library, { name: 'other', version: '1.0' }),
    })
    const partly = {
      ...tree,
      read: (path: string, limit: number) => (path.includes('gone') ? null : tree.read(path, limit)),
    }
    const { environments, problems } = findEnvironments(partly)
    assert.deepEqual(
      environments.flatMap(({ distributions }) => distributions.map(({ name }) => name)),
      ['other'],
    )
    assert.deepEqual(
      problems.map(({ path, code }) => [path.slice(library.length + 1), code]),
      [
        ['_.egg', 'NO_NAME'],
        ['bad-1-py3.12.egg', 'MALFORMED'],
        ['gone-1-py3.12.egg', 'TOO_LARGE'],
      ],
    )
  })

  it('reads eggs, egg-info in both shapes, and what is used where it lies', () => {
    const pkgInfo = 'Metadata-Version: 1.1\nName: old\nVersion: 0.5\n'
    const [environment] = environmentsOf({
      [`${library}/old-0.5-py3.12.egg-info`]: pkgInfo,
      [`${library}/set-1.0-py3.12.egg-info/PKG-INFO`]: 'Metadata-Version: 1.1\nName: set\nVersion: 1.0\n',
      [`${library}/set-1.0-py3.12.egg-info/requires.txt`]:
        'old>=0.1\n\n[fast]\nspeedy\n\n[:python_version<"3"]\nbackport\n',
      [`${library}/set-1.0-py3.12.egg-info/top_level.txt`]: 'set\n_set\n',
      [`${library}/packed-2-py3.12.egg/EGG-INFO/PKG-INFO`]: 'Metadata-Version: 1.1\nName: packed\nVersion: 2\n',
      [`${library}/work.egg-link`]: '/srv/work\n.\n',
      'srv/work/work.egg-info/PKG-INFO': 'Metadata-Version: 1.1\nName: work\nVersion: 0.0.dev1\n',
    })
    assert.deepEqual(
      environment?.distributions.map(({ name, kind, version }) => [name, kind, version?.raw]),
      [
        ['old', 'egg-info', '0.5'],
        ['packed', 'egg', '2'],
        ['set', 'egg-info', '1.0'],
        ['work', 'develop', '0.0.dev1'],
      ],
    )
    const set = environment.distributions[2]
    assert.deepEqual(set?.modules, ['_set', 'set'])
    assert.deepEqual(
      set.requires.map(({ name, marker }) => [name, marker?.raw ?? null]),
      [
        ['old', null],
        ['speedy', 'extra == "fast"'],
        ['backport', '(python_version<"3")'],
      ],
    )
  })

  it('says where a distribution came from, and what its record gets wrong', () => {
    const commit = 'a'.repeat(40)
    const [environment] = environmentsOf({
      ...distInfo(library, {
        name: 'repo',
        version: '1',
        files: {
          'direct_url.json': JSON.stringify({
            url: 'https://user:secret@git.example.invalid/x',
            vcs_info: { vcs: 'git', commit_id: commit, requested_revision: 'main' },
          }),
        },
      }),
      ...distInfo(library, {
        name: 'wheel',
        version: '1',
        files: {
          'provenance_url.json': JSON.stringify({
            url: 'https://files.example.invalid/wheel-1-py3-none-any.whl',
            archive_info: { hashes: { sha256: 'ab'.repeat(32), md5: 'cd'.repeat(16) } },
          }),
        },
      }),
    })
    assert.ok(environment)
    const [file] = lockfilesOf({ environments: [environment], runtimes: [], problems: [] }, { path: '.' })
    const [repo, wheel] = file?.dependencies ?? []
    assert.deepEqual(repo?.origin, {
      kind: 'git',
      vcs: 'git',
      url: 'https://git.example.invalid/x',
      ref: 'main',
      commit,
      subdirectory: null,
    })
    assert.deepEqual(
      repo.installed?.flaws?.map(({ code }) => code),
      ['DIRECT_URL'],
    )
    assert.deepEqual(wheel?.artifacts, [
      {
        filename: 'wheel-1-py3-none-any.whl',
        url: 'https://files.example.invalid/wheel-1-py3-none-any.whl',
        hashes: [{ algorithm: 'sha256', value: 'ab'.repeat(32) }],
      },
    ])
    assert.deepEqual(
      wheel.installed?.flaws?.map(({ code }) => code),
      ['PROVENANCE_URL'],
    )
  })
})
