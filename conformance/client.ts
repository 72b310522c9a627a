/**
 * A client as sigstore-conformance drives it (its docs/cli_protocol.md), which calls `cordon verify`. As a program:
 * `node conformance/client.ts verify-bundle …`; only its exit code counts.
 */
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const cordon = resolve(import.meta.dirname, '..', 'packages', 'cli', 'dist', 'cordon.js')

export interface Ran {
  readonly exit: number
  readonly stdout: string
}

const renamed = new Map([
  ['--bundle', '--bundle'],
  ['--certificate-identity', '--identity'],
  ['--certificate-oidc-issuer', '--issuer'],
  ['--key', '--key'],
  ['--trusted-root', '--trusted-root'],
])

/** Runs one command of the suite. Only `verify-bundle` is there, and only against production or a root that is named. */
export function client(words: readonly string[]): Ran {
  const [command, ...rest] = words
  if (command !== 'verify-bundle' || rest.includes('--staging')) return { exit: 2, stdout: '' }
  const translated: string[] = []
  for (let at = 0; at < rest.length; at += 1) {
    const word = rest[at] ?? ''
    const option = renamed.get(word)
    if (option === undefined) translated.push(word)
    else {
      translated.push(option, rest[at + 1] ?? '')
      at += 1
    }
  }
  const { status, stdout } = spawnSync(process.execPath, [cordon, 'verify', '--signature-only', ...translated], {
    encoding: 'utf8',
  })
  return { exit: status ?? 70, stdout }
}

if (process.argv[1] !== undefined && join(process.argv[1]) === fileURLToPath(import.meta.url))
  process.exitCode = client(process.argv.slice(2)).exit
