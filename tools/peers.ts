/**
 * Real programs that tests talk to, from Debian's own packages. Where this runs as root on such a system, what is missing is installed; anywhere
 * else the tests that need them are skipped and say so.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Program → the package that has it. */
const peers: Readonly<Record<string, string>> = {
  buildah: 'buildah',
  'docker-registry': 'docker-registry',
  skopeo: 'skopeo',
  umoci: 'umoci',
  xmllint: 'libxml2-utils',
}

function isHere(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, program)))
}

/** One line that says what was done; null when there was nothing to do. */
export function installPeers(): string | null {
  const missing = Object.entries(peers).filter(([program]) => !isHere(program))
  if (missing.length === 0) return null
  const packages = missing.map(([, name]) => name)
  if (process.getuid?.() !== 0 || !isHere('apt-get')) return `peers: not here and not installed: ${packages.join(', ')}`
  const apt = (words: readonly string[]): boolean =>
    spawnSync('apt-get', words, {
      stdio: 'ignore',
      timeout: 300_000,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0
  const install = ['install', '-y', '--no-install-recommends', ...packages]
  // The lists of packages may be missing or old: they are fetched only then.
  const done = apt(install) || (apt(['update']) && apt(install))
  return `peers: ${done ? 'installed' : 'could not install'} ${packages.join(', ')}`
}
