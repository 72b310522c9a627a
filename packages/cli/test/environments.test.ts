import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { test } from 'node:test'
import { auditReasons } from '@cordon/engine/installed'
import { originRules } from '@cordon/pypa'
import { distInfo, temporaryFolder } from '@cordon/testkit'
import { runMain } from './run-main.ts'

const page = resolve(import.meta.dirname, '..', '..', '..', 'docs', 'environments.md')
const library = '.venv/lib/python3.12/site-packages'
const cookie = 'answer = 42\n'

const lock = `lock-version = "1.0"
created-by = "by hand"

[[packages]]
name = "cookiejam"
version = "2.1"
wheels = [{ url = "https://files.example.org/cookiejam-2.1-py3-none-any.whl", hashes = { sha256 = "${'c0'.repeat(32)}" } }]

[[packages]]
name = "shopkit"
version = "1.4.0"
sdist = { url = "https://files.example.org/shopkit-1.4.0.tar.gz", hashes = { sha256 = "${'5a'.repeat(32)}" } }
wheels = [{ url = "https://files.example.org/shopkit-1.4.0-py3-none-any.whl", hashes = { sha256 = "${'5b'.repeat(32)}" } }]
`

/** An environment with a changed file, a stray beside a module, and a file that runs at every start. */
function environmentIn(cwd: string): void {
  const files: Record<string, string> = {
    '.venv/pyvenv.cfg': 'home = /usr/bin\nversion_info = 3.12.4\nuv = 0.9.0\n',
    ...distInfo(library, {
      name: 'shopkit',
      version: '1.4.0',
      installer: 'uv',
      requested: true,
      requires: ['cookiejam>=2'],
      code: { 'shopkit/__init__.py': '', 'shopkit/_vendor/vendor.txt': 'tinytoml==0.3\n' },
    }),
    ...distInfo(library, {
      name: 'cookiejam',
      version: '2.1',
      installer: 'uv',
      code: { 'cookiejam/__init__.py': '', 'cookiejam/core.py': cookie },
    }),
    [`${library}/cookiejam/core.py`]: cookie.replace('42', '43'),
    [`${library}/cookiejam/core.abi3.so`]: '',
    [`${library}/zz_updates.pth`]: 'import cookiejam\n',
    'pylock.toml': lock,
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true })
    writeFileSync(join(cwd, path), text)
  }
  mkdirSync(join(cwd, 'advisories'))
  const record = {
    id: 'PYSEC-2026-1',
    modified: '2026-01-01T00:00:00Z',
    summary: 'Cookies of one user are given to another',
    affected: [
      {
        package: { ecosystem: 'PyPI', name: 'cookiejam' },
        ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '2.2' }] }],
      },
    ],
  }
  writeFileSync(join(cwd, 'advisories', 'PYSEC-2026-1.json'), JSON.stringify(record))
}

/** What installers keep on this machine is no part of the page. */
function withoutCaches(cwd: string): Record<string, string> {
  return { PIP_CONFIG_FILE: '/dev/null', PIP_NO_CACHE_DIR: '1', UV_NO_CACHE: '1', POETRY_CACHE_DIR: join(cwd, 'none') }
}

test('docs/environments.md shows what is really printed', async (t) => {
  const cwd = temporaryFolder(t)
  environmentIn(cwd)
  writeFileSync(join(cwd, 'cordon.toml'), '[database]\nadvisories = ["advisories"]\n')
  for (const [command, exit] of [
    ['inventory .venv', 0],
    ['scan .venv --verify', 0],
    ['environment record .venv --lock pylock.toml', 4],
    ['environment audit .venv --lock pylock.toml', 1],
  ] as const) {
    const block = new RegExp(`<!-- output: ${command.replaceAll('.', '\\.')} -->\\n\`\`\`\\n([\\s\\S]*?)\`\`\`\\n`)
    const ran = await runMain(command.split(' '), {
      cwd,
      cache: temporaryFolder(t),
      columns: 80,
      env: withoutCaches(cwd),
    })
    assert.equal(ran.exit, exit, ran.stderr)
    const text = readFileSync(page, 'utf8')
    const printed = ran.stdout.replaceAll('0.0.0-dev', '0.0.0')
    if (process.env.UPDATE_GOLDEN === '1' && process.env.CI !== 'true')
      writeFileSync(
        page,
        text.replace(block, () => `<!-- output: ${command} -->\n\`\`\`\n${printed}\`\`\`\n`),
      )
    else assert.equal(block.exec(text)?.[1], printed, 'UPDATE_GOLDEN=1 npm test -- packages/cli rewrites it')
  }
})

test('docs/environments.md names every rule of PEP 610 and PEP 710', () => {
  const text = readFileSync(page, 'utf8')
  const rows = [...text.matchAll(/^\| `([a-z][a-z0-9-]*)` \| (.+) \|$/gm)].map(([, code, rule]) => [code, rule])
  assert.deepEqual(
    rows,
    Object.entries(originRules).map(([code, { rule }]) => [code, rule]),
  )
})

test('docs/environments.md names every code of an audit', () => {
  const text = readFileSync(page, 'utf8')
  assert.deepEqual(
    Object.keys(auditReasons).filter((code) => !text.includes(`\`${code}\``)),
    [],
  )
})
