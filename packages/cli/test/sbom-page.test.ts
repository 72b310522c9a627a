import assert from 'node:assert/strict'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { it } from 'node:test'
import { temporaryFolder } from '@cordon/testkit'
import { runMain } from './run-main.ts'

const page = resolve(import.meta.dirname, '..', '..', '..', 'docs', 'sbom.md')
const project = join(import.meta.dirname, 'sbom', 'diff', 'project')
const block = /<!-- output: (.+) -->\n```\n([\s\S]*?)```\n/g
/** Documents are long: the page shows how they begin. */
const shownLines = 28

it('docs/sbom.md shows what the commands really print', async (t) => {
  const cwd = temporaryFolder(t)
  cpSync(project, cwd, { recursive: true })
  const text = readFileSync(page, 'utf8')
  const blocks = [...text.matchAll(block)]
  assert.ok(blocks.length >= 3)
  let written = text
  for (const [whole, command = '', shown = ''] of blocks) {
    const ran = await runMain(command.split(' '), { cwd, cache: temporaryFolder(t) })
    const lines = `${ran.stderr}${ran.stdout}`.replaceAll('0.0.0-dev', '0.0.0').split('\n')
    const printed = lines.length > shownLines ? `${lines.slice(0, shownLines).join('\n')}\n…\n` : lines.join('\n')
    if (process.env.UPDATE_GOLDEN === '1' && process.env.CI !== 'true')
      written = written.replace(whole, () => `<!-- output: ${command} -->\n\`\`\`\n${printed}\`\`\`\n`)
    else assert.equal(shown, printed, 'UPDATE_GOLDEN=1 npm test -- packages/cli rewrites it')
  }
  if (written !== text) writeFileSync(page, written)
})
