import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { it } from 'node:test'
import { temporaryFolder } from '@cordon/testkit'
import { runMain } from './run-main.ts'

const repository = resolve(import.meta.dirname, '..', '..', '..')
const readme = join(repository, 'README.md')
const block = /<!-- output: (.+) -->\n```\n([\s\S]*?)```\n/

it('README shows what the first command really prints', async (t) => {
  const text = readFileSync(readme, 'utf8')
  const [, command = '', shown = ''] = block.exec(text) ?? []
  const ran = await runMain(command.split(' '), { cwd: repository, cache: temporaryFolder(t), columns: 80 })
  const printed = ran.stdout.replaceAll('0.0.0-dev', '0.0.0')
  if (process.env.UPDATE_GOLDEN === '1' && process.env.CI !== 'true')
    writeFileSync(
      readme,
      text.replace(block, () => `<!-- output: ${command} -->\n\`\`\`\n${printed}\`\`\`\n`),
    )
  else assert.equal(shown, printed, 'UPDATE_GOLDEN=1 npm test -- packages/cli rewrites it')
})
