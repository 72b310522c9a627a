import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { Lockfile } from '@cordon/model'
import { parseMarker, parseName } from '@cordon/pypa'
import { sharedData, withoutSharedData } from '@cordon/testkit'
import fc from 'fast-check'
import { dependencyOf, edgeOf, lockfileOf, mainScope } from '../src/builder.ts'
import { environmentOf, platforms } from '../src/environment.ts'
import { pdmLock } from '../src/formats/pdm-lock.ts'
import { poetryLock } from '../src/formats/poetry-lock.ts'
import { pylock } from '../src/formats/pylock.ts'
import { pyproject } from '../src/formats/pyproject.ts'
import { uvLock } from '../src/formats/uv-lock.ts'
import { pathsTo } from '../src/paths.ts'
import { type Selection, selectDependencies, unknownChoices } from '../src/select.ts'

const everything: Selection = { environment: null, groups: null, extras: null }

function fixture(format: { parse(text: string, path: string): Lockfile }, ...parts: string[]): Lockfile {
  return format.parse(readFileSync(join(import.meta.dirname, ...parts), 'utf8'), parts.at(-1) ?? '')
}

function chosen(file: Lockfile, choice: Partial<Selection>): string[] {
  return [...selectDependencies(file, { ...everything, ...choice })].map((index) => {
    const one = file.dependencies[index]
    return one?.version === null ? one.name : `${one?.name}@${one?.version?.raw}`
  })
}

describe('a uv lock', () => {
  const project = fixture(uvLock, 'uv-lock', 'project', 'uv.lock')

  test('is whole when nothing is chosen', () => {
    assert.equal(chosen(project, {}).length, project.dependencies.length)
  })

  test('without groups and extras has the main dependencies and all they need', () => {
    assert.deepEqual(chosen(project, { groups: [], extras: [] }), [
      'alpha@1.4.0',
      'beta@2.0.1',
      'colour@0.4.6',
      'shop@0.1.0',
      'speedup@1.0.0',
    ])
  })

  test('follows markers of requirements', () => {
    const linux = chosen(project, { environment: environmentOf('3.12', 'linux'), groups: [], extras: [] })
    assert.ok(!linux.includes('colour@0.4.6'))
    const windows = chosen(project, { environment: environmentOf('3.12', 'windows'), groups: [], extras: [] })
    assert.ok(windows.includes('colour@0.4.6'))
  })

  test('adds chosen groups and extras', () => {
    assert.ok(chosen(project, { groups: ['Dev'], extras: [] }).includes('lint-tool@9.1'))
    assert.ok(!chosen(project, { groups: ['dev'], extras: [] }).includes('report-kit@3.0'))
    assert.ok(chosen(project, { groups: [], extras: ['reports'] }).includes('report-kit@3.0'))
    assert.ok(chosen(project, { groups: ['main'], extras: [] }).includes('alpha@1.4.0'))
  })

  test('takes the fork of the environment', () => {
    const forks = fixture(uvLock, 'uv-lock', 'forks', 'uv.lock')
    const old = { environment: environmentOf('3.10', 'macos-arm64') }
    assert.deepEqual(chosen(forks, old), ['app@1.0', 'numeric@1.26.4', 'torchy@2.5.0'])
    assert.deepEqual(
      [...selectDependencies(forks, { ...everything, environment: environmentOf('3.13', 'linux') })],
      [0, 2, 4],
    )
  })

  test('knows the groups of a workspace without a package of its own', () => {
    const workspace = fixture(uvLock, 'uv-lock', 'workspace', 'apps', 'uv.lock')
    assert.deepEqual(chosen(workspace, { groups: [], extras: [] }), [
      'api@0.2.0',
      'core-lib',
      'driver@3.1',
      'helper@5',
      'vendored@1.0',
    ])
    assert.ok(chosen(workspace, { groups: ['lint'], extras: [] }).includes('formatter@1.1'))
  })

  test('of a script follows its requirements with their extras', () => {
    const script = fixture(uvLock, 'uv-lock', 'script', 'tools', 'report.py.lock')
    assert.equal(chosen(script, { groups: [], extras: [] }).length, script.dependencies.length)
  })

  test('keeps what nothing leads to', () => {
    const lost = uvLock.parse(
      `version = 1
[[package]]
name = "app"
source = { virtual = "." }
dependencies = [{ name = "a" }]
[[package]]
name = "a"
version = "1"
source = { registry = "https://pypi.org/simple" }
[[package]]
name = "hidden"
version = "1"
source = { registry = "https://pypi.org/simple" }
`,
      'uv.lock',
    )
    assert.deepEqual(chosen(lost, { groups: [], extras: [] }), ['app', 'a@1', 'hidden@1'])
  })
})

describe('locks without a root', () => {
  test('poetry: groups, extras and markers of each package', () => {
    const lock = fixture(poetryLock, 'poetry-lock', 'version-2', 'sub', 'poetry.lock')
    const main = { groups: [], extras: [], environment: environmentOf('3.10', 'linux') }
    assert.deepEqual(chosen(lock, main), ['numeric@1.26.4'])
    assert.deepEqual(chosen(lock, { ...main, extras: ['plots'] }), [
      'numeric@1.26.4',
      'plotting@0.3.0',
      'tables@1.4',
      'quick-io@2.2',
    ])
    assert.deepEqual(chosen(lock, { ...main, groups: ['dev'] }), ['numeric@1.26.4', 'tables@1.4'])
    assert.deepEqual(chosen(lock, { ...main, environment: environmentOf('3.12.1', null) }), ['numeric@2.1.0'])
  })

  test('pdm: extras of the project are groups of the lock', () => {
    const lock = fixture(pdmLock, 'pdm-lock', 'groups', 'pdm.lock')
    assert.deepEqual(chosen(lock, { groups: [], extras: [] }), ['runner@8.0'])
    assert.deepEqual(chosen(lock, { groups: [], extras: ['docs'] }), ['cover@7.4', 'runner@8.0', 'toml-kit@2.0.1'])
    const late = { groups: ['test'], extras: [], environment: environmentOf('3.11', null) }
    assert.deepEqual(chosen(lock, late), ['cover@7.4', 'runner@8.0'])
  })

  test('pylock: extras and dependency_groups in markers, default groups always', () => {
    const lock = fixture(pylock, 'pylock', 'parts', 'pylock.web.toml')
    const modern = { groups: [], extras: [], environment: environmentOf('3.12', 'linux') }
    assert.deepEqual(chosen(lock, modern), ['always@1.0', 'both@1.0', 'forked@2.0'])
    const old = { ...modern, groups: ['docs'], environment: environmentOf('3.11', 'linux') }
    assert.deepEqual(chosen(lock, old), ['always@1.0', 'both@1.0', 'forked@1.0'])
    assert.equal(chosen(lock, {}).length, 4)
  })
})

test('a minor version of Python keeps what applies to any of its patches', () => {
  const marked = (marker: string): Lockfile =>
    lockfileOf({
      path: 'x',
      format: 'x',
      role: 'lock',
      dependencies: [
        dependencyOf({
          name: parseName('a') ?? assert.fail(),
          at: { path: 'x', line: 1 },
          text: 'a',
          marker: parseMarker(marker),
        }),
      ],
    })
  const keeps = (marker: string, python: string): boolean =>
    selectDependencies(marked(marker), { ...everything, environment: environmentOf(python, null) }).size === 1
  assert.equal(keeps('python_full_version >= "3.11.4"', '3.11'), true)
  assert.equal(keeps('python_full_version < "3.11.4"', '3.11'), true)
  assert.equal(keeps('python_full_version == "3.11.4"', '3.11'), true)
  assert.equal(keeps('python_full_version == "3.11.4"', '3.11.5'), false)
  assert.equal(keeps('python_full_version < "3.11"', '3.11'), false)
  assert.equal(keeps('python_full_version >= "3.12"', '3.11'), false)
  assert.equal(keeps('python_full_version > "3.11.3" and python_full_version < "3.11.3"', '3.11'), false)
  assert.equal(keeps('platform_release == "5"', '3.11'), true)
})

describe('environmentOf', () => {
  test('knows systems and machines by their markers', () => {
    const { variables } = environmentOf('3.11.4', 'windows-x86_64')
    assert.deepEqual(
      [variables.python_version, variables.python_full_version, variables.os_name, variables.platform_machine],
      ['3.11', '3.11.4', 'nt', 'AMD64'],
    )
    assert.equal(environmentOf(null, 'linux-arm64').variables.platform_machine, 'aarch64')
    assert.equal(environmentOf(null, 'macos-aarch64').variables.platform_machine, 'arm64')
    assert.equal(environmentOf(null, 'darwin').variables.sys_platform, 'darwin')
    assert.deepEqual(environmentOf(null, null), { variables: {} })
  })

  test('takes every platform that it names', () => {
    for (const platform of platforms) assert.equal(typeof environmentOf(null, platform).variables.os_name, 'string')
  })

  test('refuses others and names those it knows', () => {
    for (const bad of ['plan9', 'linux-', 'windows-s390x', '', '__proto__'])
      assert.throws(() => environmentOf(null, bad), { code: 'UNKNOWN_PLATFORM', message: /macos-arm64/ })
    for (const bad of ['3', 'py311', '3.11.x', '']) {
      assert.throws(() => environmentOf(bad, null), { code: 'BAD_PYTHON_VERSION' })
    }
  })
})

describe('pathsTo', () => {
  const names = (file: Lockfile, indexes: readonly number[]): (string | undefined)[] =>
    indexes.map((index) => file.dependencies[index]?.name)

  test('goes from what the project asks for to what is pulled in', () => {
    const file = fixture(uvLock, 'uv-lock', 'project', 'uv.lock')
    const paths = pathsTo(file)
    const of = (name: string): (string | undefined)[] =>
      names(file, paths(file.dependencies.findIndex((one) => one.name === name)))
    assert.deepEqual(of('beta'), ['alpha'])
    assert.deepEqual(of('alpha'), [])
    assert.deepEqual(of('shop'), [])
    assert.deepEqual(paths(99), [])
  })

  test('begins at what nothing asks for where the lock has no root', () => {
    const file = fixture(poetryLock, 'poetry-lock', 'version-2', 'sub', 'poetry.lock')
    const index = file.dependencies.findIndex((one) => one.name === 'quick-io')
    assert.deepEqual(names(file, pathsTo(file)(index)), ['plotting', 'tables'])
  })

  test('ends in rings and long chains', () => {
    const name = parseName('a') ?? assert.fail()
    const count = 5000
    const dependencies = Array.from({ length: count }, (_none, index) =>
      dependencyOf({ name, at: { path: 'x', line: 1 }, text: 'a', direct: index === 0 }),
    )
    const edges = dependencies.map((_one, index) => edgeOf(index, (index + 1) % count))
    const file = lockfileOf({ path: 'x', format: 'x', role: 'lock', dependencies, edges })
    const paths = pathsTo(file)
    assert.equal(paths(count - 1).length, 64)
    assert.deepEqual(paths(2), [0, 1])
  })
})

test('choosing less never adds, and choosing nothing keeps all (law)', () => {
  const name = parseName('a') ?? assert.fail()
  const scope = fc.constantFrom(
    mainScope,
    { kind: 'group', name: 'dev' } as const,
    { kind: 'extra', name: 'x' } as const,
  )
  const node = fc.record({ own: fc.boolean(), scopes: fc.array(scope, { maxLength: 2 }), direct: fc.boolean() })
  const edge = fc.tuple(fc.nat(7), fc.nat(7), fc.option(scope))
  fc.assert(
    fc.property(fc.array(node, { minLength: 8, maxLength: 8 }), fc.array(edge, { maxLength: 12 }), (nodes, edges) => {
      const file = lockfileOf({
        path: 'x',
        format: 'x',
        role: 'lock',
        dependencies: nodes.map((parts) => dependencyOf({ name, at: { path: 'x', line: 1 }, text: 'a', ...parts })),
        edges: edges.map(([from, to, part]) => edgeOf(from, to, { scope: part })),
      })
      const all = selectDependencies(file, everything)
      const less = selectDependencies(file, { ...everything, groups: [] })
      const least = selectDependencies(file, { ...everything, groups: [], extras: [] })
      assert.equal(all.size, nodes.length)
      assert.ok(less.isSubsetOf(all) && least.isSubsetOf(less))
    }),
  )
})

const real = sharedData('locks', 'uv', 'saleor.uv.lock')
test('a real uv lock has fewer packages without its development group', {
  skip: real === null ? withoutSharedData('locks', 'uv', 'saleor.uv.lock') : false,
}, () => {
  const file = uvLock.parse(readFileSync(real ?? '', 'utf8'), 'uv.lock')
  assert.equal(selectDependencies(file, everything).size, file.dependencies.length)
  const main = selectDependencies(file, {
    environment: environmentOf('3.12', 'linux'),
    groups: [],
    extras: [],
  })
  const has = (name: string): boolean => [...main].some((index) => file.dependencies[index]?.name === name)
  assert.ok(has('django') && !has('pytest') && !has('pywin32') && !has('python-magic-bin') && has('python-magic'))
  const paths = pathsTo(file)
  for (const index of main) {
    const one = file.dependencies[index]
    assert.equal(paths(index).length === 0, one?.direct === true || one?.own === true)
  }
})

describe('a choice that nothing answers to', () => {
  const text = '[project]\nname = "x"\noptional-dependencies.web = ["a"]\n[dependency-groups]\nDev_Tools = ["b"]\n'
  const files = [pyproject.parse(text, 'pyproject.toml')]

  test('is told with what could have been chosen', () => {
    assert.deepEqual(unknownChoices(files, { ...everything, groups: ['dev-tools', 'prod'], extras: ['WEB', 'wbe'] }), [
      { kind: 'group', name: 'prod', known: ['Dev_Tools'] },
      { kind: 'extra', name: 'wbe', known: ['web'] },
    ])
  })

  test('is none where nothing, main or what is there is chosen', () => {
    for (const groups of [null, [], ['main'], ['Dev.Tools']])
      assert.deepEqual(unknownChoices(files, { ...everything, groups, extras: null }), [])
  })
})
