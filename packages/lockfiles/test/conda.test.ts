import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { sharedData, withoutSharedData } from '@cordon/testkit'
import { parseMatchSpec } from '../src/conda/match-spec.ts'
import { platformMarker } from '../src/conda/platform.ts'
import { channelName, readCondaUrl } from '../src/conda/url.ts'
import { pixiLock } from '../src/formats/pixi-lock.ts'

test('match specifications: one version, a prefix, a range', () => {
  const demand = (text: string): readonly (string | null | undefined)[] => {
    const spec = parseMatchSpec(text)
    return [spec?.channel, spec?.name, spec?.version?.raw, spec?.specifier?.raw]
  }
  assert.deepEqual(demand('numpy'), [null, 'numpy', undefined, ''])
  assert.deepEqual(demand('numpy *'), [null, 'numpy', undefined, ''])
  assert.deepEqual(demand('numpy=1.26'), [null, 'numpy', undefined, '==1.26.*'])
  assert.deepEqual(demand('numpy=1.26.*'), [null, 'numpy', undefined, '==1.26.*'])
  assert.deepEqual(demand('numpy 1.26.*'), [null, 'numpy', undefined, '==1.26.*'])
  assert.deepEqual(demand('numpy==1.26.4'), [null, 'numpy', '1.26.4', '==1.26.4'])
  assert.deepEqual(demand('numpy 1.26.4'), [null, 'numpy', '1.26.4', '==1.26.4'])
  assert.deepEqual(demand('numpy=1.26.4=py311_0'), [null, 'numpy', '1.26.4', '==1.26.4'])
  assert.deepEqual(demand('numpy 1.26.4 py311_0'), [null, 'numpy', '1.26.4', '==1.26.4'])
  assert.deepEqual(demand('numpy >=1.21, <2'), [null, 'numpy', undefined, '>=1.21,<2'])
  assert.deepEqual(demand('numpy 1.21|1.22'), [null, 'numpy', undefined, undefined])
  assert.deepEqual(demand('conda-forge/linux-64::numpy'), ['conda-forge', 'numpy', undefined, ''])
  assert.deepEqual(demand(`numpy[version="=1.26.4", build=py311_0]`), [null, 'numpy', '1.26.4', '==1.26.4'])
  assert.equal(parseMatchSpec('!'), null)
  assert.equal(parseMatchSpec(''), null)
})

test('addresses of packages: the name may hold dashes, a token is no part of the channel', () => {
  assert.deepEqual(readCondaUrl('https://conda.anaconda.org/conda-forge/noarch/a-b-c-1.0-py_0.tar.bz2#0a1b'), {
    name: 'a-b-c',
    version: '1.0',
    build: 'py_0',
    filename: 'a-b-c-1.0-py_0.tar.bz2',
    channel: 'conda-forge',
  })
  assert.equal(
    readCondaUrl('https://example.org/t/tk-secret/own/linux-64/a-1-0.conda')?.channel,
    'https://example.org/t/***/own',
  )
  assert.equal(channelName('https://conda.anaconda.org/t/tk-secret/own/'), 'own')
  assert.equal(readCondaUrl('https://example.org/a-1.conda'), null)
  assert.equal(readCondaUrl('https://example.org/a-1-0.whl'), null)
})

test('platforms become markers, and an unknown one excludes nothing', () => {
  assert.equal(platformMarker(['win-64'])?.raw, "sys_platform == 'win32' and platform_machine == 'AMD64'")
  assert.match(platformMarker(['linux-64', 'osx-arm64'])?.raw ?? '', /^\(.*x86_64'\) or \(.*'arm64'\)$/)
  assert.equal(platformMarker(['linux-64', 'emscripten-wasm32']), null)
  assert.equal(platformMarker(["linux-' or 'a' == 'a"]), null)
  assert.equal(platformMarker([]), null)
})

const folder = sharedData('locks', 'pixi')
test('real file multi-env.pixi.lock', { skip: folder === null ? withoutSharedData('locks', 'pixi') : false }, () => {
  const text = readFileSync(`${folder}/multi-env.pixi.lock`, 'utf8')
  const file = pixiLock.parse(text, 'pixi.lock')
  const lines = text.split('\n')
  assert.deepEqual(file.skipped, [])
  const packages = new Set(text.slice(text.indexOf('\npackages:')).match(/^- (?:conda|pypi): .*$/gm))
  const urls = file.dependencies.flatMap((one) => one.artifacts.map((artifact) => artifact.url))
  assert.equal(urls.length, packages.size)
  for (const url of urls) assert.ok(packages.has(`- conda: ${url}`) || packages.has(`- pypi: ${url}`), url ?? '')
  for (const one of file.dependencies) {
    assert.match(lines[one.at.line - 1] ?? '', /^- (?:conda|pypi): /)
    assert.ok(one.scopes.length > 0 && one.version !== null, one.name)
  }
})
