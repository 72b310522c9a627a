import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { it } from 'node:test'
import { startSigningServices, temporaryFolder } from '@cordon/testkit'
import { runMain } from './run-main.ts'

const page = resolve(import.meta.dirname, '..', '..', '..', 'docs', 'attest.md')
const block = /<!-- output: (.+) -->\n```\n([\s\S]*?)```\n/g

it('docs/attest.md shows what the commands really print', async (t) => {
  const cwd = temporaryFolder(t)
  const cache = temporaryFolder(t)
  const services = await startSigningServices(t)
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  mkdirSync(join(cwd, 'dist'))
  writeFileSync(join(cwd, 'dist', 'demo-1.0.tar.gz'), 'not really an archive')
  writeFileSync(join(cwd, 'dist', 'demo-1.1.tar.gz'), 'another one')
  writeFileSync(join(cwd, 'dist', 'demo-1.0-py3-none-any.whl'), 'not really a wheel')
  writeFileSync(join(cwd, 'root.json'), services.trustedRoot)
  writeFileSync(join(cwd, 'build.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
  writeFileSync(join(cwd, 'build.pub'), publicKey.export({ type: 'spki', format: 'pem' }))
  const text = readFileSync(page, 'utf8')
  const blocks = [...text.matchAll(block)]
  assert.ok(blocks.length >= 6)
  let written = text
  for (const [whole, command = '', shown = ''] of blocks) {
    const words = command.split(' ')
    // The page speaks of the production instance; here it is one of the test's own.
    const root = words.includes('convert') ? [] : ['--trusted-root', 'root.json']
    const env = words.includes('--key') ? {} : services.env
    const ran = await runMain([...words, ...root], { cwd, cache, env, loopback: true })
    const printed = `${ran.stdout}${ran.stderr}`.replaceAll(/\bkey [0-9a-f]{16}/g, 'key 9f3b5c1d7e2a4f60')
    if (process.env.UPDATE_GOLDEN === '1' && process.env.CI !== 'true')
      written = written.replace(whole, () => `<!-- output: ${command} -->\n\`\`\`\n${printed}\`\`\`\n`)
    else assert.equal(shown, printed, 'UPDATE_GOLDEN=1 npm test -- packages/cli rewrites it')
  }
  if (written !== text) writeFileSync(page, written)
})
