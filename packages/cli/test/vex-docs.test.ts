import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { it } from 'node:test'
import { temporaryFolder } from '@cordon/testkit'
import { runMain } from './run-main.ts'

const repository = resolve(import.meta.dirname, '..', '..', '..')
const page = join(repository, 'docs', 'vex.md')
const block = /<!-- output: (.+) -->\n```\n([\s\S]*?)```\n/

it('docs/vex.md shows what a scan really prints about statements', async (t) => {
  const text = readFileSync(page, 'utf8')
  const [, command = '', shown = ''] = block.exec(text) ?? []
  const ran = await runMain(command.split(' '), { cwd: repository, cache: temporaryFolder(t), columns: 80 })
  const from = ran.stdout.indexOf('What VEX statements say')
  assert.ok(from > 0, ran.stdout)
  const notices = /^\? VEX [\s\S]*?\n(?=\S)/m.exec(ran.stdout)?.[0] ?? ''
  const printed = `${ran.stdout.slice(from, ran.stdout.indexOf('\n\n', from) + 1)}\n${notices.trimEnd()}\n`
  if (process.env.UPDATE_GOLDEN === '1' && process.env.CI !== 'true')
    writeFileSync(
      page,
      text.replace(block, () => `<!-- output: ${command} -->\n\`\`\`\n${printed}\`\`\`\n`),
    )
  else assert.equal(shown, printed, 'UPDATE_GOLDEN=1 npm test -- packages/cli rewrites it')
})
