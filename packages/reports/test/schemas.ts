import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

const folder = join(import.meta.dirname, '..', '..', '..', 'docs', 'schemas')

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Closes every object of a schema, so that a field which the schema does not know fails as well. */
function closed(schema: unknown, key = ''): unknown {
  if (Array.isArray(schema)) return schema.map((each) => closed(each))
  if (!isObject(schema)) return schema
  const copy = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value, name)]))
  // `finding` and `outcome` are extended by others, which close them.
  const extended = key === 'finding' || key === 'outcome'
  return isObject(schema.properties) && Array.isArray(schema.required) && !extended
    ? { ...copy, unevaluatedProperties: false }
    : copy
}

/** A validator for a schema of docs/schemas; `exact` also refuses fields that the schema does not describe. */
export function shippedValidator(name: string, exact: boolean): (value: unknown) => readonly ErrorObject[] {
  const schema: unknown = JSON.parse(readFileSync(join(folder, `${name}.schema.json`), 'utf8'))
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, strictTypes: false, strictRequired: false })
  addFormats.default(ajv)
  const validate = ajv.compile((exact ? closed(schema) : schema) as object)
  return (value) => {
    validate(value)
    return validate.errors ?? []
  }
}
