import { createHash } from 'node:crypto'
import { ImageError } from '../error.ts'

const sha256Form = /^sha256:[0-9a-f]{64}$/
const otherForm = /^[a-z0-9]{1,32}(?:[+._-][a-z0-9]{1,32}){0,4}:[A-Za-z0-9=_-]{1,256}$/

/** A digest as image documents write it (OCI image-spec, descriptor.md); only SHA-256, which all registries speak. */
export function readDigest(value: unknown, what: string): string {
  if (typeof value === 'string' && sha256Form.test(value)) return value
  const shown = JSON.stringify(typeof value === 'string' ? value.slice(0, 100) : typeof value)
  if (typeof value === 'string' && otherForm.test(value) && !value.startsWith('sha256:'))
    throw new ImageError('UNSUPPORTED', `${what}: ${shown} is no SHA-256, the only digest that is read.`)
  throw new ImageError('BAD_DOCUMENT', `${what}: ${shown} is no digest.`)
}

export function isDigest(text: string): boolean {
  return sha256Form.test(text)
}

export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
