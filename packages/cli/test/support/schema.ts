import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'

const folder = join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'schemas')

/** Where a document differs from a schema of docs/schemas; fields that the schema does not know differ too. */
export function schemaErrors(name: string, document: unknown): readonly ErrorObject[] {
  const schema: unknown = JSON.parse(readFileSync(join(folder, `${name}.schema.json`), 'utf8'), (_, value: unknown) => {
    const isClosed = typeof value === 'object' && value !== null && 'properties' in value && 'required' in value
    return isClosed ? { ...value, unevaluatedProperties: false } : value
  })
  const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true, strictTypes: false }).compile(schema as object)
  validate(document)
  return validate.errors ?? []
}
