import assert from 'node:assert/strict'
import { test } from 'node:test'
import { distributionOf, PypaError, parseSdistFilename, parseWheelFilename } from '@cordon/pypa'
import fc from 'fast-check'

const isFilenameError = (error: unknown) => error instanceof PypaError && error.code === 'FILENAME'

test('wheels', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['six-1.16.0-py2.py3-none-any.whl', 'six 1.16.0 - py2,py3 none any'],
    ['Foo_Bar-1.0-1-py3-none-any.whl', 'foo-bar 1.0 1 py3 none any'],
    ['foo-1.0-2abc-cp39.cp310-abi3-linux_x86_64.whl', 'foo 1.0 2abc cp39,cp310 abi3 linux_x86_64'],
    [
      'numpy-1.26.4-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl',
      'numpy 1.26.4 - cp311 cp311 manylinux_2_17_x86_64,manylinux2014_x86_64',
    ],
    ['torch-2.0.0+cu118-cp310-cp310-win_amd64.whl', 'torch 2.0.0+cu118 - cp310 cp310 win_amd64'],
    ['ruamel.yaml-0.18-py3-none-any.whl', 'ruamel-yaml 0.18 - py3 none any'],
    ['foo-1!2.0rc1-py3-none-any.whl', 'foo 1!2.0rc1 - py3 none any'],
    ['foo-1.0_1-py3-none-any.whl', 'foo 1.0.post1 - py3 none any'],
    ['FOO-1.0-py3-none-any.WHL', 'foo 1.0 - py3 none any'],
  ]
  for (const [filename, expected] of cases) {
    const { name, version, build, python, abi, platform } = parseWheelFilename(filename)
    assert.ok(version.kind === 'pep440')
    assert.equal([name, version.normalized, build ?? '-', python, abi, platform].join(' '), expected)
  }
  assert.deepEqual(parseWheelFilename('foo-2004d_x-py3-none-any.whl').version, { kind: 'legacy', raw: '2004d_x' })
})

test('source distributions', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['foo-1.0.tar.gz', 'foo 1.0'],
    ['Foo_Bar-1.0rc1.zip', 'foo-bar 1.0rc1'],
    ['zope.interface-5.4.0.tar.gz', 'zope-interface 5.4.0'],
    ['foo-bar-2-1.0.tar.gz', 'foo-bar-2 1.0'],
    ['foo-1.0-beta2.tar.gz', 'foo 1.0b2'],
    ['foo-1.0.tar.bz2', 'foo 1.0'],
    ['foo-1.0.tgz', 'foo 1.0'],
    ['foo-1.0+local.1.tar.gz', 'foo 1.0+local.1'],
    ['FOO-1.0.TAR.GZ', 'foo 1.0'],
  ]
  for (const [filename, expected] of cases) {
    const { name, version } = parseSdistFilename(filename)
    assert.ok(version.kind === 'pep440')
    assert.equal(`${name} ${version.normalized}`, expected)
  }
  assert.deepEqual(parseSdistFilename('pytz-2004d_x.tar.gz'), {
    name: 'pytz',
    version: { kind: 'legacy', raw: '2004d_x' },
  })
})

test('what is not the name of a distribution', () => {
  const wheels = [
    '',
    '.whl',
    'foo.whl',
    'foo-1.0.whl',
    'foo-1.0-py3-none.whl',
    'foo-1.0-x-py3-none-any.whl',
    'foo-1.0-1-2-py3-none-any.whl',
  ]
  wheels.push(
    '-1.0-py3-none-any.whl',
    'foo--py3-none-any.whl',
    'foo-1.0-py3--any.whl',
    'foo-1.0-py3-none-../../x.whl',
    'foo-1.0-py3.-none-any.whl',
  )
  wheels.push(
    'fö-1.0-py3-none-any.whl',
    'foo-1.0-py3-none-any.zip',
    'foo-1/0-py3-none-any.whl',
    `${'a'.repeat(2000)}-1-py3-none-any.whl`,
  )
  for (const filename of wheels) assert.throws(() => parseWheelFilename(filename), isFilenameError, filename)
  const sdists = [
    '',
    'foo',
    'foo.tar.gz',
    '.tar.gz',
    '-1.0.tar.gz',
    'foo-.tar.gz',
    'foo-1.0.exe',
    'foo-bar.zip',
    '../foo-1.0.zip',
    'foo-1/2.zip',
  ]
  for (const filename of sdists) assert.throws(() => parseSdistFilename(filename), isFilenameError, filename)
})

test('law: any text is a file name or the coded error, quickly', () => {
  const attempt = (text: string) => {
    for (const read of [parseWheelFilename, parseSdistFilename]) {
      try {
        read(text)
      } catch (error) {
        assert.ok(isFilenameError(error), String(error))
      }
    }
  }
  fc.assert(fc.property(fc.string(), (text) => attempt(text) ?? attempt(`${text}.whl`) ?? attempt(`a-${text}.tar.gz`)))
  for (const part of ['-', 'a', '1-', '-1', '.', '.1']) {
    attempt(`a${part.repeat(500)}.tar.gz`)
    attempt(`${part.repeat(1_000_000)}.tar.gz`)
    attempt(`${part.repeat(1_000_000)}.whl`)
  }
})

test('a name tells the kind of a file, or that it is of neither', () => {
  const wheel = distributionOf('Foo_Bar-1.0-py3-none-any.WHL')
  assert.deepEqual([wheel?.kind, wheel?.name, wheel?.version.raw], ['wheel', 'foo-bar', '1.0'])
  const sdist = distributionOf('foo-1.0.tar.gz')
  assert.deepEqual([sdist?.kind, sdist?.name, sdist?.version.raw], ['sdist', 'foo', '1.0'])
  for (const none of ['', 'foo', 'foo-1.0', 'foo-1.0.egg', 'foo.whl', '.tar.gz', 'foo-1.0-py3-none.whl'])
    assert.equal(distributionOf(none), null, none)
})
