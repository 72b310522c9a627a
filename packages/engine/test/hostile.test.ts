/** Trees that are made to exhaust, mislead or stop a scan: each ends as data with a code and a place, in bounded work. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { checks } from '@cordon/checks'
import type { Inspection } from '@cordon/model'
import { temporaryFolder } from '@cordon/testkit'
import { discover, displayPath } from '../src/discover.ts'
import { treeOfFolder } from '../src/environment/disk-tree.ts'
import { EngineError } from '../src/error.ts'
import { type Taken, takeInventory } from '../src/inventory.ts'
import { readLockfile } from '../src/read.ts'
import { inspectAll } from '../src/scan.ts'
import { request, tree } from './tree.ts'

/** Tens of times what the work takes, and far below what the product of two large counts would. */
const patience = { timeout: 30_000 }

const codes = (taken: Taken): string[] => taken.coverage.failed.map((each) => `${each.path} ${each.code}`)

function judged(taken: Taken): readonly Inspection[] {
  return inspectAll(taken, {
    checks,
    selection: { environment: null, groups: null, extras: null },
    advisories: () => ({ kind: 'known', matches: [], fix: null }),
  }).inspections
}

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('')
}

describe('hostile files', () => {
  it('are reported when too large, empty of text or full of nothing, and the rest is read', (t) => {
    const root = tree(t, {
      'a/requirements.txt': 'a==1\n',
      'big/requirements.txt': '',
      'big/uv.lock': '',
      'nul/requirements.txt': 'a==1\0\nb==2\n',
      'zeros/poetry.lock': '',
    })
    truncateSync(join(root, 'big/requirements.txt'), 100 * 1024 * 1024)
    truncateSync(join(root, 'big/uv.lock'), 5_000_000_000)
    truncateSync(join(root, 'zeros/poetry.lock'), 8 * 1024 * 1024)
    const taken = takeInventory(request(root))
    assert.deepEqual(codes(taken), [
      'big/requirements.txt TOO_LARGE',
      'big/uv.lock TOO_LARGE',
      'nul/requirements.txt BAD_ENCODING',
      'zeros/poetry.lock BAD_ENCODING',
    ])
    assert.deepEqual(
      taken.coverage.read.map((each) => each.path),
      ['a/requirements.txt'],
    )
  })

  it('cannot hide commands behind their size', (t) => {
    const comment = `${'# padding '.repeat(100)}\n`
    const root = tree(t, {
      Dockerfile: `FROM x\n${comment.repeat(18_000)}RUN pip install evil==1\n`,
      'build.sh': comment.repeat(18_000),
      'notes.ipynb': JSON.stringify({
        cells: [
          { cell_type: 'code', source: ['%pip install a==1'], outputs: [] },
          { cell_type: 'markdown', source: ['x'.repeat(5_000_000)] },
        ],
      }),
    })
    const taken = takeInventory(request(root))
    assert.deepEqual(codes(taken), ['Dockerfile TOO_LARGE'])
    assert.deepEqual(
      taken.coverage.read.map((each) => [each.path, each.dependencies]),
      [['notes.ipynb', 1]],
      'a notebook of several megabytes is a usual one',
    )
  })

  it('reports a reader that fails in a way of its own, and reads the rest', (t) => {
    const root = tree(t, { 'requirements.txt': 'a==1\n' })
    const [candidate] = discover(request(root)).candidates
    assert.ok(candidate)
    const result = readLockfile(candidate, () => {
      throw new RangeError('Maximum call stack size exceeded')
    })
    assert.ok(result !== null && 'code' in result && result.code === 'MALFORMED' && /bug/.test(result.message))
  })
})

describe('hostile trees', () => {
  it('answers targets that no path leads to with a code', (t) => {
    const root = tree(t, { 'requirements.txt': 'a==1\n' })
    symlinkSync('loop', join(root, 'loop'))
    for (const target of ['loop', 'a'.repeat(5000), 'requirements.txt/x', 'x\0y'])
      assert.throws(
        () => discover(request(root, [target])),
        (error) => error instanceof EngineError && error.code === 'NO_TARGET',
        target.slice(0, 20),
      )
  })

  it('says of a tree deeper than it reads that it was not read', (t) => {
    const root = tree(t, { [`${'d/'.repeat(80)}requirements.txt`]: 'a==1\n' })
    assert.deepEqual(
      takeInventory(request(root)).coverage.failed.map((each) => each.code),
      ['TOO_MANY'],
    )
  })

  it('reads folders whose names begin with two dots, and shows them as a person would', (t) => {
    const root = tree(t, { '..data/requirements.txt': 'a==1\n', '.gitignore': '' })
    assert.deepEqual(
      discover(request(root)).candidates.map((each) => each.path),
      ['..data/requirements.txt'],
    )
    assert.equal(displayPath('/a/..b/c', '/a'), '..b/c')
    assert.equal(displayPath('/c', '/a'), '/c')
    const hidden = tree(t, { '..data/requirements.txt': 'a==1\n', '.gitignore': '..data/\n' })
    assert.deepEqual(
      discover(request(hidden)).passedOver.map((each) => each.path),
      ['..data'],
    )
  })

  it('survives file names that are no UTF-8, with a code', (t) => {
    const root = temporaryFolder(t)
    writeFileSync(
      Buffer.concat([Buffer.from(`${root}/requirements-`), Buffer.from([0xff, 0xfe]), Buffer.from('.txt')]),
      '',
    )
    mkdirSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xc3, 0x28])]))
    const taken = takeInventory(request(root))
    assert.deepEqual(taken.coverage.failed.map((each) => each.code).sort(), ['UNREADABLE', 'UNREADABLE'])
  })

  it('says what .gitignore hides, and asks absurd rules in bounded time', patience, (t) => {
    const root = tree(t, {
      '.gitignore': ['uv.lock', '**/*a/**/*a/**/*a/**/*a/**/b', ...Array(20_000).fill('[a-z]*[0-9]*x*')].join('\n'),
      'uv.lock': '',
      [`${'aaa/'.repeat(50)}requirements.txt`]: 'a==1\n',
      ...Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`${index}/requirements.txt`, 'a==1\n'])),
    })
    const { candidates, passedOver } = discover(request(root))
    assert.equal(candidates.length, 21)
    assert.deepEqual(passedOver, [{ path: 'uv.lock', reason: 'ignored by .gitignore or exclude' }])
  })

  it('does not read through links and includes what lies outside', (t) => {
    const outside = tree(t, { 'secret.txt': 'secret==1\n' })
    const root = tree(t, {
      '.git/HEAD': '',
      'requirements.txt': `-r inside.txt\n-r ${outside}/secret.txt\n-r ../../etc/passwd\n`,
    })
    symlinkSync(join(outside, 'secret.txt'), join(root, 'inside.txt'))
    const taken = takeInventory(request(root))
    assert.deepEqual(taken.files.flatMap((each) => each.file.dependencies).length, 0)
    assert.deepEqual(taken.skipped.map((each) => each.code).slice(0, 2), ['INCLUDE_OUTSIDE', 'INCLUDE_OUTSIDE'])
  })

  it('neither opens nor waits for devices that are linked', (t) => {
    const root = tree(t, { '.git/HEAD': '' })
    for (const [name, target] of [
      ['requirements.txt', '/dev/zero'],
      ['uv.lock', '/dev/stdin'],
    ] as const)
      symlinkSync(target, join(root, name))
    execFileSync('mkfifo', [join(root, 'poetry.lock')])
    assert.deepEqual(
      takeInventory(request(root))
        .coverage.failed.map((each) => each.code)
        .filter((code) => code === 'TOO_LARGE'),
      [],
    )
  })
})

describe('hostile numbers', () => {
  it('follows thousands of includes among each other once', patience, (t) => {
    const count = 150
    const all = lines(count, (index) => `-r r${index}.txt\n`)
    const root = tree(t, Object.fromEntries(Array.from({ length: count }, (_, index) => [`r${index}.txt`, all])))
    writeFileSync(join(root, 'requirements.txt'), `${all}${lines(20_000, (index) => `-r missing-${index}.txt\n`)}`)
    const taken = takeInventory(request(root))
    assert.equal(taken.files.length, count + 1)
    const counted = new Map<string, number>()
    for (const { code } of taken.skipped) counted.set(code, (counted.get(code) ?? 0) + 1)
    assert.equal(counted.get('MISSING_INCLUDE'), 20_000)
    // Of a complete graph, every file is on a circle with every other: one direction of each pair, and each with itself.
    assert.equal(counted.get('INCLUDE_CYCLE'), (count * (count + 1)) / 2)
  })

  it('compares many ranges of one name with many pins of it in bounded time', patience, (t) => {
    const count = 5_000
    const root = tree(t, {
      'requirements.txt': lines(count, (index) => `a==${index}\n`),
      'requirements.in': lines(count, (index) => `a>=${index}\n`),
      'pyproject.toml': `[project]\nname = "x"\nversion = "1"\ndependencies = [${lines(count, (index) => `"a>=${index}",`)}]\n`,
    })
    assert.ok(judged(takeInventory(request(root))).length >= 3 * count)
  })

  it('walks a circle and a chain of many packages', patience, (t) => {
    const lock = (count: number, next: (index: number) => number): string =>
      `version = 1\n${lines(
        count,
        (index) =>
          `[[package]]\nname = "p${index}"\nversion = "1"\nsource = { ${index === 0 ? 'virtual = "."' : 'registry = "https://pypi.org/simple"'} }\ndependencies = [{ name = "p${next(index)}" }]\n`,
      )}`
    const root = tree(t, { 'uv.lock': lock(10_000, (index) => (index + 1) % 10_000) })
    assert.equal(judged(takeInventory(request(root))).filter((each) => each.dependency !== null).length, 9_999)
  })

  it('keeps names of Object.prototype apart from its members', (t) => {
    for (const name of ['constructor', 'tostring', 'valueof', 'hasownproperty', 'isprototypeof']) {
      const root = prototypeTree(t, name)
      const taken = takeInventory(request(root))
      const names = new Set(taken.files.flatMap((each) => each.file.dependencies.map((one) => one.name as string)))
      assert.ok(names.has(name), `${name} among ${[...names].join(', ')}`)
      assert.ok(judged(taken).length > 0)
      assert.equal(Object.hasOwn(Object.prototype, 'a'), false)
    }
  })
})

function prototypeTree(t: TestContext, name: string): string {
  return tree(t, {
    'pyproject.toml': `[project]\nname = "${name}"\nversion = "1"\ndependencies = ["${name}>=1"]\n[project.optional-dependencies]\n${name} = ["b"]\n"__proto__" = ["a"]\n[dependency-groups]\n${name} = ["c", { include-group = "__proto__" }]\n"__proto__" = [{ include-group = "${name}" }]\n[tool.uv.sources]\n"__proto__" = { git = "x" }\n`,
    'Pipfile.lock': `{"_meta":{"sources":[{"name":"${name}"}],"__proto__":{}},"default":{"${name}":{"version":"==1","index":"${name}"},"__proto__":{"version":"==1"}},"__proto__":{"a":{"version":"==1"}}}`,
    'uv.lock': `version = 1\n[[package]]\nname = "${name}"\nversion = "1"\nsource = { virtual = "." }\ndependencies = [{ name = "${name}", extra = ["__proto__"] }]\n[package.optional-dependencies]\n"__proto__" = [{ name = "${name}" }]\n`,
    Dockerfile: `FROM x AS ${name}\nARG __proto__=a\nRUN pip install $constructor $__proto__ ${name}==1\n`,
    'tox.ini': `[testenv:${name}]\ndeps =\n  ${name}==1\n  {[__proto__]x}\n`,
  })
}

describe('a folder of this machine', () => {
  it('has nothing at a path that no system has, and is not climbed out of', (t) => {
    const folder = temporaryFolder(t)
    mkdirSync(join(folder, 'a'))
    writeFileSync(join(folder, 'a', 'x'), 'inside')
    symlinkSync('/etc', join(folder, 'link'))
    const files = treeOfFolder(join(folder))
    assert.equal(files.read('a/x', 100)?.length, 6)
    for (const path of [
      'a/'.repeat(8000),
      `${'a/'.repeat(2000)}x`,
      '../a/x',
      'a/../../x',
      'link/passwd',
      '/etc/passwd',
      'a\0/x',
    ])
      assert.deepEqual(
        [files.look(path), files.read(path, 1e6), files.sha256(path)],
        [null, null, null],
        path.slice(0, 20),
      )
  })
})
