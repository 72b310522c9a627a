import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { type AdvisoryAnswer, type Check, defineCheck, defineFileCheck, type Inspection } from '@cordon/model'
import { takeInventory } from '../src/inventory.ts'
import { inspectAll } from '../src/scan.ts'
import { request, tree } from './tree.ts'

const everything = { environment: null, groups: null, extras: null }
const clean: AdvisoryAnswer = { kind: 'known', matches: [], fix: null }
const meta = { title: 't', domain: 'engineering', severity: 'low', why: 'w', remedy: 'r', references: [] } as const

function inspect(
  t: TestContext,
  files: Readonly<Record<string, string>>,
  checks: readonly Check[],
): readonly Inspection[] {
  const taken = takeInventory(request(tree(t, { '.git/HEAD': '', ...files })))
  return inspectAll(taken, { checks, selection: everything, advisories: () => clean }).inspections
}

const named = (inspections: readonly Inspection[], name: string, path: string): Inspection | undefined =>
  inspections.find((each) => each.dependency?.name === name && each.file.path === path)

const noop = defineCheck({ id: 'test/noop', meta, needs: [], run: () => ({ kind: 'clean' }) })

const lock = (name: string, version: string): string =>
  `version = 1\nrequires-python = ">=3.11"\n\n[[package]]\nname = "app"\nversion = "1"\nsource = { editable = "." }\ndependencies = [{ name = "${name}" }]\n\n[[package]]\nname = "${name}"\nversion = "${version}"\nsource = { registry = "https://pypi.org/simple" }\n`

describe('inspection', () => {
  it('turns a check that fails into an unknown outcome and keeps the others', (t) => {
    const failing = defineCheck({
      id: 'test/failing',
      meta,
      needs: [],
      run: () => {
        throw new TypeError('a bug')
      },
    })
    const [only] = inspect(t, { 'requirements.txt': 'flask==3.1.3\n' }, [failing, noop])
    const outcome = only?.outcomes.get('test/failing')
    assert.equal(outcome?.kind === 'unknown' && outcome.code, 'CHECK_FAILED')
    assert.equal(only?.outcomes.get('test/noop')?.kind, 'clean')
  })

  it('asks the manifest beside it what the project itself asks for, where a lock does not say', (t) => {
    const entry = (name: string, needs: string): string =>
      `[[package]]\nname = "${name}"\nversion = "1.0"\noptional = false\ngroups = ["main"]\nfiles = []\n\n${needs}`
    const needs = '[package.dependencies]\nmiddle = "*"\ndeep = "*"\n\n'
    const poetry = `${entry('top', needs)}${entry('middle', '')}${entry('deep', '')}[metadata]\nlock-version = "2.1"\n`
    const manifest = '[tool.poetry.dependencies]\ntop = "*"\nmiddle = "*"\n'
    const ways = (beside: string): unknown[] =>
      inspect(t, { 'poetry.lock': poetry, 'pyproject.toml': beside }, [noop])
        .filter((each) => each.file.format === 'poetry-lock')
        .map((each) => [each.dependency?.name, each.direct, each.via])
    const from = ['pkg:pypi/top@1.0']
    assert.deepEqual(ways(manifest), [
      ['top', true, []],
      ['middle', true, []],
      ['deep', false, from],
    ])
    assert.deepEqual(
      ways(`${manifest}odd = 7\n`).at(-1),
      ['deep', null, from],
      'a manifest that is not wholly understood',
    )
    assert.deepEqual(ways('[tool.black]\n').at(-1), ['deep', null, from], 'a manifest that asks for nothing')
  })

  it('leaves no outcome for a check that does not apply', (t) => {
    const silent = defineCheck({ id: 'test/silent', meta, needs: [], run: () => null })
    const [only] = inspect(t, { 'requirements.txt': 'flask==3.1.3\n' }, [silent])
    assert.equal(only?.outcomes.size, 0)
  })

  it('judges a file as a whole once, and only where a check has something to say', (t) => {
    const whole = defineFileCheck({
      id: 'test/whole',
      meta,
      needs: ['file'],
      run: ({ file }) => (file.options.length > 0 ? { kind: 'unknown', code: 'TEST', detail: 'd' } : { kind: 'clean' }),
    })
    const inspections = inspect(
      t,
      { 'a/requirements.txt': '--pre\nflask==3.1.3\n', 'b/requirements.txt': 'flask==3.1.3\n' },
      [whole],
    )
    const files = inspections.filter((each) => each.dependency === null)
    assert.deepEqual(
      files.map((each) => each.file.path),
      ['a/requirements.txt'],
    )
  })

  it('loads a fact only when a check reads it', (t) => {
    const taken = takeInventory(request(tree(t, { 'requirements.txt': 'flask==3.1.3\n' })))
    let asked = 0
    const advisories = (): AdvisoryAnswer => {
      asked += 1
      return clean
    }
    inspectAll(taken, { checks: [noop], selection: everything, advisories })
    assert.equal(asked, 0)
    const reading = (id: string): Check =>
      defineCheck({
        id,
        meta,
        needs: ['advisories'],
        run: (facts) => (facts.advisories.kind === 'known' ? { kind: 'clean' } : null),
      })
    inspectAll(taken, { checks: [reading('test/one'), reading('test/two')], selection: everything, advisories })
    assert.equal(asked, 1, 'twice read, once loaded')
  })
})

describe('projects', () => {
  it('judge a range where the lock beside it pins it', (t) => {
    const files = {
      'pyproject.toml': '[project]\nname = "app"\ndependencies = ["flask>=3", "absent>=1"]\n',
      'uv.lock': lock('flask', '3.1.3'),
    }
    const inspections = inspect(t, files, [noop])
    assert.equal(named(inspections, 'flask', 'pyproject.toml')?.locked?.version, '3.1.3')
    assert.equal(named(inspections, 'flask', 'pyproject.toml')?.locked?.at.path, 'uv.lock')
    assert.equal(named(inspections, 'absent', 'pyproject.toml')?.locked, null)
  })

  it('do not take a pin outside the range for an answer', (t) => {
    const files = {
      'pyproject.toml': '[project]\nname = "app"\ndependencies = ["flask>=4"]\n',
      'uv.lock': lock('flask', '3.1.3'),
    }
    assert.equal(named(inspect(t, files, [noop]), 'flask', 'pyproject.toml')?.locked, null)
  })

  it('reach up to the lock of a workspace and never sideways', (t) => {
    const member = '[project]\nname = "member"\ndependencies = ["flask>=3"]\n'
    const inspections = inspect(
      t,
      {
        'uv.lock': lock('flask', '3.1.3'),
        'packages/a/pyproject.toml': member,
        'other/uv.lock': lock('click', '8.5.0'),
      },
      [noop],
    )
    assert.equal(named(inspections, 'flask', 'packages/a/pyproject.toml')?.locked?.version, '3.1.3')
    const beside = inspect(t, { 'one/uv.lock': lock('flask', '3.1.3'), 'two/pyproject.toml': member }, [noop])
    assert.equal(named(beside, 'flask', 'two/pyproject.toml')?.locked, null)
  })

  it('keep apart requirements that are installed as they stand', (t) => {
    const files = {
      'requirements.txt': 'flask==3.1.3\n',
      'requirements-dev.txt': 'flask\n',
      'deps/dev.list': 'click\n',
      'requirements-tools.txt': '-r deps/dev.list\n-c limits/constraints.txt\nclick\n',
      'limits/constraints.txt': 'click==8.5.0\n',
    }
    const inspections = inspect(
      t,
      { ...files, 'requirements-base.in': 'flask\n', 'requirements-base.txt': 'flask==3.1.3\n' },
      [noop],
    )
    assert.equal(named(inspections, 'flask', 'requirements-dev.txt')?.locked, null)
    assert.equal(named(inspections, 'flask', 'requirements-base.in')?.locked?.at.path, 'requirements-base.txt')
    assert.equal(named(inspections, 'click', 'requirements-tools.txt')?.locked?.at.path, 'limits/constraints.txt')
  })

  it('offer fixes inside what manifests and dependents ask for', (t) => {
    const files = {
      'pyproject.toml': '[project]\nname = "app"\ndependencies = ["flask>=3,<4"]\n',
      'uv.lock': lock('flask', '3.1.3'),
    }
    const taken = takeInventory(request(tree(t, { '.git/HEAD': '', ...files })))
    const seen = new Map<string, string | undefined>()
    const reading = defineCheck({
      id: 'test/reading',
      meta,
      needs: ['advisories'],
      run: (facts) => (facts.advisories.kind === 'known' ? { kind: 'clean' } : null),
    })
    inspectAll(taken, {
      checks: [reading],
      selection: everything,
      advisories: (dependency, constraint) => {
        seen.set(`${dependency.at.path} ${dependency.name}`, constraint?.raw)
        return clean
      },
    })
    assert.equal(seen.get('uv.lock flask'), '>=3,<4')
  })
})

describe('reading', () => {
  it('sees what a script in UTF-16 installs', (t) => {
    const root = tree(t, {})
    const text = Buffer.from('\ufeffpip install flask==3.1.3\r\n', 'utf16le')
    writeFileSync(join(root, 'setup.ps1'), text)
    const names = takeInventory(request(root)).files.flatMap(({ file }) => file.dependencies.map((each) => each.name))
    assert.deepEqual(names, ['flask'])
  })
})

describe('selection', () => {
  it('leaves out what the environment does not install, and counts it', (t) => {
    const taken = takeInventory(
      request(tree(t, { 'requirements.txt': 'pywin32==311; sys_platform == "win32"\nflask==3.1.3\n' })),
    )
    const selection = { environment: { variables: { sys_platform: 'linux' } }, groups: null, extras: null }
    const { inspections, notSelected } = inspectAll(taken, { checks: [noop], selection, advisories: () => clean })
    assert.deepEqual(
      inspections.map((each) => each.dependency?.name),
      ['flask'],
    )
    assert.equal(notSelected, 1)
  })
})
