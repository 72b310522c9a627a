import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolder } from '@cordon/testkit'
import { discover } from '../src/discover.ts'
import { EngineError } from '../src/error.ts'
import { takeInventory } from '../src/inventory.ts'
import { request, tree } from './tree.ts'

const found = (cwd: string, targets?: readonly string[]): string[] =>
  discover(request(cwd, targets)).candidates.map((each) => each.path)

describe('discovery', () => {
  it('finds nested projects, in the order of their paths', (t) => {
    const root = tree(t, {
      'uv.lock': '',
      'b/requirements.txt': '',
      'a/deep/requirements-dev.txt': '',
      'a/notes.txt': '',
    })
    assert.deepEqual(found(root), ['a/deep/requirements-dev.txt', 'b/requirements.txt', 'uv.lock'])
  })

  it('respects .gitignore of every level, and says what it passed over', (t) => {
    const root = tree(t, {
      '.git/HEAD': '',
      '.gitignore': 'vendored/\n',
      'vendored/requirements.txt': 'a==1',
      'sub/.gitignore': 'requirements-local.txt\n',
      'sub/requirements-local.txt': 'a==1',
      'sub/requirements.txt': 'a==1',
    })
    assert.deepEqual(found(root), ['sub/requirements.txt'])
    const passed = discover(request(root)).passedOver.map((each) => each.path)
    assert.deepEqual(passed.sort(), ['sub/requirements-local.txt', 'vendored'])
    assert.deepEqual(found(join(root, 'vendored'), ['requirements.txt']), ['requirements.txt'], 'a named file is read')
  })

  it('holds the rules above the target, and re-includes what a deeper file asks for', (t) => {
    const root = tree(t, {
      '.git/HEAD': '',
      '.gitignore': 'requirements*.txt\n',
      'sub/requirements.txt': '',
      'keep/.gitignore': '!requirements.txt\n',
      'keep/requirements.txt': '',
    })
    assert.deepEqual(found(root), ['keep/requirements.txt'])
    assert.deepEqual(found(join(root, 'sub')), [])
  })

  it('leaves out what --exclude matches', (t) => {
    const root = tree(t, { 'tests/requirements.txt': '', 'requirements.txt': '' })
    const kept = discover({ ...request(root), exclude: ['tests/'] }).candidates.map((each) => each.path)
    assert.deepEqual(kept, ['requirements.txt'])
  })

  it('skips virtual environments unless asked or named', (t) => {
    const root = tree(t, { 'env/pyvenv.cfg': '', 'env/requirements.txt': 'a==1', 'requirements.txt': '' })
    assert.deepEqual(found(root), ['requirements.txt'])
    assert.match(discover(request(root)).passedOver[0]?.reason ?? '', /virtual environment/)
    assert.equal(discover({ ...request(root), includeEnvironments: true }).candidates.length, 2)
    assert.deepEqual(found(root, ['env']), ['env/requirements.txt'])
  })

  it('does not follow links in circles or out of the tree', (t) => {
    const outside = tree(t, { 'requirements.txt': 'secret==1' })
    const root = tree(t, { '.git/HEAD': '', 'a/requirements.txt': 'a==1' })
    symlinkSync('..', join(root, 'a', 'loop'))
    symlinkSync('requirements-self.txt', join(root, 'requirements-self.txt'))
    symlinkSync(join(outside, 'requirements.txt'), join(root, 'requirements-out.txt'))
    const result = discover(request(root))
    assert.deepEqual(found(root), ['a/requirements.txt'])
    assert.deepEqual(
      result.failed.map((each) => [each.path, each.code]),
      [
        ['requirements-out.txt', 'UNREADABLE'],
        ['requirements-self.txt', 'UNREADABLE'],
      ],
    )
    assert.deepEqual(result.passedOver, [{ path: 'a/loop', reason: 'symbolic link to a folder' }])
  })

  it('lists a file once, however many links and targets lead to it', (t) => {
    const root = tree(t, { 'a/requirements.txt': 'a==1' })
    symlinkSync(join('a', 'requirements.txt'), join(root, 'requirements-linked.txt'))
    assert.equal(found(root).length, 1)
    assert.deepEqual(found(root, ['a', '.', 'a/requirements.txt']), ['a/requirements.txt'])
  })

  it('reports a folder with the name of a requirements file, and reads what lies in it', (t) => {
    const root = tree(t, { 'requirements.txt/requirements.txt': 'a==1' })
    assert.deepEqual(found(root), ['requirements.txt/requirements.txt'])
    assert.deepEqual(
      discover(request(root)).failed.map((each) => [each.path, each.code]),
      [['requirements.txt', 'NOT_A_FILE']],
    )
  })

  it('neither opens nor waits for a pipe', (t) => {
    const root = temporaryFolder(t)
    execFileSync('mkfifo', [join(root, 'requirements.txt')])
    for (const targets of [['.'], ['requirements.txt']])
      assert.deepEqual(
        takeInventory(request(root, targets)).coverage.failed.map((each) => each.code),
        ['NOT_A_FILE'],
      )
  })

  it('refuses a target that is not there, and says why a named file is not read', (t) => {
    const root = tree(t, { 'conda-linux-64.lock': '', 'Gemfile.lock': '' })
    assert.throws(
      () => found(root, ['nowhere']),
      (error) => error instanceof EngineError && error.code === 'NO_TARGET',
    )
    const failed = discover(request(root, ['conda-linux-64.lock', 'Gemfile.lock'])).failed
    assert.deepEqual(
      failed.map((each) => each.code),
      ['UNSUPPORTED_FORMAT', 'UNSUPPORTED_FORMAT'],
    )
    assert.ok(failed.every((each) => each.message.length > 20))
  })

  it('reads copies of locks under longer names, and any .txt that is named', (t) => {
    const root = tree(t, { 'saleor.uv.lock': '', 'notes.txt': '', 'demo.pylock.toml': '' })
    assert.deepEqual(found(root), ['demo.pylock.toml', 'saleor.uv.lock'])
    assert.deepEqual(found(root, ['notes.txt']), ['notes.txt'])
  })

  it('does not run out of stack in a tree made to be deep', (t) => {
    const root = tree(t, { [`${'d/'.repeat(200)}requirements.txt`]: 'a==1', 'requirements.txt': '' })
    assert.deepEqual(found(root), ['requirements.txt'])
    assert.deepEqual(
      discover(request(root)).failed.map((each) => [each.code, each.path.length]),
      [['TOO_MANY', 129]],
    )
  })

  it('reports what it has no rights to read, and reads the rest', (t) => {
    const root = tree(t, { 'requirements.txt': 'a==1', 'b/requirements.txt': 'b==1', 'c/requirements.txt': 'c==1' })
    execFileSync('chmod', ['000', join(root, 'requirements.txt'), join(root, 'b')])
    execFileSync('chmod', ['755', root])
    const out = takenByNobody(root, ['.', 'b'])
    execFileSync('chmod', ['755', join(root, 'b')])
    assert.deepEqual(out, [['b UNREADABLE', 'b UNREADABLE', 'requirements.txt UNREADABLE'], ['c/requirements.txt'], []])
  })

  it('reports what of an environment or archive it has no rights to read', (t) => {
    const library = 'venv/lib/python3.12/site-packages'
    const root = tree(t, {
      'venv/pyvenv.cfg': '',
      [`${library}/demo-1.0.dist-info/METADATA`]: 'Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n',
      [`${library}/other-1.0.dist-info/METADATA`]: 'Metadata-Version: 2.1\nName: other\nVersion: 1.0\n',
      'app.pyz': '',
    })
    const closed = [`${library}/demo-1.0.dist-info/METADATA`, `${library}/other-1.0.dist-info`, 'app.pyz']
    execFileSync('chmod', ['000', ...closed.map((path) => join(root, path))])
    execFileSync('chmod', ['755', root])
    const out = takenByNobody(root, ['venv', 'app.pyz'])
    execFileSync('chmod', ['755', ...closed.map((path) => join(root, path))])
    assert.deepEqual(out, [
      ['app.pyz UNREADABLE'],
      ['venv'],
      [`${library}/demo-1.0.dist-info/METADATA UNREADABLE`, `${library}/other-1.0.dist-info UNREADABLE`],
    ])
  })
})

/** What failed, what was read and what was skipped. Root may read everything, so a child that is nobody does the work. */
function takenByNobody(cwd: string, targets: readonly string[]): unknown {
  const script = `
    const { takeInventory } = await import(${JSON.stringify(new URL('../src/inventory.ts', import.meta.url).href)})
    const [cwd, ...targets] = process.argv.slice(1)
    const { coverage, skipped } = takeInventory({ targets, cwd, exclude: [], includeEnvironments: false })
    const failed = coverage.failed.map((each) => each.path + ' ' + each.code)
    console.log(JSON.stringify([failed, coverage.read.map(({ path }) => path), skipped.map((each) => each.at.path + ' ' + each.code)]))`
  const identity = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
  const argv = ['--input-type=module', '-e', script, cwd, ...targets]
  return JSON.parse(execFileSync(process.execPath, argv, { encoding: 'utf8', ...identity }))
}
