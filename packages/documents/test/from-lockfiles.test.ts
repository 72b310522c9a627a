/** What lock files and installations say → a bill: nothing invented, nothing lost. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Bom, bomOf, type Component, lockfileOf, readBom, writeBom } from '@cordon/documents'
import { lockfileFormats } from '@cordon/lockfiles'
import type { Dependency, Installed, Lockfile } from '@cordon/model'
import { normalizeName, readVersion } from '@cordon/pypa'

const request = { name: 'folder', created: '2026-11-21T12:00:00Z', tool: { name: 'cordon', version: '1' } }
const sha = (digit: string): string => digit.repeat(64)

function parse(id: string, text: string, path: string): Lockfile {
  const format = lockfileFormats.find((each) => each.id === id)
  assert.ok(format !== undefined)
  return format.parse(text, path)
}

const uvLock = `version = 1
requires-python = ">=3.12"

[[package]]
name = "shop"
version = "1.4"
source = { editable = "." }
dependencies = [
    { name = "flask", extra = ["async"] },
    { name = "internal", marker = "sys_platform == 'linux'" },
]

[package.dev-dependencies]
dev = [{ name = "pytest" }]

[package.optional-dependencies]
fast = [{ name = "speedups" }]

[[package]]
name = "flask"
version = "3.1.0"
source = { registry = "https://pypi.org/simple" }
sdist = { url = "https://files.example.invalid/flask-3.1.0.tar.gz", hash = "sha256:${sha('a')}" }
wheels = [{ url = "https://files.example.invalid/flask-3.1.0-py3-none-any.whl", hash = "sha256:${sha('b')}" }]

[[package]]
name = "internal"
version = "0.7"
source = { registry = "https://user:secret@index.example.invalid/simple" }
wheels = [{ url = "https://index.example.invalid/internal-0.7-py3-none-any.whl", hash = "sha256:${sha('c')}" }]

[[package]]
name = "pytest"
version = "8.4"
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "speedups"
version = "2.0"
source = { git = "https://git.example.invalid/speedups.git?rev=v2#0123456789012345678901234567890123456789" }
`

const pyproject = `[project]
name = "shop"
version = "1.4"
dependencies = ["flask>=3", "unlocked>=1"]

[build-system]
requires = ["hatchling>=1.25"]
`

function part(bom: Bom, name: string): Component {
  const found = bom.components.find((component) => component.name === name)
  assert.ok(found !== undefined, name)
  return found
}

describe('a bill of a lock', () => {
  const bom = bomOf([parse('pyproject', pyproject, 'pyproject.toml'), parse('uv-lock', uvLock, 'uv.lock')], request)

  it('is about the project', () => {
    assert.equal(bom.subject, 'shop@1.4')
    assert.equal(part(bom, 'shop').purl, null)
    assert.equal(part(bom, 'shop').type, 'application')
  })

  it('draws the lines of the lock, each with its kind', () => {
    const from = bom.edges.filter((edge) => edge.from === 'shop@1.4').map(({ to, kind }) => `${to} ${kind}`)
    assert.deepEqual(from, [
      'pkg:pypi/flask@3.1.0 runtime',
      'pkg:pypi/hatchling build',
      'pkg:pypi/internal@0.7 runtime',
      'pkg:pypi/pytest@8.4 dev',
      'pkg:pypi/speedups@2.0 optional',
      'pkg:pypi/unlocked runtime',
    ])
    assert.deepEqual(
      part(bom, 'shop')
        .properties.filter(({ name }) => name === 'cordon:requires')
        .map(({ value }) => value),
      ['flask[async]', "internal ; sys_platform == 'linux'", 'speedups (extra fast)'],
    )
  })

  it('keeps tests, extras and what builds it apart', () => {
    const said = ['flask', 'pytest', 'speedups', 'hatchling'].map((name) => [
      part(bom, name).scope,
      part(bom, name).phase,
    ])
    assert.deepEqual(said, [
      ['required', 'delivered'],
      ['excluded', 'delivered'],
      ['optional', 'delivered'],
      [null, 'build'],
    ])
  })

  it('gives each file its hash, and the component one of its own only where it is one file', () => {
    assert.deepEqual(part(bom, 'flask').hashes, [])
    assert.deepEqual(
      part(bom, 'flask').references.map(({ type, hashes }) => [type, hashes[0]?.value]),
      [
        ['distribution', sha('b')],
        ['source-distribution', sha('a')],
      ],
    )
    assert.deepEqual(part(bom, 'internal').hashes, [{ algorithm: 'sha256', value: sha('c') }])
  })

  it('says where each package comes from, without anyone’s password', () => {
    assert.equal(
      part(bom, 'internal').purl,
      'pkg:pypi/internal@0.7?file_name=internal-0.7-py3-none-any.whl&repository_url=https:%2F%2Findex.example.invalid%2Fsimple',
    )
    assert.match(part(bom, 'speedups').purl ?? '', /^pkg:pypi\/speedups@2\.0\?vcs_url=git%2Bhttps:.*%400123456789/)
    assert.equal(JSON.stringify(bom).includes('secret'), false)
  })

  it('says where each was found, and that a range has its answer in the lock', () => {
    assert.deepEqual(part(bom, 'flask').occurrences, [
      { location: 'pyproject.toml', line: 4 },
      { location: 'uv.lock', line: 19 },
    ])
    assert.equal(part(bom, 'unlocked').version, null)
    assert.equal(bom.components.filter(({ name }) => name === 'flask').length, 1)
  })

  it('does not depend on the order of the files', () => {
    const other = bomOf([parse('uv-lock', uvLock, 'uv.lock'), parse('pyproject', pyproject, 'pyproject.toml')], request)
    assert.equal(writeBom(other, 'cyclonedx-json').text, writeBom(bom, 'cyclonedx-json').text)
  })

  it('is a lock again when it is read: the same releases, files and places of origin', () => {
    const short = ({ name, version, origin, artifacts }: Dependency): string =>
      JSON.stringify([
        name,
        version?.raw ?? null,
        origin.kind === 'index' ? (origin.url ?? 'default') : origin.kind,
        artifacts.flatMap(({ hashes }) => hashes.map(({ value }) => value)).sort(),
      ])
    const expected = lockfileOf(readBom(writeBom(bom, 'cyclonedx-json').text, 'bom.json'))
      .dependencies.map(short)
      .sort()
    assert.equal(expected.length, bom.components.length)
    assert.ok(expected.includes(JSON.stringify(['flask', '3.1.0', 'default', [sha('a'), sha('b')]])))
    for (const format of ['cyclonedx-xml', 'spdx-json', 'spdx-tv', 'spdx3']) {
      const again = lockfileOf(readBom(writeBom(bom, format).text, 'x'))
        .dependencies.map(short)
        .sort()
      assert.deepEqual(again, expected, format)
    }
  })
})

describe('a bill of what is installed', () => {
  const facts: Installed = {
    path: 'usr/lib/python3/dist-packages/requests-2.28.1.dist-info',
    environment: 'usr',
    installer: null,
    requested: null,
    license: { kind: 'expression', value: 'Apache-2.0' },
    summary: 'HTTP for people',
    recorded: null,
    entryPoints: [],
    owner: {
      kind: 'dpkg',
      name: 'python3-requests',
      version: '2.28.1+dfsg-1',
      source: { name: 'requests', version: '2.28.1+dfsg-1' },
      purl: 'pkg:deb/debian/python3-requests@2.28.1%2Bdfsg-1',
    },
    layer: null,
    components: [
      {
        kind: 'vendored',
        name: 'urllib3',
        version: '1.26',
        purl: 'pkg:pypi/urllib3@1.26',
        license: 'MIT',
        path: 'x',
        components: [],
      },
    ],
    modules: ['requests'],
    requires: [],
  }
  const lock = parse('uv-lock', uvLock, 'uv.lock')
  const [model] = lock.dependencies
  assert.ok(model !== undefined)
  const dependency: Dependency = {
    ...model,
    name: normalizeName('requests'),
    version: readVersion('2.28.1'),
    own: false,
    editable: false,
    origin: { kind: 'index', url: null },
    installed: facts,
  }
  const bom = bomOf([{ ...lock, role: 'installed', dependencies: [dependency], edges: [] }], request)

  it('puts what a distribution owns within its package, which is no upstream release', () => {
    const requests = part(bom, 'requests')
    assert.equal(requests.purl, null)
    assert.equal(requests.within, facts.owner?.purl)
    assert.equal(part(bom, 'python3-requests').purl, facts.owner?.purl)
    assert.deepEqual(
      requests.licenses.map(({ kind, value, acknowledgement }) => [kind, value, acknowledgement]),
      [['id', 'Apache-2.0', 'declared']],
    )
  })

  it('puts what is bundled within what bundles it', () => {
    assert.equal(part(bom, 'urllib3').within, part(bom, 'requests').ref)
  })

  it('is no upstream release when it is read again', () => {
    const names = lockfileOf(readBom(writeBom(bom, 'cyclonedx-json').text, 'bom.json')).dependencies.map(({ name }) =>
      String(name),
    )
    assert.equal(names.includes('requests'), false)
  })
})
