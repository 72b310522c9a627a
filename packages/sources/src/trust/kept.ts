/** What was kept of an instance: its trusted root, and the signed metadata that proves it. One file each, replaced as a whole. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { systemCode } from '../disk.ts'
import { SourceError } from '../error.ts'
import { readBytes } from '../local-file.ts'
import type { TufMetadata, TufVersions } from './tuf.ts'

export interface KeptTrust {
  readonly instance: string
  /** Where it came from, without credentials. */
  readonly from: string
  /** ISO 8601: of the last update that found it up to date. */
  readonly updated: string
  /** ISO 8601: when the repository must have been renewed. */
  readonly expires: string
  readonly versions: TufVersions
  /** Text of `trusted_root.json`. */
  readonly trustedRoot: string
  readonly metadata: TufMetadata
}

const formatVersion = 1
const mostBytes = 32 * 1024 * 1024
const instanceForm = /^[a-z0-9][a-z0-9-]{0,39}$/

/** Whether a text can be the name of an instance: small letters, digits, hyphens. */
export function isInstanceName(text: string): boolean {
  return instanceForm.test(text)
}

/** Where an instance is kept in the state folder. Throws `BAD_ADDRESS` for what is no name of one. */
export function keptTrustPath(folder: string, instance: string): string {
  if (!isInstanceName(instance))
    throw new SourceError(
      'BAD_ADDRESS',
      `${instance}: not a name of an instance. Use small letters, digits and hyphens.`,
    )
  return join(folder, 'trust', `${instance}.json`)
}

/** Names of the instances that are kept, alphabetical. */
export function keptInstances(folder: string): readonly string[] {
  try {
    return readdirSync(join(folder, 'trust'))
      .filter((name) => name.endsWith('.json') && isInstanceName(name.slice(0, -5)))
      .map((name) => name.slice(0, -5))
      .sort()
  } catch (cause) {
    const code = systemCode(cause)
    if (code === 'ENOENT' || code === 'ENOTDIR') return []
    throw new SourceError('UNREADABLE', `${folder}: cannot be read (${code}). Check its permissions.`, { cause })
  }
}

/** What is kept of an instance, or null. Throws `BAD_DATA` for a damaged file: what it said is not known, so nothing replaces it. */
export function readKeptTrust(folder: string, instance: string): KeptTrust | null {
  const path = keptTrustPath(folder, instance)
  let bytes: Buffer
  try {
    bytes = readBytes({ kind: 'file', label: path, path }, mostBytes)
  } catch (cause) {
    if (cause instanceof SourceError && cause.code === 'NOT_FOUND') return null
    throw cause
  }
  const kept = parseKept(bytes)
  if (kept === null || kept.instance !== instance)
    throw new SourceError(
      'BAD_DATA',
      `${path}: damaged. Remove it, and run: cordon trust update --instance ${instance}`,
    )
  return kept
}

/** The file that keeps an instance. */
export function keptText({ metadata, ...kept }: KeptTrust): string {
  const encoded = Object.fromEntries(
    Object.entries(metadata).map(([role, bytes]: [string, Buffer | null]) => [role, bytes?.toString('base64') ?? null]),
  )
  return `${JSON.stringify({ version: formatVersion, ...kept, metadata: encoded }, null, 2)}\n`
}

function parseKept(bytes: Buffer): KeptTrust | null {
  let json: unknown
  try {
    json = JSON.parse(bytes.toString('utf8'))
  } catch {
    return null
  }
  const { version, instance, from, updated, expires, versions, trustedRoot, metadata } = objectOf(json)
  const texts = { instance, from, updated, expires, trustedRoot }
  const { root, timestamp, snapshot, targets } = objectOf(metadata)
  const numbers = objectOf(versions)
  const counts = {
    root: numbers.root,
    timestamp: numbers.timestamp,
    snapshot: numbers.snapshot,
    targets: numbers.targets,
  }
  if (version !== formatVersion || typeof root !== 'string') return null
  if (!areTexts(texts) || !areCounts(counts)) return null
  if ([texts.updated, texts.expires].some((time) => Number.isNaN(Date.parse(time)))) return null
  const bytesOf = (value: unknown): Buffer | null => (typeof value === 'string' ? Buffer.from(value, 'base64') : null)
  return {
    ...texts,
    versions: counts,
    metadata: {
      root: Buffer.from(root, 'base64'),
      timestamp: bytesOf(timestamp),
      snapshot: bytesOf(snapshot),
      targets: bytesOf(targets),
    },
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}

function areTexts<K extends string>(values: Record<K, unknown>): values is Record<K, string> {
  return Object.values(values).every((value) => typeof value === 'string')
}

function areCounts<K extends string>(values: Record<K, unknown>): values is Record<K, number> {
  return Object.values(values).every((value) => Number.isSafeInteger(value))
}
