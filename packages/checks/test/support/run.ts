import { globSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { type LockfileFormat, lockfileFormats } from '@cordon/lockfiles'
import type { AdvisoryAnswer, Check, Dependency, Facts, LockedAt, Lockfile, Outcome, ProjectFile } from '@cordon/model'
import { buildNameIndex, internalFacts, internalNames, NameIndex } from '@cordon/names'
import { readEnvironment } from './environment.ts'
import { nobodyAsked, type ProvenanceFacts } from './provenance.ts'

/** Every file of a folder that a format reads, parsed with the real formats, and the environment that `environment.json` describes. */
export function readProject(folder: string): readonly ProjectFile[] {
  const formats: readonly LockfileFormat[] = lockfileFormats
  const installed = readEnvironment(folder)
  const files = globSync('**/*', { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll(sep, '/'),
    )
    .sort()
    .flatMap((path) => {
      const format = formats.find((each) => each.matches(path))
      if (format === undefined) return []
      const text = readFileSync(join(folder, path), 'utf8')
      return [{ file: format.parse(text, path), text }]
    })
  return [...files, ...installed]
}

/** Few names, so that a case says all there is to know. */
const names = NameIndex.open(
  buildNameIndex(
    { ranked: ['requests', 'numpy', 'urllib3', 'colorama', 'python-dateutil'], unranked: ['ethereum'] },
    { source: 'test', dataTime: null, builtTime: '' },
  ),
)

/** What the advisories say of a dependency; by default nothing is known against it. */
export type Answer = (dependency: Dependency) => AdvisoryAnswer

const nothingKnown: Answer = () => ({ kind: 'known', matches: [], fix: null })

export interface Run {
  readonly check: Check
  readonly file: Lockfile
  readonly dependency: Dependency | null
  readonly outcome: Outcome
}

/** Runs checks over every file and dependency of a project; leaves out where a check does not apply. */
export function runChecks(
  checks: readonly Check[],
  project: readonly ProjectFile[],
  answer = nothingKnown,
  provenance: (dependency: Dependency) => ProvenanceFacts = () => nobodyAsked,
): readonly Run[] {
  const files = project.map(({ file }) => file)
  const internal = internalNames(files, (name) => names.factsOf(name).isListed)
  return project.flatMap(({ file }) =>
    checks.flatMap((check): readonly Run[] => {
      if (check.subject === 'file') return kept(check, file, null, check.run({ file, project, locked: null }, file))
      return file.dependencies.flatMap((dependency) => {
        const facts: Facts = {
          file,
          project,
          advisories: answer(dependency),
          locked: lockedAt(dependency, file, project),
          names: names.factsOf(dependency.name),
          internal: internalFacts(internal, dependency),
          ...provenance(dependency),
        }
        return kept(check, file, dependency, check.run(facts, dependency))
      })
    }),
  )
}

function kept(check: Check, file: Lockfile, dependency: Dependency | null, outcome: Outcome | null): readonly Run[] {
  return outcome === null ? [] : [{ check, file, dependency, outcome }]
}

function lockedAt(dependency: Dependency, file: Lockfile, project: readonly ProjectFile[]): LockedAt | null {
  if (dependency.version !== null || file.role !== 'manifest') return null
  for (const other of project) {
    if (other.file.role !== 'lock') continue
    const entry = other.file.dependencies.find((each) => each.name === dependency.name && each.version !== null)
    if (entry?.version != null) return { at: entry.at, version: entry.version.raw }
  }
  return null
}
