import { type CheckMeta, type Dependency, defineCheck, type Lockfile, type ProjectFile } from '@cordon/model'
import { isForDevelopment } from '../development.ts'
import { clean, findingOf, lineOf, outcomeOf } from '../finding.ts'
import { folderOf, resolvePath } from '../path.ts'
import { withoutCredentials } from '../url.ts'

const id = 'hygiene/local-or-editable'

const meta: CheckMeta = {
  title: 'Local or editable dependency in a deploy file',
  domain: 'engineering',
  severity: 'low',
  why: `A path means whatever lies there on the machine that installs: it has no version, no digest and no advisories, and another machine may have something else there, or nothing. An editable install goes further and runs the working copy itself, so every later change of a file is deployed by saving it.

Both are right while developing. In the file that a server or an image is installed from they take one package out of everything that can be checked. Members of the same workspace, archives with a hash, and files or groups that are for development by their name are not reported.`,
  remedy:
    'Build the package and install its wheel from an index or with a hash, or move the line to the development group.',
  references: [
    'https://pip.pypa.io/en/stable/topics/local-project-installs/',
    'https://packaging.python.org/en/latest/specifications/direct-url/',
  ],
}

/** Finds path and editable dependencies in lock and requirements files that something is deployed from. */
export const localOrEditable = defineCheck({
  id,
  meta,
  needs: ['file', 'project'],
  run({ file, project }, dependency) {
    if (dependency.origin.kind !== 'path' && !dependency.editable) return null
    if (!isDeployed(file, dependency)) return null
    if (hasHash(dependency) || isMember(dependency, file, project)) return clean
    return outcomeOf([findingOf(id, meta, { message: messageOf(dependency), evidence: [lineOf(dependency)] })])
  },
})

function isDeployed(file: Lockfile, dependency: Dependency): boolean {
  if (dependency.own || dependency.constraint || (file.role !== 'lock' && file.role !== 'requirements')) return false
  const { scopes } = dependency
  const isGrouped = scopes.length > 0 && scopes.every((scope) => scope.kind === 'group')
  return !isGrouped && !isForDevelopment(file)
}

function hasHash(dependency: Dependency): boolean {
  return !dependency.editable && dependency.artifacts.some((artifact) => artifact.hashes.length > 0)
}

/** True for a folder that holds a manifest of the project: part of the same repository, reviewed with it. */
function isMember(dependency: Dependency, file: Lockfile, project: readonly ProjectFile[]): boolean {
  if (dependency.origin.kind !== 'path' || file.role !== 'lock') return false
  const folder = resolvePath(file.path, dependency.origin.path)
  return project.some((each) => each.file.role === 'manifest' && folderOf(each.file.path) === folder)
}

function messageOf(dependency: Dependency): string {
  if (dependency.origin.kind !== 'path')
    return `${dependency.name} is installed editable: the working copy itself runs.`
  const how = dependency.editable ? ', editable' : ''
  return `${dependency.name} is whatever lies at ${withoutCredentials(dependency.origin.path)}${how} on the machine that installs.`
}
