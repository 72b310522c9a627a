import type { Dependency, Lockfile } from '@cordon/model'
import { type PackageName, parseName } from '@cordon/pypa'
import { lockfileOf } from '../builder.ts'
import type { LockfileFormat } from '../format.ts'
import { withinScopes } from '../lock-edges.ts'
import { readDeclared } from '../pyproject/declared.ts'
import { groupRequirements } from '../pyproject/groups.ts'
import { hatchOptions, hatchRequirements } from '../pyproject/hatch.ts'
import { pdmOptions, pdmOverrides, pdmRequirements } from '../pyproject/pdm.ts'
import {
  besidesProject,
  enrichedByPoetry,
  poetryDependencies,
  poetryOptions,
  poetryPython,
} from '../pyproject/poetry.ts'
import { dynamicRequirements, projectRequirements } from '../pyproject/project.ts'
import { applyUvSources, uvRequirements } from '../pyproject/uv.ts'
import { uvOptions } from '../pyproject/uv-indexes.ts'
import { type Reading, readingOf, tableAt } from '../reading.ts'
import { readString } from '../toml.ts'

const hatchBase = ['tool', 'hatch']

/** pyproject.toml: the standard tables (PEP 518, 621, 735) and those of poetry, uv, pdm and hatch. */
export const pyproject = {
  id: 'pyproject',
  title: 'pyproject.toml',
  files: ['pyproject.toml'],
  role: 'manifest',
  matches: (path) => /(?:^|\/)pyproject\.toml$/.test(path),
  parse: parsePyproject,
} as const satisfies LockfileFormat

function parsePyproject(text: string, path: string): Lockfile {
  const reading = readingOf(text, path)
  const poetry = poetryDependencies(reading)
  const includes = dynamicRequirements(reading, poetry.length > 0)
  const project = tableAt(reading, ['project'])
  return lockfileOf({
    path,
    format: 'pyproject',
    role: 'manifest',
    dependencies: withinScopes(reading, dependenciesOf(reading, poetry)),
    options: [
      ...uvOptions(reading),
      ...poetryOptions(reading),
      ...pdmOptions(reading),
      ...hatchOptions(reading, hatchBase),
    ],
    includes,
    skipped: reading.skipped,
    requiresPython: (project === null ? null : readString(project, 'requires-python')) ?? poetryPython(reading),
  })
}

function dependenciesOf(reading: Reading, poetry: readonly Dependency[]): readonly Dependency[] {
  const own = ownName(reading)
  const standard = [
    ...readDeclared(reading, [...projectRequirements(reading), ...groupRequirements(reading)], own),
    ...readDeclared(reading, uvRequirements(reading), own),
  ]
  return [
    ...enrichedByPoetry(applyUvSources(reading, standard), poetry),
    ...besidesProject(reading, poetry, standard),
    ...readDeclared(reading, pdmRequirements(reading), own, 'pip'),
    ...pdmOverrides(reading),
    ...readDeclared(reading, hatchRequirements(reading, hatchBase), own),
  ]
}

function ownName(reading: Reading): PackageName | null {
  const tables = [tableAt(reading, ['project']), tableAt(reading, ['tool', 'poetry'])]
  for (const table of tables) {
    const name = table === null ? null : parseName(readString(table, 'name') ?? '')
    if (name !== null) return name
  }
  return null
}
