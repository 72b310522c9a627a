import type { Origin } from '@cordon/model'
import { normalizeName, type SpecifierSet } from '@cordon/pypa'
import { gitOrigin, urlOrigin } from '../origins.ts'
import { isTable, readFlag, readString, readStrings, type TomlTable } from '../toml.ts'
import { pythonMarker, readPoetryConstraint } from './constraint.ts'

/** One way in which poetry asks for a package: a value of a `dependencies` table, or one of a list of them. */
export interface PoetryRequirement {
  /** The version constraint as written; `*` where there is none. */
  readonly constraint: string
  /** The same as specifier sets of which one must hold; null when it cannot be read. */
  readonly alternatives: readonly SpecifierSet[] | null
  /** `markers`, `python` and `platform` as one marker text. */
  readonly marker: string | null
  readonly extras: readonly string[]
  readonly optional: boolean
  /** Where it comes from, when that is no index. */
  readonly origin: Origin | null
  /** Name of the index it is tied to. */
  readonly source: string | null
  readonly editable: boolean
}

/** Reads a value of a poetry dependency table: a constraint, a table, or a list of either; null for anything else. */
export function readPoetryRequirements(value: unknown): readonly PoetryRequirement[] | null {
  if (Array.isArray(value)) {
    const parts = value.map(readOne)
    return parts.every((part) => part !== null) ? parts : null
  }
  const one = readOne(value)
  return one === null ? null : [one]
}

function readOne(value: unknown): PoetryRequirement | null {
  if (typeof value === 'string') return plain(value)
  if (!isTable(value)) return null
  const constraint = readString(value, 'version') ?? '*'
  return {
    ...plain(constraint),
    marker: markerText(value),
    extras: readStrings(value, 'extras').map(normalizeName),
    optional: readFlag(value, 'optional'),
    origin: originOf(value),
    source: readString(value, 'source'),
    editable: readFlag(value, 'develop'),
  }
}

function plain(constraint: string): PoetryRequirement {
  return {
    constraint,
    alternatives: readPoetryConstraint(constraint),
    marker: null,
    extras: [],
    optional: false,
    origin: null,
    source: null,
    editable: false,
  }
}

function markerText(table: TomlTable): string | null {
  const markers = readString(table, 'markers')
  const python = readString(table, 'python')
  const platform = readString(table, 'platform')
  const parts = [
    markers,
    python === null ? null : pythonMarker(python),
    platform === null ? null : platformMarker(platform),
  ].filter((part) => part !== null && part.trim() !== '')
  return parts.length > 1 ? parts.map((part) => `(${part})`).join(' and ') : (parts[0] ?? null)
}

function platformMarker(platform: string): string | null {
  const negated = platform.startsWith('!=')
  const name = platform.replace(/^[!=]=?/, '').trim()
  return /^[\w.-]+$/.test(name) ? `sys_platform ${negated ? '!=' : '=='} "${name}"` : null
}

function originOf(table: TomlTable): Origin | null {
  const git = readString(table, 'git')
  if (git !== null) {
    const rev = readString(table, 'rev')
    return gitOrigin({
      url: git,
      ref: readString(table, 'tag') ?? readString(table, 'branch') ?? rev,
      commit: rev,
      subdirectory: readString(table, 'subdirectory'),
    })
  }
  const url = readString(table, 'url')
  if (url !== null) return urlOrigin(url)
  const path = readString(table, 'path') ?? readString(table, 'file')
  return path === null ? null : { kind: 'path', path }
}
