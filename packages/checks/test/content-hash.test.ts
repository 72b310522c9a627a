import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Lockfile } from '@cordon/model'
import { matchesManifest } from '../src/content-hash.ts'
import { pythonJson } from '../src/python-json.ts'

function file(format: string, text: string, hash: string | null) {
  const lock: Lockfile = {
    path: format,
    format,
    role: 'lock',
    dependencies: [],
    edges: [],
    options: [],
    includes: [],
    skipped: [],
    requiresPython: null,
    contentHash: hash === null ? null : { algorithm: 'sha256', value: hash },
  }
  return { file: lock, text }
}

function verdict(format: string, hash: string | null, manifest: string, lockText = ''): boolean | null {
  return matchesManifest(file(format, lockText, hash), file('manifest', manifest, null))
}

// The digests were computed with Python's json and hashlib.
const poetryTool = `[tool.poetry]
name = "shop"
version = "1.0"
description = "Caf\\u00e9 \\"orders\\" \\U0001F40D"
[tool.poetry.dependencies]
python = "^3.11"
flask = {version = "^3.0", extras = ["async"], markers = "sys_platform != 'win32'"}
[tool.poetry.group.dev.dependencies]
pytest = "*"
[[tool.poetry.source]]
name = "caf\\u00e9"
url = "https://packages.example/simple"
priority = "explicit"
`

const poetryProject = `[project]
name = "shop"
requires-python = ">=3.11"
dependencies = ["flask>=3 ; os_name != 'nt'"]
[project.optional-dependencies]
pay = ["stripe>=9"]
[tool.poetry]
package-mode = false
[tool.poetry.dependencies]
flask = {source = "internal"}
`

const pdmManifest = `[project]
name = "shop"
requires-python = ">=3.11"
dependencies = ["flask>=3"]
[project.optional-dependencies]
pay = ["stripe>=9"]
[dependency-groups]
Dev_Tools = ["pytest"]
[tool.pdm.dev-dependencies]
dev-tools = ["ruff"]
[tool.pdm.resolution]
respect-source-order = true
[tool.pdm.resolution.overrides]
urllib3 = "2.2.3"
[[tool.pdm.source]]
name = "internal"
url = "https://packages.example/simple"
verify_ssl = true
`

const pipfile = `[[source]]
name = "internal"
url = "https://packages.example/simple"
verify_ssl = true
[packages]
flask = "*"
requests = {extras = ["socks"], version = ">=2.31"}
[dev-packages]
pytest = "*"
[docs]
sphinx = "<8"
[requires]
python_version = "3.12"
[scripts]
serve = "flask run"
[pipenv]
allow_prereleases = true
`

const poetryGroups = `${poetryProject}[dependency-groups]
dev = ["pytest", {include-group = "lint"}]
lint = ["ruff"]
`

test('the content hash of Poetry over [tool.poetry] alone', () => {
  const hash = '100209150e60b94e7e432881968c958e6f28db611e994de41172566544efd93c'
  assert.equal(verdict('poetry-lock', hash, poetryTool), true)
  const preview = '42d831e901bc90a9db60cd7abe12c03134037f6c77105e5a3bf9182e037637e7'
  assert.equal(verdict('poetry-lock', preview, poetryTool), true, 'as the pre-releases of 1.2 counted')
  assert.equal(verdict('poetry-lock', hash, poetryTool.replace('^3.0', '^3.1')), false)
  assert.equal(verdict('poetry-lock', hash, poetryTool.replace('1.0', '1.1')), true, 'the version is not counted')
})

test('the content hash of Poetry over [project], with groups since 2.3 and without them before', () => {
  const project = '1a8a4c1f3b2b211f650f0ce60ee141e56a8c3a488e28cd572b4abd3ed5cdeffe'
  const groups = 'd5f345b4950b7aa6e6465ac92085ece88d4170779297c457ba3e95b9d9806507'
  assert.equal(verdict('poetry-lock', project, poetryProject), true)
  assert.equal(verdict('poetry-lock', groups, poetryGroups), true)
  assert.equal(verdict('poetry-lock', project, poetryGroups), true)
  assert.equal(verdict('poetry-lock', groups, poetryProject), false)
})

test('the content hash of PDM in its three ages', () => {
  const hashes = [
    '018697a6abb6bf35e8a0ccdaf5e6c69cb31bf54ecf9adf393563c5475148602d',
    'e01be7e1763275cf3630455e03b8b5daa14154a045223f1e38f3ec7a1b0f42db',
    '20d9e72a0449452fc1cdec26e225aac957cb838a5972d195df27a8dc4ee56b4e',
  ]
  for (const hash of hashes) {
    assert.equal(verdict('pdm-lock', hash, pdmManifest, 'lock_version = "4.5.0"'), true)
    assert.equal(verdict('pdm-lock', hash, pdmManifest.replace('>=9', '>=8'), 'lock_version = "4.5.0"'), false)
  }
})

test('a hash that cannot be recomputed with certainty is no statement', () => {
  const hash = '20d9e72a0449452fc1cdec26e225aac957cb838a5972d195df27a8dc4ee56b4f'
  assert.equal(verdict('pdm-lock', hash, pdmManifest, 'lock_version = "3.1"'), null)
  assert.equal(verdict('pdm-lock', hash, pdmManifest, ''), null)
  const workspace = `${pdmManifest}[tool.pdm.workspace]\nmembers = ["a"]\n`
  assert.equal(verdict('pdm-lock', hash, workspace, 'lock_version = "4.5.0"'), null)
  assert.equal(verdict('poetry-lock', hash, `${poetryTool}[tool.poetry.extras]\nx = [1.5]\n`), null)
  assert.equal(verdict('poetry-lock', null, poetryTool), null)
  assert.equal(verdict('poetry-lock', 'md5', poetryTool), null)
  assert.equal(verdict('uv-lock', hash, poetryTool), null)
})

test('the hash of Pipenv takes in custom categories and leaves scripts and settings out', () => {
  const hash = '83954be600d3896125bbfe74238c7229c8a7b54ff0e01c7dfee81dd3d5a59bfe'
  assert.equal(verdict('pipfile-lock', hash, pipfile), true)
  assert.equal(verdict('pipfile-lock', hash, pipfile.replace('flask run', 'flask --debug run')), true)
  assert.equal(verdict('pipfile-lock', hash, pipfile.replace('<8', '<9')), false)
})

test('the hash of Pipenv without a source in the Pipfile is over the default one, or the one that was locked', () => {
  const bare = pipfile.slice(pipfile.indexOf('[packages]'))
  const mirror = '{"_meta":{"sources":[{"name":"mirror","url":"https://mirror.example/simple","verify_ssl":true}]}}'
  assert.equal(
    verdict('pipfile-lock', '4e296e6ed97d4cc6f4bd1c1be66004c85582f0e8ab57209ce23106235a42cf5d', bare, '{}'),
    true,
  )
  const other = 'afb47652d3ed599f2d18fe50be0892fbbbbd4f790b0b8e32b90ad5407c8b24d2'
  assert.equal(verdict('pipfile-lock', other, bare, mirror), true)
  assert.equal(verdict('pipfile-lock', other, bare, '{}'), false)
})

test('JSON as Python writes it', () => {
  assert.equal(
    pythonJson({ b: [true, null, 3n], a: 'é"\\\n\u007f🐍' }, 'spaced'),
    '{"a": "\\u00e9\\"\\\\\\n\\u007f\\ud83d\\udc0d", "b": [true, null, 3]}',
  )
  assert.equal(pythonJson({ b: 1n, a: {} }, 'compact'), '{"a":{},"b":1}')
  assert.equal(pythonJson({ a: 0.5 }, 'compact'), null)
  assert.equal(pythonJson([new Date(0)], 'compact'), null)
})
