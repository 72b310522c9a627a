import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { stageUnlessImported } from '../src/index.ts'

/** The files of an archive that run only when somebody runs them. */
function scripts(files: Readonly<Record<string, string>>): readonly string[] {
  const stage = stageUnlessImported({ paths: Object.keys(files), textOf: (path) => files[path] ?? null })
  return Object.keys(files).filter(
    (path) => path.endsWith('.py') && !path.endsWith('setup.py') && stage(path) === 'entry',
  )
}

function empty(...paths: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(paths.map((path) => [path, '']))
}

suite('what nothing imports runs', () => {
  test('as a module, in a package and in what may be one', () => {
    assert.deepEqual(scripts(empty('toy/__init__.py', 'toy/a.py', 'toy/inner/b.py', 'other/c.py')), [])
    assert.deepEqual(scripts(empty('toy-1/setup.py', 'toy-1/src/toy/a.py', 'toy-1/lib/more/__init__.py')), [])
  })
  test('as a script, when no import can name it', () => {
    assert.deepEqual(scripts(empty('toy/__init__.py', 'toy/make-it.py', 'toy/2to3.py', 'a-b/c.py')), [
      'toy/make-it.py',
      'toy/2to3.py',
      'a-b/c.py',
    ])
  })
  test('as a module, when no import can name anything of the package', () => {
    assert.deepEqual(scripts(empty('t-1/setup.py', 't-1/a-toy/__init__.py', 't-1/a-toy/b-c.py')), [])
    assert.deepEqual(scripts(empty('toy/__init__.py', 'toy/a.py\na.py')), [])
  })
  test('as a script, in folders of tests, examples and tools', () => {
    assert.deepEqual(
      scripts(empty('t-1/setup.py', 't-1/toy/a.py', 't-1/tests/__init__.py', 't-1/scripts/b.py', 't-1/toy/tests/c.py')),
      ['t-1/tests/__init__.py', 't-1/scripts/b.py', 't-1/toy/tests/c.py'],
    )
  })
  test('as a script, in a build of its own', () => {
    assert.deepEqual(scripts(empty('toy/__init__.py', 'toy/inner/setup.py', 'inner/a.py')), [])
    assert.equal(stageUnlessImported({ paths: ['toy/__init__.py'], textOf: () => null })('toy/inner/setup.py'), 'entry')
  })
  test('as a module, in a package of tools', () => {
    assert.deepEqual(scripts(empty('toy/__init__.py', 'toy/tools/__init__.py', 'toy/tools/a.py')), [])
  })
  test('as a script, in a package of tools beside the package, unless it is installed, too', () => {
    const files = empty('t-1/setup.py', 't-1/toy/__init__.py', 't-1/scripts/__init__.py', 't-1/scripts/a.py')
    const pyproject = { 't-1/pyproject.toml': '[project.scripts]\ntoy = "toy:main"' }
    assert.deepEqual(scripts({ ...files, ...pyproject }), ['t-1/scripts/__init__.py', 't-1/scripts/a.py'])
    assert.deepEqual(scripts({ ...files, 't-1/setup.py': "setup(packages=['toy', 'scripts'])" }), [])
  })
  test('as a module, when what looks like tests is all there is', () => {
    assert.deepEqual(scripts(empty('test-1/setup.py', 'test-1/test/__init__.py', 'test-1/test/run.py')), [])
    assert.deepEqual(scripts(empty('test_toy/__init__.py', 'test_toy/a.py', 'test_toy-1.dist-info/METADATA')), [])
  })
  test('as a script beside setup.py, unless that names it or there is no package', () => {
    const files = { 't-1/setup.py': "setup(py_modules=['named'])", 't-1/named.py': '', 't-1/other.py': '' }
    assert.deepEqual(scripts(files), ['t-1/other.py'])
    assert.deepEqual(scripts({ ...files, 't-1/setup.py': 'setup()' }), [])
    assert.deepEqual(scripts({ ...files, 't-1/toy/__init__.py': '' }), ['t-1/other.py'])
  })
  test('as a script, in a folder that is no package beside one that is', () => {
    assert.deepEqual(scripts(empty('t-1/setup.py', 't-1/toy/__init__.py', 't-1/extra/a.py')), ['t-1/extra/a.py'])
    assert.deepEqual(scripts(empty('toy/__init__.py', 'extra/a.py')), [])
  })
  test('as a module at the top of a wheel', () => {
    assert.deepEqual(scripts(empty('toy/__init__.py', 'test_more.py', 'toy-1.data/purelib/more/a.py')), [])
  })
})
