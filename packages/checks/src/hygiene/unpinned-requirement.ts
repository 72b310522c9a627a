import {
  type CheckMeta,
  type Dependency,
  defineCheck,
  type Lockfile,
  type LockfileRole,
  type ProjectFile,
} from '@cordon/model'
import { isForDevelopment } from '../development.ts'
import { clean, findingOf, lineOf, outcomeOf } from '../finding.ts'
import { locksOf } from '../governing.ts'
import { folderOf } from '../path.ts'
import { pinnedByConstraints, pins } from '../pinning.ts'
import { isCovered } from '../satisfaction.ts'

const id = 'hygiene/unpinned-requirement'

const meta: CheckMeta = {
  title: 'Requirement without a pinned version',
  domain: 'engineering',
  severity: 'medium',
  why: `Nothing fixes which release will be installed: the newest one that the line admits is taken on the day of the install. Two builds of one commit can differ, no scan of today speaks for the install of tomorrow, and a release that an attacker manages to publish arrives in the next build by itself.

Only \`==X\` and \`===X\` pin. \`==1.*\`, \`~=1.4\` and \`>=1,<2\` are ranges. A range in a manifest (\`pyproject.toml\`, \`Pipfile\`, \`requirements.in\`) is right where a lock file beside it pins the name, and so is a bare name under a constraints file that does. In a manifest, and in files that only set up development or tests, the severity is low.`,
  remedy:
    'Commit a lock file made from the manifest and install from it (`uv sync --locked`, `poetry install`, `pdm sync`, `pip install --require-hashes -r requirements.txt`).',
  references: [
    'https://packaging.python.org/en/latest/specifications/version-specifiers/',
    'https://peps.python.org/pep-0751/',
    'https://pip.pypa.io/en/stable/topics/repeatable-installs/',
  ],
}

const remedies: Readonly<Record<LockfileRole, string>> = {
  lock: meta.remedy,
  manifest:
    'Commit a lock file made from this manifest (`uv lock`, `poetry lock`, `pdm lock`, `pipenv lock`, `pip lock`) and install from it.',
  requirements:
    'Keep the ranges in a `.in` file and compile it (`uv pip compile --generate-hashes`, `pip-compile --generate-hashes`), or pin the line with `==`.',
  command:
    'Pin it in the command with `==`, or install from a locked file: `pip install --require-hashes -r requirements.txt`.',
  installed: 'install a release whose metadata names its version',
  document: 'let the document name the version',
}

/** Finds requirements whose release nothing fixes. Direct references have checks of their own, build requirements too. */
export const unpinnedRequirement = defineCheck({
  id,
  meta,
  needs: ['file', 'project', 'locked'],
  run({ file, project, locked }, dependency) {
    if (!applies(file, dependency)) return null
    if (dependency.version !== null || isPinnedElsewhere(file, dependency, project)) return clean
    // A manifest is resolved into the lock beside it; a requirements file is installed as it stands.
    if (locked !== null && file.role === 'manifest') return clean
    // What a lock should hold and does not is told by hygiene/lock-out-of-date.
    if (locksOf(file, project).some((lock) => isCovered(dependency, lock))) return null
    return outcomeOf([
      findingOf(id, meta, {
        message: messageOf(dependency),
        severity: file.role === 'manifest' || isForDevelopment(file) ? 'low' : meta.severity,
        remedy: remedies[file.role],
        evidence: [lineOf(dependency)],
      }),
    ])
  },
})

function applies(file: Lockfile, dependency: Dependency): boolean {
  const { own, constraint, origin, scopes } = dependency
  const isBuild = scopes.length > 0 && scopes.every((scope) => scope.kind === 'build')
  // A lock, an installation and a document record what is there; they ask for nothing.
  const asks = file.role !== 'lock' && file.role !== 'installed' && file.role !== 'document'
  return !own && !constraint && !isBuild && asks && (origin.kind === 'index' || origin.kind === 'conda')
}

function isPinnedElsewhere(file: Lockfile, dependency: Dependency, project: readonly ProjectFile[]): boolean {
  if (pinnedByConstraints(file, dependency.name, project)) return true
  if (file.role !== 'manifest') return locksOf(file, project).some((lock) => pins(lock, dependency.name))
  const folder = folderOf(file.path)
  return project.some(
    (each) =>
      (each.file.role === 'lock' || each.file.role === 'requirements') &&
      folderOf(each.file.path) === folder &&
      pins(each.file, dependency.name),
  )
}

function messageOf(dependency: Dependency): string {
  const range = dependency.specifier?.raw.trim() ?? ''
  return range === ''
    ? `${dependency.name} names no version: each install takes the newest release.`
    : `${dependency.name} ${range} is a range: each install takes the newest release in it.`
}
