import { type CheckMeta, type Dependency, defineCheck, type Lockfile } from '@cordon/model'
import { clean, findingOf, lineOf, nameOf, outcomeOf } from '../finding.ts'

const id = 'hygiene/missing-hash'

const meta: CheckMeta = {
  title: 'Entry without a hash among entries with hashes',
  domain: 'engineering',
  severity: 'medium',
  why: `A hash ties the line to the bytes that were looked at when it was written. An index, a mirror, a proxy or a cache that later serves other bytes under the same name and version is found out by the installer; without a hash it is not.

pip goes over to checking hashes as soon as one line of a file has one, and then refuses every line that has none: such a file does not install as it stands. Lock files of uv, Poetry, PDM, Pipenv and PEP 751 carry a hash for each file of an index, so an entry without one was edited by hand or comes from an index that does not publish hashes.`,
  remedy:
    'Lock again with hashes: `uv pip compile --generate-hashes`, `pip-compile --generate-hashes`, or the lock command of the tool that wrote the file.',
  references: [
    'https://pip.pypa.io/en/stable/topics/secure-installs/#hash-checking-mode',
    'https://peps.python.org/pep-0751/',
    'https://cwe.mitre.org/data/definitions/494.html',
  ],
}

const hashed = new WeakMap<Lockfile, boolean>()

/** Finds entries without a hash in files whose other entries have one, or whose format always has them. */
export const missingHash = defineCheck({
  id,
  meta,
  needs: ['file'],
  run({ file }, dependency) {
    if (dependency.own || dependency.constraint || !expectsHashes(file)) return null
    // Repositories and folders have no one file to hash; a direct URL is judged by hygiene/direct-url-without-digest.
    if (dependency.origin.kind !== 'index' && dependency.origin.kind !== 'conda') return null
    const { artifacts } = dependency
    if (artifacts.length > 0 && artifacts.every((artifact) => artifact.hashes.length > 0)) return clean
    const without = artifacts.filter((artifact) => artifact.hashes.length === 0)
    return outcomeOf([
      findingOf(id, meta, { message: messageOf(dependency, without.length), evidence: [lineOf(dependency)] }),
    ])
  },
})

function expectsHashes(file: Lockfile): boolean {
  if (file.role === 'lock') return true
  if (file.role !== 'requirements') return false
  let expects = hashed.get(file)
  if (expects === undefined) {
    expects =
      file.options.some((option) => option.kind === 'require-hashes') ||
      file.dependencies.some(
        (each) => each.origin.kind === 'index' && each.artifacts.some(({ hashes }) => hashes.length > 0),
      )
    hashed.set(file, expects)
  }
  return expects
}

function messageOf(dependency: Dependency, without: number): string {
  const count = dependency.artifacts.length
  return without === count
    ? `${nameOf(dependency)} has no hash, so whatever the index serves under that name is installed.`
    : `${nameOf(dependency)} has no hash for ${without} of its ${count} files.`
}
