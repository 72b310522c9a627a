/** A value of JSON. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json | undefined
}

/** Without the keys whose value says nothing: undefined, null, an empty list, an empty object. */
export function compact(object: Readonly<Record<string, Json | undefined>>): JsonObject {
  const kept: Record<string, Json> = {}
  for (const [key, value] of Object.entries(object)) {
    if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) continue
    if (typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0) continue
    kept[key] = value
  }
  return kept
}

/** JSON as documents are written: two spaces a level, `\n` at the end. */
export function jsonText(value: Json): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
