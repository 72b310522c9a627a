import type { Json, JsonObject } from './json.ts'

/** The line at which an object of a document begins. */
export const lineKey: unique symbol = Symbol('line')

/** An object of a document, from JSON or from XML. Never read a key without `Object.hasOwn`: use what is here. */
export interface DataObject extends JsonObject {
  readonly [lineKey]?: number
}

const nothing: readonly never[] = []

/** An object, or null for whatever else. */
export function asObject(value: unknown): DataObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as DataObject) : null
}

/** The value of a key, or undefined. */
export function member(object: DataObject | null, key: string): Json | undefined {
  return object !== null && Object.hasOwn(object, key) ? object[key] : undefined
}

/** A text that says something: numbers and truth values are taken for text; white space alone says nothing. */
export function textOf(object: DataObject | null, key: string): string | null {
  return asText(member(object, key))
}

/** A value as a text that says something, well formed; else null. */
export function asText(value: Json | undefined): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.toWellFormed() : null
}

/** A list; a single object or text counts as one of them. */
export function listOf(object: DataObject | null, key: string): readonly Json[] {
  const value = member(object, key)
  if (value === undefined || value === null) return nothing
  return Array.isArray(value) ? value : [value as Json]
}

/** The objects of a list. */
export function objectsOf(object: DataObject | null, key: string): readonly DataObject[] {
  return listOf(object, key).flatMap((value) => asObject(value) ?? nothing)
}

/** An object within an object. */
export function objectOf(object: DataObject | null, key: string): DataObject | null {
  return asObject(member(object, key))
}

/** Where an object stands, from 1; 0 where it is not known. */
export function lineOf(object: DataObject | null): number {
  return object?.[lineKey] ?? 0
}
