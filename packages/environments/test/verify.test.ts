import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import { findEnvironments, findPacked, verifyEnvironments } from '@cordon/environments'
import { distInfo, type MadeFile, memoryTree } from '@cordon/testkit'
import fc from 'fast-check'

const library = 'lib/python3.12/site-packages'
const demo = distInfo(library, {
  name: 'demo',
  version: '1.0',
  code: { 'demo/__init__.py': '', 'demo/core.py': 'answer = 42\n', '../../../bin/demo': '#!python\n' },
})

function verified(files: Readonly<Record<string, MadeFile>>) {
  const tree = memoryTree({ 'pyvenv.cfg': 'version = 3.12.4\n', ...files })
  const report = verifyEnvironments(tree, findEnvironments(tree))
  const [environment] = report.environments
  assert.ok(environment)
  return { ...environment, problems: report.problems }
}

/** Its files outside of the library as RECORD means them. */
function placed(files: Readonly<Record<string, MadeFile>>): Record<string, MadeFile> {
  const script = `${library}/../../../bin/demo`
  const { [script]: content, ...rest } = files
  return content === undefined ? rest : { ...rest, 'bin/demo': content }
}

describe('verifyEnvironments', () => {
  it('compares every listed file, in the library and beside it', () => {
    const { distributions, strays, shadowed } = verified(placed(demo))
    const integrity = distributions[0]?.integrity
    assert.equal(integrity?.compared, 5)
    assert.deepEqual([integrity.changed, integrity.missing, integrity.unchecked, integrity.outside], [[], [], [], []])
    assert.deepEqual([strays, shadowed], [[], []])
  })

  it('tells a changed file from one that is gone and one that is a link', () => {
    const { distributions } = verified({
      ...placed(demo),
      'bin/demo': '#!python3\n',
      [`${library}/demo/core.py`]: { link: '../../../../../../cache/core.py' },
      [`${library}/demo-1.0.dist-info/WHEEL`]: { link: 'METADATA' },
    })
    const integrity = distributions[0]?.integrity
    assert.deepEqual(integrity?.changed, ['bin/demo'])
    assert.deepEqual(integrity.unchecked.toSorted(), [`${library}/demo-1.0.dist-info/WHEEL`, `${library}/demo/core.py`])
  })

  it('knows the other algorithms of RECORD, and takes MD5 for none', () => {
    const digest = (algorithm: string): string => createHash(algorithm).update('x').digest('base64url')
    const record = [
      `a.py,sha512=${digest('sha512')},1`,
      `b.py,sha384=${digest('sha384')},1`,
      `c.py,md5=${digest('md5')},1`,
      `d.py,sha256=${createHash('sha256').update('x').digest('hex')},1`,
      'demo-1.0.dist-info/RECORD,,',
      '',
    ].join('\n')
    const files = Object.fromEntries(['a.py', 'b.py', 'c.py', 'd.py'].map((name) => [`${library}/${name}`, 'x']))
    const integrity = verified({
      ...files,
      [`${library}/demo-1.0.dist-info/METADATA`]: 'Name: demo\nVersion: 1.0\n',
      [`${library}/demo-1.0.dist-info/RECORD`]: record,
    }).distributions[0]?.integrity
    assert.deepEqual([integrity?.compared, integrity?.changed, integrity?.unchecked], [3, [], [`${library}/c.py`]])
  })

  it('leaves what a system package owns to its own list of digests', () => {
    const systemLibrary = 'usr/lib/python3/dist-packages'
    const files = distInfo(systemLibrary, {
      name: 'demo',
      version: '1.0',
      code: { 'demo/fast.so': 'as built', 'demo/gone.py': '' },
    })
    const sum = (text: string): string => createHash('md5').update(text).digest('hex')
    const tree = memoryTree({
      ...Object.fromEntries(Object.entries(files).filter(([path]) => !path.endsWith('gone.py'))),
      [`${systemLibrary}/demo/fast.so`]: 'stripped',
      [`${systemLibrary}/demo-1.0.dist-info/WHEEL`]: 'changed by somebody',
      [`${systemLibrary}/demo/renamed.so`]: '',
      [`${systemLibrary}/demo/__pycache__/renamed.cpython-311.pyc`]: '',
      [`${systemLibrary}/demo/__pycache__/fast.cpython-311.pyc`]: '',
      'var/lib/dpkg/status':
        'Package: python3-demo\nStatus: install ok installed\nVersion: 1.0-1\nArchitecture: amd64\n',
      'var/lib/dpkg/info/python3-demo.list': ['METADATA', 'WHEEL', 'RECORD']
        .map((name) => `/${systemLibrary}/demo-1.0.dist-info/${name}`)
        .concat(
          `/${systemLibrary}/demo/fast.so`,
          `/${systemLibrary}/demo/renamed.so`,
          `/${systemLibrary}/demo/renamed.py`,
          '',
        )
        .join('\n'),
      'var/lib/dpkg/info/python3-demo.md5sums': `${sum('stripped')}  ${systemLibrary}/demo/fast.so\n${sum('as shipped')}  ${systemLibrary}/demo-1.0.dist-info/WHEEL\n`,
    })
    const [environment] = verifyEnvironments(tree, findEnvironments(tree)).environments
    const integrity = environment?.distributions[0]?.integrity
    assert.deepEqual(integrity?.changed, [`${systemLibrary}/demo-1.0.dist-info/WHEEL`])
    assert.deepEqual([integrity.missing, integrity.unchecked], [[], []])
    assert.deepEqual(environment?.strays, [`${systemLibrary}/demo/__pycache__/fast.cpython-311.pyc`])
  })

  it('finds strays, whole folders at once, and passes over bytecode of what is listed', () => {
    const { strays } = verified({
      ...placed(demo),
      [`${library}/demo/__pycache__/core.cpython-312.pyc`]: '',
      [`${library}/demo/__pycache__/gone.cpython-312.pyc`]: '',
      [`${library}/dropped/a/b.py`]: '',
      [`${library}/dropped/c.py`]: '',
    })
    assert.deepEqual(strays, [`${library}/demo/__pycache__/gone.cpython-312.pyc`, `${library}/dropped/`])
  })

  it('takes the paths of --target as they were meant', () => {
    const files = distInfo('target', { name: 'demo', version: '1.0', code: { 'demo.py': '', '../../bin/demo': 'x' } })
    const { 'target/../../bin/demo': script, ...rest } = files
    const tree = memoryTree({ ...rest, 'target/bin/demo': script ?? '' })
    const integrity = verifyEnvironments(tree, findEnvironments(tree)).environments[0]?.distributions[0]?.integrity
    assert.deepEqual([integrity?.missing, integrity?.outside], [[], []])
  })

  it('takes what an application or an egg holds beside its packages for its own code', () => {
    const made = distInfo('', {
      name: 'demo',
      version: '1.0',
      code: { 'demo/__init__.py': '', '../../bin/demo': '#!' },
    })
    const { '../../bin/demo': script = '', ...files } = made
    const packed = (filename: string, more: Readonly<Record<string, MadeFile>>) => {
      const tree = memoryTree(more)
      const { environments } = verifyEnvironments(tree, findPacked(tree, filename))
      return environments.map(({ kind, strays, distributions }) => {
        return [kind, strays, distributions[0]?.integrity?.outside ?? null]
      })
    }
    const at = (folder: string): Record<string, MadeFile> => {
      const all = { ...files, 'bin/demo': script }
      return Object.fromEntries(Object.entries(all).map(([path, text]) => [`${folder}${path}`, text]))
    }
    assert.deepEqual(packed('a.pyz', { ...at(''), '__main__.py': '', 'own/code.py': '' }), [['zipapp', [], []]])
    assert.deepEqual(packed('a.pyz', { ...at('site-packages/'), 'environment.json': '{}' }), [['shiv', [], []]])
    const egg = { 'EGG-INFO/PKG-INFO': 'Name: demo\nVersion: 1.0\n', 'demo/__init__.py': '' }
    assert.deepEqual(packed('a.egg', egg), [['egg', [], null]])
    assert.deepEqual(packed('demo-1.0-py3-none-any.whl', { ...files, 'own/code.py': '' }), [
      ['wheel', ['own/'], ['../../bin/demo']],
    ])
  })

  it('never throws, whatever RECORD and METADATA say', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '../../../../etc/passwd,,',
        '/etc/passwd,sha256=x,1',
        'a,sha256=,',
        '"a\nb",,',
        'demo/core.py,sha256=zzz,12',
      ),
    )
    fc.assert(
      fc.property(fc.array(line), fc.string(), (lines, metadata) => {
        verified({
          ...placed(demo),
          [`${library}/demo-1.0.dist-info/RECORD`]: lines.join('\n'),
          [`${library}/demo-1.0.dist-info/METADATA`]: metadata,
        })
      }),
    )
  })

  it('stays quick with very many names', () => {
    const files = new Map<string, MadeFile>(Object.entries(placed(demo)))
    for (let index = 0; index < 100_000; index++) files.set(`${library}/junk/${index % 300}/${index}.py`, '')
    const tree = memoryTree(files)
    const [environment] = verifyEnvironments(tree, findEnvironments(tree)).environments
    assert.deepEqual(environment?.strays, [`${library}/junk/`])
  })
})
