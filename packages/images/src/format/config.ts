import { isObject } from '@cordon/model'
import { ImageError } from '../error.ts'
import { readDigest } from './digest.ts'
import { fieldOf, listOf, objectOf, readObject, textOf, textsOf } from './json.ts'
import { type Platform, readPlatform } from './platform.ts'

/** One step of how an image was built. */
export interface HistoryEntry {
  /** The command as the builder wrote it down. */
  readonly createdBy: string | null
  readonly isEmptyLayer: boolean
}

/** An image's configuration (OCI image-spec, config.md). */
export interface ImageConfig {
  readonly platform: Platform
  readonly created: string | null
  /** Digests of the unpacked layers, the lowest first. */
  readonly diffIds: readonly string[]
  readonly history: readonly HistoryEntry[]
  readonly labels: ReadonlyMap<string, string>
  /** `NAME=value`, as containers get them. */
  readonly env: readonly string[]
}

const mostHistory = 10_000

/** Throws `BAD_DOCUMENT`. */
export function readConfig(bytes: Uint8Array, what: string): ImageConfig {
  const object = readObject(bytes, what)
  const rootfs = objectOf(object, 'rootfs')
  if (rootfs === null) throw new ImageError('BAD_DOCUMENT', `${what}: names no layers (rootfs).`)
  const config = objectOf(object, 'config') ?? {}
  return {
    platform: readPlatform(object),
    created: textOf(object, 'created'),
    diffIds: listOf(rootfs, 'diff_ids').map((each, index) => readDigest(each, `${what}, diff id ${index}`)),
    history: listOf(object, 'history').slice(0, mostHistory).map(historyEntry),
    labels: textsOf(config, 'Labels'),
    env: listOf(config, 'Env').filter((each) => typeof each === 'string'),
  }
}

function historyEntry(value: unknown): HistoryEntry {
  if (!isObject(value)) return { createdBy: null, isEmptyLayer: false }
  return { createdBy: textOf(value, 'created_by'), isEmptyLayer: fieldOf(value, 'empty_layer') === true }
}
