import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sharedData } from '@cordon/testkit'
import { Ajv, type ErrorObject } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
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
  const schema = load(...parts)
  const isNew = '$schema' in schema && String(schema.$schema).includes('2020-12')
  const options = { allErrors: false, strict: false, validateFormats: true }
  const ajv = isNew ? new Ajv2020(options) : new Ajv(options)
  addFormats.default(ajv)
  // Known to the specifications, not to the validator: whatever text is taken.
  for (const format of ['iri-reference', 'idn-email', 'iri']) ajv.addFormat(format, true)
  if (parts[0] === 'cyclonedx')
    for (const part of ['spdx.schema.json', 'jsf-0.82.schema.json', 'cryptography-defs.schema.json'])
      ajv.addSchema(load('cyclonedx', part), `http://cyclonedx.org/schema/${part}`)
  // Scores are never written.
  if (parts[0] === 'csaf')
    for (const part of ['2.0', '3.0', '3.1']) ajv.addSchema({}, `https://www.first.org/cvss/cvss-v${part}.json`)
  const validate = ajv.compile(schema)
  const check: SchemaCheck = (document) => (validate(document) ? [] : (validate.errors ?? []).map(errorText))
  compiled.set(name, check)
  return check
}

function errorText({ instancePath, message, params }: ErrorObject): string {
  return `${instancePath} ${message} ${JSON.stringify(params)}`
}
