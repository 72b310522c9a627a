/** `cordon environment record` with an index on loopback. */
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { readProvenanceUrl } from '@cordon/pypa'
import { distInfo, type IndexedFile, madeRelease, startReleaseIndex, temporaryFolder } from '@cordon/testkit'
import { runMain } from './run-main.ts'

const code = { 'demo/__init__.py': 'x = 1\n' }
const { wheel, sdist } = madeRelease('demo', '1.0', code)
const library = 'venv/lib/python3.12/site-packages'

async function bench(t: TestContext, files: readonly IndexedFile[]) {
  const index = await startReleaseIndex(t, files)
  const cwd = temporaryFolder(t)
  const installed = distInfo(library, { name: 'demo', version: '1.0', installer: 'pip', code })
  for (const [path, text] of Object.entries({ 'venv/pyvenv.cfg': 'version = 3.12.4\n', ...installed })) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true })
    writeFileSync(join(cwd, path), text)
  }
  const env = {
    PIP_CONFIG_FILE: '/dev/null',
    PIP_NO_CACHE_DIR: '1',
    UV_NO_CACHE: '1',
    POETRY_CACHE_DIR: join(cwd, 'none'),
  }
  return {
    index,
    written: () =>
      readProvenanceUrl(readFileSync(join(cwd, library, 'demo-1.0.dist-info/provenance_url.json'), 'utf8')),
    run: (...words: readonly string[]) =>
      runMain(['environment', 'record', 'venv', ...words], {
        cwd,
        cache: join(cwd, 'cache'),
        env,
        loopback: true,
        columns: 200,
      }),
  }
}

describe('an index that is named', () => {
  it('tells which of its files is installed, by the content', async (t) => {
    const other = madeRelease('demo', '1.0', { 'demo/__init__.py': 'x = 2\n' }).wheel
    const twin: IndexedFile = { ...other, filename: other.filename.replace('py3', 'py2.py3') }
    const { index, run, written } = await bench(t, [wheel, sdist, twin])
    const { exit, stdout } = await run('--index-url', index.url)
    assert.equal(exit, 0, stdout)
    assert.match(stdout, /demo 1\.0 +written .*demo-1\.0-py3-none-any\.whl +\(by its content\)/)
    assert.deepEqual(written()?.hashes, [{ algorithm: 'sha256', value: wheel.sha256 }])
  })

  it('is not asked unless it is named, and says so where it cannot be', async (t) => {
    const { index, run } = await bench(t, [wheel])
    assert.equal((await run()).exit, 4)
    assert.equal(index.requests.length, 0)
    const away = await run('--index-url', index.url, '--offline')
    assert.equal(away.exit, 4)
    assert.match(away.stdout, /not recorded +UNASKED/)
  })
})
