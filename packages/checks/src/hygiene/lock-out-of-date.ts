import { type CheckMeta, defineFileCheck, type Evidence, type Finding, type ProjectFile } from '@cordon/model'
import { matchesManifest, readManifest, valueAt } from '../content-hash.ts'
import { findingOf, lineAt, lineOf, outcomeOf } from '../finding.ts'
import { locksOf } from '../governing.ts'
import { fileAt } from '../pinning.ts'
import { areRelated, type Shortfall, shortfalls } from '../satisfaction.ts'

const id = 'hygiene/lock-out-of-date'

const meta: CheckMeta = {
  title: 'Lock file that does not answer its manifest',
  domain: 'engineering',
  severity: 'medium',
  why: `The manifest asks for something that the lock does not hold, so the lock was made from another state of the project, or was edited afterwards. What happens then depends on the tool and its options: some refuse, some resolve again in silence and install releases that nobody has looked at, and a scan of the lock speaks of packages that are not the ones installed.

Two things are looked at. Where the lock records a hash of its manifest (Pipenv, Poetry, PDM), the hash is computed again. And each requirement without a marker must be answered by a locked version in its range; what hangs on a marker is left out, because a lock rightly drops what no environment of the project can need.`,
  remedy:
    'Lock again and commit both files together: `uv lock`, `poetry lock`, `pdm lock`, `pipenv lock`, `pip-compile`.',
  references: [
    'https://docs.astral.sh/uv/concepts/projects/sync/',
    'https://python-poetry.org/docs/cli/#check',
    'https://pipenv.pypa.io/en/latest/cli.html',
    'https://peps.python.org/pep-0751/',
  ],
}

/** Finds manifests that their lock does not answer. Asked of the manifest: the one lock of a workspace lies above many of them. */
export const lockOutOfDate = defineFileCheck({
  id,
  meta,
  needs: ['file', 'project'],
  run({ project }, file) {
    const manifest = fileAt(file.path, project)
    const locks = locksOf(file, project).flatMap((lock) => fileAt(lock.path, project) ?? [])
    if (manifest === null || locks.length === 0) return null
    return outcomeOf(locks.flatMap((lock) => judge(lock, manifest)))
  },
})

function judge(lock: ProjectFile, manifest: ProjectFile): readonly Finding[] {
  if (lock.file.format === 'pylock' && !areRelated(lock.file, manifest.file)) return []
  const missing = shortfalls(lock.file, manifest, overriddenBy(manifest))
  if (missing.length > 0) return missing.map((each) => shortfallFinding(each, lock))
  if (matchesManifest(lock, manifest) !== false) return []
  return [
    findingOf(id, meta, {
      message: `${lock.file.path} was made from another state of ${manifest.file.path}: its content hash is not the one of the file beside it.`,
      severity: 'low',
      evidence: [hashLine(lock)],
    }),
  ]
}

function shortfallFinding({ requirement, held }: Shortfall, lock: ProjectFile): Finding {
  const asked = `${requirement.name} ${requirement.specifier?.raw ?? ''}`.trim()
  const versions = held.flatMap((entry) => entry.version?.raw ?? []).slice(0, 5)
  const message =
    held[0] === undefined
      ? `${requirement.at.path} asks for ${asked}, which ${lock.file.path} does not hold.`
      : `${requirement.at.path} asks for ${asked}, and ${lock.file.path} holds ${versions.join(', ')}.`
  const [first] = held
  return findingOf(id, meta, {
    message,
    evidence: first === undefined ? [lineOf(requirement)] : [lineOf(requirement), lineOf(first)],
  })
}

/** Names whose range the project itself replaces while locking. */
function overriddenBy(manifest: ProjectFile): ReadonlySet<string> {
  if (manifest.file.format !== 'pyproject') return new Set()
  const root = readManifest(manifest.text)
  const overrides = valueAt(root, 'tool', 'pdm', 'resolution', 'overrides')
  const names = [
    'python',
    valueAt(root, 'project', 'name'),
    valueAt(root, 'tool', 'poetry', 'name'),
    ...(typeof overrides === 'object' && overrides !== null ? Object.keys(overrides) : []),
  ]
  return new Set(
    names.flatMap((name) => (typeof name === 'string' ? [name.toLowerCase().replace(/[-_.]+/g, '-')] : [])),
  )
}

function hashLine(lock: ProjectFile): Evidence {
  const value = lock.file.contentHash?.value ?? ''
  const offset = value === '' ? -1 : lock.text.indexOf(value)
  if (offset < 0) return lineAt({ path: lock.file.path, line: 0 }, lock.file.path)
  const start = lock.text.lastIndexOf('\n', offset) + 1
  const end = lock.text.indexOf('\n', offset)
  const line = lock.text.slice(0, offset).split('\n').length
  return lineAt(
    { path: lock.file.path, line },
    lock.text
      .slice(start, end < 0 ? undefined : end)
      .trim()
      .slice(0, 200),
  )
}
