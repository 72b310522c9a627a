import type { InstallOption, Origin } from '@cordon/model'
import { optionOf } from '../builder.ts'
import { indexOrigin } from '../origins.ts'
import { leaveOut, locate, type Reading, tableAt } from '../reading.ts'
import {
  isTable,
  readArray,
  readFlag,
  readString,
  readTables,
  readValue,
  type TomlPath,
  type TomlTable,
} from '../toml.ts'

const base = ['tool', 'uv'] as const

/** The named indexes of `[[tool.uv.index]]`, for sources that are bound to one. */
export function uvIndexes(reading: Reading): ReadonlyMap<string, Origin> {
  const uv = tableAt(reading, base)
  const named = new Map<string, Origin>()
  for (const table of uv === null ? [] : readTables(uv, 'index')) {
    const name = readString(table, 'name')
    const url = readString(table, 'url')
    if (name !== null && url !== null) named.set(name, indexOrigin(url))
  }
  return named
}

/** Indexes and other options of `[tool.uv]` that decide where packages come from, and of `[tool.uv.pip]`. */
export function uvOptions(reading: Reading): readonly InstallOption[] {
  const uv = tableAt(reading, base)
  if (uv === null) return []
  return [...indexOptions(reading, uv), ...plainOptions(reading, base), ...plainOptions(reading, [...base, 'pip'])]
}

function indexOptions(reading: Reading, uv: TomlTable): readonly InstallOption[] {
  return readArray(uv, 'index').flatMap((value, position) => {
    const at = [...base, 'index', position]
    const url = isTable(value) ? readString(value, 'url') : null
    if (!isTable(value) || url === null) {
      leaveOut(reading, at, 'BAD_ENTRY', { text: '[[tool.uv.index]]', reason: 'The index has no url.' })
      return []
    }
    const isFlat = readString(value, 'format') === 'flat'
    const kind = isFlat ? 'find-links' : readFlag(value, 'default') ? 'index-url' : 'extra-index-url'
    return [
      optionOf({
        kind,
        value: url,
        name: readString(value, 'name'),
        explicit: readFlag(value, 'explicit'),
        at: locate(reading, at),
        text: `[[tool.uv.index]] url = "${url}"`,
      }),
    ]
  })
}

/** uv's names for what pip calls by the same or another one. */
const optionKinds = {
  'index-url': 'index-url',
  'extra-index-url': 'extra-index-url',
  'find-links': 'find-links',
  'allow-insecure-host': 'trusted-host',
  'trusted-host': 'trusted-host',
  'no-index': 'no-index',
  'no-binary': 'no-binary',
  'no-binary-package': 'no-binary',
  'only-binary': 'only-binary',
  'no-build': 'only-binary',
  'no-build-package': 'only-binary',
  'require-hashes': 'require-hashes',
  prerelease: 'pre',
  'index-strategy': 'other',
} as const satisfies Record<string, InstallOption['kind']>

function plainOptions(reading: Reading, at: readonly string[]): readonly InstallOption[] {
  const table = tableAt(reading, at)
  if (table === null) return []
  return Object.entries(optionKinds).flatMap(([key, kind]) => {
    const value = readValue(table, key)
    if (Array.isArray(value))
      return value.flatMap((one, index) =>
        typeof one === 'string' ? [plainOption(reading, [...at, key, index], kind, one)] : [],
      )
    if (value === true) return [plainOption(reading, [...at, key], kind, null)]
    // `if-necessary` and the like keep to releases unless there is none.
    if (typeof value !== 'string' || (kind === 'pre' && value !== 'allow')) return []
    return [plainOption(reading, [...at, key], kind, value)]
  })
}

function plainOption(reading: Reading, at: TomlPath, kind: InstallOption['kind'], value: string | null): InstallOption {
  const key = at.filter((step) => typeof step === 'string').join('.')
  const text = value === null ? `${key} = true` : `${key} = "${value}"`
  return optionOf({ kind, value, at: locate(reading, at), text })
}
