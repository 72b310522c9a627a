/**
 * Whole-program cases: `test/<command>/<case>/` holds `command` (the words after `cordon`, one line), `exit`, `stdout.golden`,
 * `stderr.golden` and, in `project/`, the folder it runs in (without it: the repository, for the examples).
 */
import assert from 'node:assert/strict'
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, it } from 'node:test'
import { golden, temporaryFolder } from '@cordon/testkit'
import { commands } from '../src/commands/index.ts'
import { runMain } from './run-main.ts'

const here = import.meta.dirname
const repository = resolve(here, '..', '..', '..')

const folders = readdirSync(here, { withFileTypes: true }).filter(
  (entry) => entry.isDirectory() && entry.name !== 'support',
)

describe('commands', () => {
  it('have a folder of cases each', () => {
    assert.deepEqual(
      folders.map((entry) => entry.name).sort(),
      commands.map((entry) => entry.name),
    )
  })

  for (const folder of folders)
    for (const name of readdirSync(join(here, folder.name)).sort()) {
      const place = join(here, folder.name, name)
      it(`${folder.name}: ${name}`, async (t) => {
        const words = readFileSync(join(place, 'command'), 'utf8').trim().split(/\s+/)
        assert.equal(words[0], folder.name, 'a case lies in the folder of its command')
        let cwd = repository
        if (existsSync(join(place, 'project'))) {
          cwd = temporaryFolder(t)
          cpSync(join(place, 'project'), cwd, { recursive: true })
        }
        const cache = temporaryFolder(t)
        const result = await runMain(words, { cwd, cache })
        const shown = (text: string): string => text.replaceAll(cwd, '<project>').replaceAll(cache, '<cache>')
        golden(join(place, 'stdout.golden'), shown(result.stdout))
        golden(join(place, 'stderr.golden'), shown(result.stderr))
        assert.equal(result.exit, Number(readFileSync(join(place, 'exit'), 'utf8')), result.stderr)
      })
    }
})
