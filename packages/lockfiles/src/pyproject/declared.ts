import type { Dependency, Scope } from '@cordon/model'
import type { PackageName } from '@cordon/pypa'
import { leaveOut, locate, type Reading } from '../reading.ts'
import { readEditable, readRequirement, readSpecifierText } from '../requirements/requirement.ts'
import { readValue, type TomlPath, type TomlTable } from '../toml.ts'

/** One requirement as a manifest writes it, and which part of the project asks for it. */
export interface Declared {
  readonly value: unknown
  readonly at: TomlPath
  readonly scopes: readonly Scope[]
  readonly constraint?: boolean
}

/** The elements of an array of requirements. Something else than an array is recorded. */
export function declaredIn(
  reading: Reading,
  table: TomlTable | null,
  at: TomlPath,
  parts: Omit<Declared, 'value' | 'at'>,
): readonly Declared[] {
  const key = at.at(-1)
  const values = table === null || typeof key !== 'string' ? undefined : readValue(table, key)
  if (values === undefined) return []
  if (Array.isArray(values)) return values.map((value, index) => ({ ...parts, value, at: [...at, index] }))
  leaveOut(reading, at, 'BAD_ENTRY', { text: String(key), reason: 'Not a list of requirements.' })
  return []
}

/** How the requirements of a table are written: as PEP 508 says, or also as pip takes them (`-e file:///…`). */
export type Dialect = 'pep508' | 'pip'

/** Reads requirements; one that cannot be understood is recorded. The project itself (`name[extra]`) is marked as own. */
export function readDeclared(
  reading: Reading,
  list: readonly Declared[],
  own: PackageName | null,
  dialect: Dialect = 'pep508',
): readonly Dependency[] {
  return list.flatMap((declared) => {
    const { value, at } = declared
    if (typeof value !== 'string') {
      leaveOut(reading, at, 'BAD_ENTRY', { text: String(value), reason: 'A requirement is a text.' })
      return []
    }
    if (/\{[\w:]*\}/.test(value) && !value.includes('${')) {
      const reason = 'The value is filled in by the tool; write it out to have it checked.'
      leaveOut(reading, at, 'DYNAMIC_VALUE', { text: value, reason })
      return []
    }
    const dependency = readText(reading, value, declared, dialect)
    if (dependency === null) return []
    return [dependency.name === own && !dependency.constraint ? { ...dependency, own: true } : dependency]
  })
}

const editable = /^(?:-e|--editable)[\s=]\s*/

function readText(reading: Reading, text: string, declared: Declared, dialect: Dialect): Dependency | null {
  const { scopes, constraint = false } = declared
  const context = { at: locate(reading, declared.at), scopes, constraint, direct: true }
  const found = dialect === 'pip' ? editable.exec(text) : null
  const read = dialect === 'pip' ? readRequirement : readSpecifierText
  const result = found === null ? read(text, context) : readEditable(text.slice(found[0].length), context)
  reading.skipped.push(...result.skipped)
  return result.dependency
}
