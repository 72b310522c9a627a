/**
 * sigstore-conformance, offline: `node conformance/sigstore.ts FOLDER`, where FOLDER is a checkout of sigstore/sigstore-conformance. Every folder
 * of `test/assets/bundle-verify` twice, as the suite itself does: with the path of the artifact and with its digest. Each goes through
 * `client.ts`, which speaks the suite's command line and calls `cordon verify`. Exits 1 when one ends as it should not.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { client } from './client.ts'

const beacon = {
  identity:
    'https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main',
  issuer: 'https://token.actions.githubusercontent.com',
}

function textIn(folder: string, name: string, fallback: string): string {
  const path = join(folder, name)
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : fallback
}

function argumentsOf(folder: string): string[] {
  const key = join(folder, 'key.pub')
  const root = join(folder, 'trusted_root.json')
  const who = existsSync(key)
    ? ['--key', key]
    : [
        '--certificate-identity',
        textIn(folder, 'identity', beacon.identity),
        '--certificate-oidc-issuer',
        textIn(folder, 'issuer', beacon.issuer),
      ]
  const bundle = ['verify-bundle', '--bundle', join(folder, 'bundle.sigstore.json')]
  return [...bundle, ...who, ...(existsSync(root) ? ['--trusted-root', root] : [])]
}

function run(suite: string): number {
  const cases = join(suite, 'test', 'assets', 'bundle-verify')
  const folders = readdirSync(cases, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const counts = { passed: 0, failed: 0 }
  for (const { name } of folders) {
    const folder = join(cases, name)
    const own = join(folder, 'artifact')
    const artifact = existsSync(own) ? own : join(cases, 'a.txt')
    const digest = createHash('sha256').update(readFileSync(artifact)).digest('hex')
    for (const input of [artifact, `sha256:${digest}`]) {
      const { exit, stdout } = client([...argumentsOf(folder), input])
      const passed = name.endsWith('_fail') ? exit !== 0 && exit !== 70 : exit === 0
      counts[passed ? 'passed' : 'failed'] += 1
      const code = /: ([a-z-]+)$/m.exec(stdout)?.[1] ?? ''
      if (!passed || process.argv.includes('--verbose'))
        console.log(
          `${passed ? 'pass' : 'FAIL'}  ${name}  ${input === artifact ? 'path' : 'digest'}  exit ${exit} ${code}`,
        )
    }
  }
  console.log(`${folders.length} folders, 2 input modes: ${counts.passed} passed, ${counts.failed} failed`)
  return folders.length > 0 && counts.failed === 0 ? 0 : 1
}

const [suite] = process.argv.slice(2)
if (suite === undefined) throw new Error('name the folder of a checkout of sigstore/sigstore-conformance')
process.exitCode = run(resolve(suite))
