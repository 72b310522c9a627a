import type { InstallOption } from '@cordon/model'
import { optionOf } from '../builder.ts'
import { locate, type Reading, tableAt } from '../reading.ts'
import { readString } from '../toml.ts'
import { type Declared, declaredIn } from './declared.ts'

/** Environments and build parts of hatch, below `base`: `[tool.hatch]` of pyproject.toml, the top of hatch.toml. */
export function hatchRequirements(reading: Reading, base: readonly string[]): readonly Declared[] {
  return [...environments(reading, base), ...builds(reading, base)]
}

function namesAt(reading: Reading, at: readonly string[]): readonly string[] {
  return Object.keys(tableAt(reading, at) ?? {})
}

function environments(reading: Reading, base: readonly string[]): readonly Declared[] {
  return namesAt(reading, [...base, 'envs']).flatMap((name) => {
    const at = [...base, 'envs', name]
    const table = tableAt(reading, at)
    const scopes = [{ kind: 'group', name }] as const
    return ['dependencies', 'extra-dependencies'].flatMap((key) => declaredIn(reading, table, [...at, key], { scopes }))
  })
}

/** What hatch's build targets and hooks need while building: code that runs, and is in no lock. */
function builds(reading: Reading, base: readonly string[]): readonly Declared[] {
  const build = [...base, 'build']
  const targets = namesAt(reading, [...build, 'targets']).map((name) => [...build, 'targets', name])
  const hooks = [build, ...targets].flatMap((owner) =>
    namesAt(reading, [...owner, 'hooks']).map((name) => [...owner, 'hooks', name]),
  )
  return [...targets, ...hooks].flatMap((at) =>
    declaredIn(reading, tableAt(reading, at), [...at, 'dependencies'], {
      scopes: [{ kind: 'build', name: at.slice(base.length).join('.') }],
    }),
  )
}

const indexVariables = {
  PIP_INDEX_URL: 'index-url',
  PIP_EXTRA_INDEX_URL: 'extra-index-url',
  PIP_FIND_LINKS: 'find-links',
  PIP_TRUSTED_HOST: 'trusted-host',
  UV_DEFAULT_INDEX: 'index-url',
  UV_INDEX_URL: 'index-url',
  UV_INDEX: 'extra-index-url',
  UV_EXTRA_INDEX_URL: 'extra-index-url',
} as const satisfies Record<string, InstallOption['kind']>

/** Indexes that an environment hands to its installer through `env-vars`. */
export function hatchOptions(reading: Reading, base: readonly string[]): readonly InstallOption[] {
  return namesAt(reading, [...base, 'envs']).flatMap((name) => {
    const at = [...base, 'envs', name, 'env-vars']
    const table = tableAt(reading, at)
    if (table === null) return []
    return Object.entries(indexVariables).flatMap(([key, kind]) => {
      const place = locate(reading, [...at, key])
      const values = (readString(table, key) ?? '').split(/\s+/).filter((value) => value !== '')
      return values.map((value) => optionOf({ kind, value, at: place, text: `hatch env ${name}: ${key} = "${value}"` }))
    })
  })
}
