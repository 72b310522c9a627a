/** `cordon environment record` in environments that pip itself made, and takes apart. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { validateProvenanceUrl } from '@cordon/pypa'
import { distInfo, type MadeDistribution, temporaryFolder, writeZip } from '@cordon/testkit'
import { type Ran, runMain } from './run-main.ts'
import { schemaErrors } from './support/schema.ts'

function hasPip(): boolean {
  return (
    spawnSync('python3', ['-m', 'pip', '--version']).status === 0 &&
    spawnSync('python3', ['-c', 'import venv']).status === 0
  )
}

const skip = hasPip() ? false : 'needs python3 with pip and venv'

const demo: MadeDistribution = {
  name: 'demo',
  version: '1.0',
  requires: ['helper>=2'],
  code: { 'demo/__init__.py': 'def main(): pass\n', 'demo-1.0.data/data/share/demo/text.txt': 'text\n' },
  files: { 'entry_points.txt': '[console_scripts]\ndemo = demo:main\n' },
}
const helper: MadeDistribution = { name: 'helper', version: '2.0' }
const direct: MadeDistribution = { name: 'direct', version: '3.0' }

/** Every file below a folder with its content; bytecode comes and goes. */
function contentOf(root: string, folder = ''): Record<string, string> {
  return Object.assign(
    {},
    ...readdirSync(join(root, folder)).map((name) => {
      const path = join(folder, name)
      const stats = lstatSync(join(root, path))
      // lib64 is a link to lib.
      if (name === '__pycache__' || stats.isSymbolicLink()) return {}
      if (stats.isDirectory()) return contentOf(root, path)
      return { [path]: readFileSync(join(root, path), 'latin1') }
    }),
  )
}

describe('an environment that pip has made', { skip }, () => {
  const cwd = skip === false ? temporaryFolder({ after }) : ''
  const venv = join(cwd, 'venv')
  let fresh: Record<string, string> = {}
  let installed: Record<string, string> = {}
  let frozen = ''

  const pip = (...words: readonly string[]): string => {
    const ran = spawnSync(
      'python3',
      ['-m', 'pip', '--isolated', '--disable-pip-version-check', '--python', join(venv, 'bin/python'), ...words],
      {
        cwd,
        encoding: 'utf8',
        env: { ...process.env, PIP_CONFIG_FILE: '/dev/null', PIP_NO_CACHE_DIR: '1' },
      },
    )
    assert.equal(ran.status, 0, `${words.join(' ')}: ${ran.stdout}${ran.stderr}`)
    return ran.stdout
  }
  const cordon = (...words: readonly string[]): Promise<Ran> =>
    runMain(['environment', 'record', 'venv', ...words], {
      cwd,
      cache: join(cwd, 'cache'),
      env: {
        PIP_CONFIG_FILE: '/dev/null',
        PIP_NO_CACHE_DIR: '1',
        UV_NO_CACHE: '1',
        POETRY_CACHE_DIR: join(cwd, 'none'),
      },
      columns: 200,
    })
  const provenanceFiles = (): readonly string[] =>
    Object.keys(contentOf(venv)).filter((path) => path.endsWith('provenance_url.json'))

  before(() => {
    mkdirSync(join(cwd, 'wheels'))
    for (const made of [demo, helper, direct]) {
      const members = Object.entries(distInfo('', made)).map(([name, data]) => ({ name, data }))
      writeFileSync(join(cwd, 'wheels', `${made.name}-${made.version}-py3-none-any.whl`), writeZip(members))
    }
    assert.equal(spawnSync('python3', ['-m', 'venv', '--without-pip', venv]).status, 0)
    fresh = contentOf(venv)
    pip('install', '--no-index', '--find-links', 'wheels', '--report', 'report.json', 'demo')
    pip('install', '--no-index', '--no-deps', './wheels/direct-3.0-py3-none-any.whl')
    installed = contentOf(venv)
    frozen = pip('freeze')
  })

  it('is recorded from the report, once, and pip has nothing against it', async () => {
    const { exit, stdout } = await cordon('--report', 'report.json')
    assert.equal(exit, 0, stdout)
    assert.match(stdout, /demo 1\.0 +written +file:\/\/.*\/wheels\/demo-1\.0-py3-none-any\.whl +\(as the report says\)/)
    assert.match(stdout, /direct 3\.0 +left alone +DIRECT_URL/)
    const recorded = provenanceFiles()
    assert.equal(recorded.length, 2)
    for (const path of recorded) assert.deepEqual(validateProvenanceUrl(readFileSync(join(venv, path))), [])
    const once = contentOf(venv)
    const again = await cordon('--report', 'report.json')
    assert.match(again.stdout, /3 distributions: 0 written, 2 recorded already, 1 left alone, 0 not recorded/)
    assert.deepEqual(contentOf(venv), once)
    assert.match(pip('check'), /No broken requirements/)
    assert.equal(pip('freeze'), frozen)
    assert.equal(pip('show', '--files', 'helper').includes('provenance_url.json'), true)
  })

  it('is as it was when that is taken back', async () => {
    const { exit, stdout } = await cordon('--undo')
    assert.equal(exit, 0, stdout)
    assert.deepEqual(contentOf(venv), installed)
  })

  it('is known by its content, and uninstalls without leaving anything', async () => {
    const { exit, stdout } = await cordon('--wheels', 'wheels', '--format', 'json')
    assert.equal(exit, 0, stdout)
    assert.deepEqual(schemaErrors('cordon.environment-record-1', JSON.parse(stdout)), [])
    const [environment] = JSON.parse(stdout).environments
    assert.deepEqual(
      environment.distributions.map(({ name, proof }: { name: string; proof: string }) => [name, proof]),
      [
        ['demo', 'record'],
        ['direct', null],
        ['helper', 'record'],
      ],
    )
    assert.equal(provenanceFiles().length, 2)
    pip('uninstall', '-y', 'demo', 'helper', 'direct')
    assert.deepEqual(contentOf(venv), fresh)
    const rest = readdirSync(join(venv, 'lib')).map((name) => join(venv, 'lib', name, 'site-packages'))
    assert.deepEqual(
      rest.filter(existsSync).flatMap((folder) => readdirSync(folder)),
      [],
    )
  })

  it('has nothing to record when nothing is installed', async () => {
    const { exit, stderr } = await cordon()
    assert.deepEqual([exit, stderr], [3, 'cordon environment record: nothing is installed in venv\n'])
  })
})
