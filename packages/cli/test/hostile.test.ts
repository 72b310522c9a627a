/** What surrounds a run fails, or is made to mislead it: each ends with its documented exit code and a line that says what to do. */
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { temporaryFolder } from '@cordon/testkit'
import { type Ran, runMain } from './run-main.ts'

const program = join(import.meta.dirname, '..', 'src', 'bin.ts')
const record = JSON.stringify({
  id: 'GHSA-aaaa-bbbb-cccc',
  modified: '2026-01-01T00:00:00Z',
  affected: [{ package: { ecosystem: 'PyPI', name: 'zzz' }, versions: ['1'] }],
})

function project(t: TestContext, files: Readonly<Record<string, string>> = {}): string {
  const root = temporaryFolder(t)
  const all = { '.git/HEAD': '', 'requirements.txt': 'a==1\n', 'records/one.json': record, ...files }
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

const scan = (cwd: string, ...words: string[]): Promise<Ran> =>
  runMain(['scan', '--advisories', 'records', ...words], { cwd, cache: join(cwd, 'cache') })

/** The real process, for what only a process has. */
function spawned(script: string, cwd: string): { readonly exit: number | null; readonly stderr: string } {
  const { status, stderr } = spawnSync('sh', ['-c', script, process.execPath, program], {
    cwd,
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...process.env, CORDON_CACHE_DIR: join(cwd, 'cache') },
  })
  return { exit: status, stderr }
}

describe('configuration that a scanned project brings along', () => {
  it('is neither read from a device nor waited for', async (t) => {
    for (const name of ['cordon.toml', 'pyproject.toml']) {
      const piped = project(t)
      execFileSync('mkfifo', [join(piped, name)])
      const linked = project(t)
      symlinkSync('/dev/zero', join(linked, name))
      for (const root of [piped, linked]) {
        const { exit, stderr } = await scan(root)
        assert.equal(exit, name === 'cordon.toml' ? 2 : 4, stderr)
        if (exit === 2) assert.match(stderr, /cordon\.toml: cannot be read \(not a regular file\).*\[CONFIG\]/)
      }
    }
  })

  it('is no configuration where it is a folder', async (t) => {
    assert.equal((await scan(project(t, { 'cordon.toml/x': '' }))).exit, 0)
  })

  it('is named in the report, since it decides', async (t) => {
    const root = project(t, { 'cordon.toml': '[policy]\ndefault-rules = false\n' })
    assert.match((await scan(root)).stdout, /configured by cordon\.toml/)
    const json: unknown = JSON.parse((await scan(root, '--format', 'json')).stdout)
    assert.equal((json as { configuration: unknown }).configuration, 'cordon.toml')
    const without: unknown = JSON.parse((await scan(root, '--format', 'json', '--no-config')).stdout)
    assert.equal((without as { configuration: unknown }).configuration, null)
  })

  it('cannot act on a terminal or begin a line of a log', async (t) => {
    const named = project(t, { 'cordon.toml': '[scan]\n"\\u001b[31m\\n::error::x" = 1\n' })
    for (const words of [['scan'], ['policy', 'explain'], ['inventory']]) {
      const { exit, stderr } = await runMain(words, { cwd: named, cache: join(named, 'cache') })
      assert.equal(exit, 2)
      assert.ok(!stderr.includes('\u001b') && !/^::/m.test(stderr), stderr)
    }
    const rule = project(t, {
      'cordon.toml': '[[policy.rules]]\nname = "\\u001b[2J\\n::error::x"\ndecision = "allow"\nreason = "\\u202e"\n',
    })
    const { stdout, stderr } = await runMain(['policy', 'explain'], { cwd: rule, cache: join(rule, 'cache') })
    assert.ok(!/\u001b|\u202e|^::/m.test(stdout + stderr), stdout + stderr)
  })

  it('cannot name a device as the database, nor records that say nothing', async (t) => {
    const device = project(t, { 'cordon.toml': '[database]\npath = "/dev/zero"\n' })
    const damaged = await runMain(['scan'], { cwd: device, cache: join(device, 'cache') })
    assert.equal(damaged.exit, 4)
    const empty = project(t, { 'cordon.toml': '[database]\nadvisories = ["nothing"]\n', 'nothing/x.json': '{}' })
    const refused = await runMain(['scan'], { cwd: empty, cache: join(empty, 'cache') })
    assert.equal(refused.exit, 2)
    assert.match(refused.stderr, /\[BAD_DATA\]/)
  })
})

describe('where a report goes', () => {
  it('replaces a link, not what it leads to', async (t) => {
    const root = project(t, { kept: 'kept' })
    symlinkSync('kept', join(root, 'report.json'))
    assert.equal((await scan(root, '--report', 'json=report.json')).exit, 0)
    assert.equal(readFileSync(join(root, 'kept'), 'utf8'), 'kept')
    assert.ok(lstatSync(join(root, 'report.json')).isFile())
  })

  it('writes to a device and leaves it one', async (t) => {
    assert.equal((await scan(project(t), '--report', 'json=/dev/null')).exit, 0)
    assert.ok(lstatSync('/dev/null').isCharacterDevice())
  })

  it('is refused over a folder, below a file, over what was scanned and over another report', async (t) => {
    const root = project(t)
    for (const target of ['records', 'requirements.txt/x', 'requirements.txt', './requirements.txt'])
      assert.equal((await scan(root, '--report', `json=${target}`)).exit, 2, target)
    assert.equal(readFileSync(join(root, 'requirements.txt'), 'utf8'), 'a==1\n')
    const twice = await scan(root, '--report', 'json=x', '--report', 'sarif=./x')
    assert.deepEqual([twice.exit, existsSync(join(root, 'x'))], [2, false])
  })
})

describe('the process', () => {
  it('tells that the current folder is gone', (t) => {
    const root = project(t)
    const { exit, stderr } = spawned('mkdir gone && cd gone && rmdir ../gone && exec "$0" "$1" scan', root)
    assert.deepEqual([exit, stderr], [2, 'cordon: the current folder is gone; change to one that exists [CWD]\n'])
  })

  const full = existsSync('/dev/full') ? {} : { skip: 'no /dev/full on this system' }

  it('never passes off a result that was lost as a verdict', full, (t) => {
    const root = project(t)
    const { exit, stderr } = spawned('"$0" "$1" scan --advisories records > /dev/full', root)
    assert.equal(exit, 2)
    assert.match(stderr, /cannot be written.*\[OUTPUT\]/)
    assert.equal(spawned('"$0" "$1" scan nowhere 2> /dev/full', root).exit, 2, 'the exit code still tells')
  })

  it('survives a reader that goes away, and streams that were never there', (t) => {
    const root = project(t)
    assert.equal(spawned('{ "$0" "$1" scan --advisories records; echo $? >&2; } | true', root).stderr, '0\n')
    assert.equal(spawned('"$0" "$1" scan --advisories records >&- 2>&- <&-', root).exit, 0)
  })

  it('needs no home folder, and takes none from the project', (t) => {
    const root = project(t)
    for (const home of ['HOME=', 'HOME=.'])
      assert.equal(
        spawned(`unset CORDON_CACHE_DIR XDG_CACHE_HOME LOCALAPPDATA; ${home} exec "$0" "$1" scan`, root).exit,
        4,
        home,
      )
    const update = spawned(
      'unset CORDON_CACHE_DIR XDG_CACHE_HOME; HOME=. exec "$0" "$1" db update --from records',
      root,
    )
    assert.equal(update.exit, 2)
    assert.match(update.stderr, /CORDON_CACHE_DIR.*\[NO_DATABASE\]/)
    assert.ok(!existsSync(join(root, '.cache')))
  })
})
