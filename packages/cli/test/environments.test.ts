import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { test } from 'node:test'
import { distInfo, temporaryFolder } from '@cordon/testkit'
import { runMain } from './run-main.ts'

const page = resolve(import.meta.dirname, '..', '..', '..', 'docs', 'environments.md')
const library = '.venv/lib/python3.12/site-packages'
const cookie = 'answer = 42\n'

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

test('docs/environments.md shows what is really printed', async (t) => {
  const cwd = temporaryFolder(t)
  environmentIn(cwd)
  writeFileSync(join(cwd, 'cordon.toml'), '[database]\nadvisories = ["advisories"]\n')
  for (const [command, exit] of [
    ['inventory .venv', 0],
    ['scan .venv --verify', 0],
  ] as const) {
    const block = new RegExp(`<!-- output: ${command.replaceAll('.', '\\.')} -->\\n\`\`\`\\n([\\s\\S]*?)\`\`\`\\n`)
    const ran = await runMain(command.split(' '), { cwd, cache: temporaryFolder(t), columns: 80 })
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
