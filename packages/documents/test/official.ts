import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sharedData } from '@cordon/testkit'
import { Ajv, type ErrorObject } from 'ajv'
import addFormats from 'ajv-formats'

/** What an official schema finds wrong with a document; empty when it is valid. */
export type SchemaCheck = (document: unknown) => readonly string[]

const folder = sharedData('schemas')
const compiled = new Map<string, SchemaCheck>()

function load(...parts: readonly string[]): object {
  return JSON.parse(readFileSync(join(folder ?? '', ...parts), 'utf8')) as object
}

/** The official schema in that file, compiled once; null without the data. */
export function officialSchema(...parts: readonly string[]): SchemaCheck | null {
  if (folder === null) return null
  const name = parts.join('/')
  const known = compiled.get(name)
  if (known !== undefined) return known
  const ajv = new Ajv({ allErrors: false, strict: false, validateFormats: true })
  addFormats.default(ajv)
  // Known to the specifications, not to the validator: whatever text is taken.
  for (const format of ['iri-reference', 'idn-email', 'iri']) ajv.addFormat(format, true)
  if (parts[0] === 'cyclonedx')
    for (const part of ['spdx.schema.json', 'jsf-0.82.schema.json', 'cryptography-defs.schema.json'])
      ajv.addSchema(load('cyclonedx', part), `http://cyclonedx.org/schema/${part}`)
  const validate = ajv.compile(load(...parts))
  const check: SchemaCheck = (document) => (validate(document) ? [] : (validate.errors ?? []).map(errorText))
  compiled.set(name, check)
  return check
}

function errorText({ instancePath, message, params }: ErrorObject): string {
  return `${instancePath} ${message} ${JSON.stringify(params)}`
}
