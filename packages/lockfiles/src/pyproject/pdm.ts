import type { Dependency, InstallOption } from '@cordon/model'
import { parseName, parseSpecifiers } from '@cordon/pypa'
import { dependencyOf, optionOf } from '../builder.ts'
import { leaveOut, locate, type Reading, tableAt } from '../reading.ts'
import { readTarget } from '../requirements/requirement.ts'
import { isTable, readArray, readFlag, readString, readStrings, readValue } from '../toml.ts'
import { type Declared, declaredIn } from './declared.ts'

const base = ['tool', 'pdm'] as const

/** `[tool.pdm.dev-dependencies]`: groups of requirements, written as pip takes them. */
export function pdmRequirements(reading: Reading): readonly Declared[] {
  const at = [...base, 'dev-dependencies']
  const table = tableAt(reading, at)
  return Object.keys(table ?? {}).flatMap((name) =>
    declaredIn(reading, table, [...at, name], { scopes: [{ kind: 'group', name }] }),
  )
}

/** `[tool.pdm.resolution.overrides]`: what pdm takes instead of every other range; a bare version is exact. */
export function pdmOverrides(reading: Reading): readonly Dependency[] {
  const at = [...base, 'resolution', 'overrides']
  const table = tableAt(reading, at)
  if (table === null) return []
  return Object.keys(table).flatMap((key) => {
    const place = [...at, key]
    const name = parseName(key)
    const value = readString(table, key)
    const isUrl = value?.includes('://') === true
    const specifier = value === null || isUrl ? null : (parseSpecifiers(value) ?? parseSpecifiers(`==${value}`))
    if (name === null || value === null || (!isUrl && specifier === null)) {
      const text = `${key} = ${String(readValue(table, key))}`
      leaveOut(reading, place, 'BAD_ENTRY', { text, reason: 'Neither a version, a range nor a URL.' })
      return []
    }
    const common = { name, at: locate(reading, place), constraint: true, direct: true, text: `${key} = "${value}"` }
    return [dependencyOf(isUrl ? { ...common, origin: readTarget(value).origin } : { ...common, specifier })]
  })
}

/** `[[tool.pdm.source]]`. A source named `pypi` takes the place of the default index. */
export function pdmOptions(reading: Reading): readonly InstallOption[] {
  const pdm = tableAt(reading, base)
  if (pdm === null) return []
  const sources = readArray(pdm, 'source').flatMap((value, position) => {
    const at = [...base, 'source', position]
    const url = isTable(value) ? readString(value, 'url') : null
    if (!isTable(value) || url === null) {
      leaveOut(reading, at, 'BAD_ENTRY', { text: '[[tool.pdm.source]]', reason: 'The source has no url.' })
      return []
    }
    const name = readString(value, 'name')
    const place = { at: locate(reading, at), name }
    const isLinks = readString(value, 'type') === 'find_links'
    const kind = isLinks ? 'find-links' : name === 'pypi' ? 'index-url' : 'extra-index-url'
    // pdm asks no other source for a package that one source includes by name.
    const included = readStrings(value, 'include_packages')
    const explicit = included.length > 0 && !included.includes('*')
    const text = `[[tool.pdm.source]] url = "${url}"`
    const option = optionOf({ ...place, kind, value: url, explicit, text })
    if (readValue(value, 'verify_ssl') !== false) return [option]
    const host = hostOf(url)
    return [option, optionOf({ ...place, kind: 'trusted-host', value: host, text: `${text}, verify_ssl = false` })]
  })
  return [...sources, ...prereleases(reading)]
}

function hostOf(url: string): string {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(url)?.[1] ?? url
  return authority.slice(authority.lastIndexOf('@') + 1)
}

function prereleases(reading: Reading): readonly InstallOption[] {
  const at = [...base, 'resolution', 'allow-prereleases']
  const resolution = tableAt(reading, at.slice(0, -1))
  if (resolution === null || !readFlag(resolution, 'allow-prereleases')) return []
  return [optionOf({ kind: 'pre', at: locate(reading, at), text: 'tool.pdm.resolution.allow-prereleases = true' })]
}
