import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { entriesOf } from '../src/index.ts'

/** `stage path symbol` of each entry of an archive that holds these texts. */
function entries(
  files: Readonly<Record<string, string>>,
  points: readonly (readonly [string, string, string | null])[] = [],
) {
  return entriesOf({
    paths: Object.keys(files),
    entryPoints: points.map(([group, module, attribute]) => ({ group, name: 'x', module, attribute })),
    textOf: (path) => files[path] ?? null,
  }).map(({ stage, path, symbol }) => `${stage} ${path}${symbol === null ? '' : ` ${symbol}`}`)
}

suite('builds', () => {
  test('setup.py at the root of an sdist, and of nothing else', () => {
    assert.deepEqual(entries({ 'toy-1/setup.py': '', 'toy-1/PKG-INFO': '', 'toy-1/toy/setup.py': '' }), [
      'install toy-1/setup.py',
    ])
  })
  test('a backend of the project itself, with its hooks', () => {
    const found = entries({
      'toy-1/pyproject.toml': '[build-system]\nrequires = []\nbuild-backend = "own"\nbackend-path = ["_build"]',
      'toy-1/_build/own.py': '',
    })
    assert.ok(found.includes('install toy-1/_build/own.py'))
    assert.ok(found.includes('install toy-1/_build/own.py get_requires_for_build_wheel'))
  })
  test('a backend elsewhere is not code of the package', () => {
    assert.deepEqual(entries({ 'toy-1/pyproject.toml': '[build-system]\nbuild-backend = "flit_core.buildapi"' }), [])
  })
  const descriptions: readonly (readonly [string, string, string])[] = [
    ['[tool.hatch.build.hooks.custom]', 'hatch_build.py', 'install toy-1/hatch_build.py'],
    ['[tool.hatch.build.targets.wheel.hooks.custom]\npath = "b.py"', 'b.py', 'install toy-1/b.py'],
    ['[tool.hatch.version]\nsource = "code"\npath = "v.py"', 'v.py', 'install toy-1/v.py'],
    ['[tool.pdm.build]\ncustom-hook = "h.py"', 'h.py', 'install toy-1/h.py pdm_build_initialize'],
    ['[tool.pdm.version]\nsource = "call"\ngetter = "v:get"', 'v.py', 'install toy-1/v.py get'],
    ['[tool.poetry.build]\nscript = "b.py"', 'b.py', 'install toy-1/b.py build'],
    [
      '[tool.setuptools.cmdclass]\ninstall = "toy.own.Install"',
      'src/toy/own.py',
      'install toy-1/src/toy/own.py Install',
    ],
    [
      '[tool.setuptools.dynamic]\nversion = {attr = "toy.__version__"}',
      'toy/__init__.py',
      'install toy-1/toy/__init__.py',
    ],
  ]
  for (const [text, file, expected] of descriptions)
    test(text, () => assert.ok(entries({ 'toy-1/pyproject.toml': text, [`toy-1/${file}`]: '' }).includes(expected)))
  test('setup.cfg', () => {
    const found = entries({
      'toy-1/setup.cfg': '[options]\ncmdclass =\n  install = toy.own.Install\n',
      'toy-1/toy/own.py': '',
    })
    assert.deepEqual(found, ['install toy-1/toy/own.py', 'install toy-1/toy/own.py Install'])
  })
  test('a description that is not TOML, or names itself strangely, has no entries', () => {
    assert.deepEqual(entries({ 'toy-1/pyproject.toml': '[[[' }), [])
    assert.deepEqual(entries({ 'toy-1/pyproject.toml': 'tool = 1\n["build-system"]\nbuild-backend = ["x"]' }), [])
  })
})

suite('starts and commands', () => {
  test('.pth, sitecustomize and .start of a wheel', () => {
    const found = entries({
      'toy.pth': 'import toy',
      'toy-1.data/purelib/usercustomize.py': '',
      'toy/sitecustomize.py': '',
      'toy.start': '# toy\ntoy.boot:run\nother:run',
      'toy/boot.py': '',
    })
    assert.deepEqual(found, ['start toy.pth', 'start toy-1.data/purelib/usercustomize.py', 'start toy/boot.py run'])
  })
  test('entry points, __main__, conftest and scripts', () => {
    const files = { 'toy/__main__.py': '', 'toy/cli.py': '', 'toy/conftest.py': '', 'toy-1.data/scripts/toy': '' }
    assert.deepEqual(
      entries(files, [
        ['console_scripts', 'toy.cli', 'main'],
        ['pytest11', 'absent', null],
      ]),
      ['entry toy/__main__.py', 'entry toy/conftest.py', 'entry toy-1.data/scripts/toy', 'entry toy/cli.py main'],
    )
  })
})
