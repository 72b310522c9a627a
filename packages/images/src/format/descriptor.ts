import { isObject } from '@cordon/model'
import { ImageError } from '../error.ts'
import { readDigest } from './digest.ts'
import { fieldOf, type JsonObject, objectOf, textOf, textsOf } from './json.ts'
import { type Platform, readPlatform } from './platform.ts'

/** Names a blob and what it must be (OCI image-spec, descriptor.md). */
export interface Descriptor {
  /** Empty where it is left out, as old writers do. */
  readonly mediaType: string
  readonly digest: string
  readonly size: number
  readonly annotations: ReadonlyMap<string, string>
  readonly platform: Platform | null
}

export function readDescriptor(value: unknown, what: string): Descriptor {
  if (!isObject(value)) throw new ImageError('BAD_DOCUMENT', `${what}: no descriptor.`)
  const size = fieldOf(value, 'size')
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
    throw new ImageError('BAD_DOCUMENT', `${what}: its size is no number.`)
  const platform: JsonObject | null = objectOf(value, 'platform')
  return {
    mediaType: textOf(value, 'mediaType') ?? '',
    digest: readDigest(fieldOf(value, 'digest'), what),
    size,
    annotations: textsOf(value, 'annotations'),
    platform: platform === null ? null : readPlatform(platform),
  }
}
