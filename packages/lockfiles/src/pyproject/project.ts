import type { Include } from '@cordon/model'
import { mainScope } from '../builder.ts'
import { leaveOut, locate, type Reading, tableAt } from '../reading.ts'
import { readStrings, readValue, type TomlPath } from '../toml.ts'
import { type Declared, declaredIn } from './declared.ts'

/** `[project]` dependencies and extras (PEP 621), and what the build itself needs (PEP 518). */
export function projectRequirements(reading: Reading): readonly Declared[] {
  const project = tableAt(reading, ['project'])
  const build = tableAt(reading, ['build-system'])
  return [
    ...declaredIn(reading, project, ['project', 'dependencies'], { scopes: [mainScope] }),
    ...extras(reading),
    ...declaredIn(reading, build, ['build-system', 'requires'], { scopes: [{ kind: 'build', name: 'build-system' }] }),
  ]
}

function extras(reading: Reading): readonly Declared[] {
  const table = tableAt(reading, ['project', 'optional-dependencies'])
  return Object.keys(table ?? {}).flatMap((name) =>
    declaredIn(reading, table, ['project', 'optional-dependencies', name], { scopes: [{ kind: 'extra', name }] }),
  )
}

const dynamicKeys = ['dependencies', 'optional-dependencies'] as const

/**
 * `dynamic` fields of PEP 621 that hold dependencies. setuptools may take them from requirements files, which are then
 * included; any other backend computes them, which is recorded, unless `isGiven` says that they stand elsewhere.
 */
export function dynamicRequirements(reading: Reading, isGiven: boolean): readonly Include[] {
  const project = tableAt(reading, ['project'])
  const dynamic = project === null ? [] : readStrings(project, 'dynamic')
  return dynamicKeys.flatMap((key) => {
    if (!dynamic.includes(key)) return []
    const includes = setuptoolsFiles(reading, key)
    if (includes.length === 0 && !isGiven)
      leaveOut(reading, ['project', 'dynamic', dynamic.indexOf(key)], 'DYNAMIC_VALUE', {
        text: `dynamic = ["${key}"]`,
        reason: 'The build backend computes them; scan a lock file or a built wheel to have them checked.',
      })
    return includes
  })
}

/** `[tool.setuptools.dynamic]`: `{ file = "requirements.txt" }` or a list of files, for extras one for each. */
function setuptoolsFiles(reading: Reading, key: (typeof dynamicKeys)[number]): readonly Include[] {
  const at = ['tool', 'setuptools', 'dynamic', key]
  const table = tableAt(reading, at)
  if (table === null) return []
  if (key === 'dependencies') return filesAt(reading, at)
  return Object.keys(table).flatMap((extra) => filesAt(reading, [...at, extra]))
}

function filesAt(reading: Reading, at: readonly string[]): readonly Include[] {
  const table = tableAt(reading, at)
  const file = table === null ? undefined : readValue(table, 'file')
  const include = (path: string, place: TomlPath): Include => ({
    kind: 'requirements',
    path,
    at: locate(reading, place),
  })
  if (typeof file === 'string') return [include(file, [...at, 'file'])]
  return table === null ? [] : readStrings(table, 'file').map((path, index) => include(path, [...at, 'file', index]))
}
