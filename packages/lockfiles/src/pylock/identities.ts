import type { TomlTable } from '../toml.ts'

const deepest = 6

/** `attestation-identities` as given, in plain JSON values: dates as text, nothing deeper than six levels. */
export function identitiesOf(tables: readonly TomlTable[]): readonly Readonly<Record<string, unknown>>[] {
  return tables.map((table) => plainTable(table, deepest))
}

function plainTable(table: object, depth: number): Record<string, unknown> {
  // Without a prototype, a key such as `__proto__` is a key like any other.
  const plain: Record<string, unknown> = Object.create(null)
  for (const [key, value] of Object.entries(table)) plain[key] = plainValue(value, depth - 1)
  return plain
}

function plainValue(value: unknown, depth: number): unknown {
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth <= 0) return null
  return Array.isArray(value) ? value.map((one) => plainValue(one, depth - 1)) : plainTable(value, depth)
}
