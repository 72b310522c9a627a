import { readFileSync } from 'node:fs'
import { isObject } from '@cordon/model'
import { replaceFile, systemCode, temporaryPath } from './disk.ts'
import { SourceError } from './error.ts'

/** Which version of a source the database was built from. */
export interface SourceStamp {
  /** Where it was fetched, as `Place.label`. */
  readonly place: string
  readonly sha256: string | null
  readonly etag: string | null
  readonly lastModified: string | null
}

/** What lies beside a database so that the next update can tell what has changed. It is a help, never trusted for more. */
export interface UpdateState {
  /** SHA-256 of the database file that this speaks of. */
  readonly database: string
  /** By source id; absent where the database was built without. */
  readonly sources: ReadonlyMap<string, SourceStamp>
}

export function statePath(target: string): string {
  return `${target}.state.json`
}

/** The state beside `target`, or null when there is none that can be read; throws `UNREADABLE`. */
export function readState(target: string): UpdateState | null {
  try {
    return stateOf(JSON.parse(readFileSync(statePath(target), 'utf8')))
  } catch (cause) {
    if (cause instanceof SyntaxError || systemCode(cause) === 'ENOENT') return null
    const text = `${statePath(target)}: cannot be read (${systemCode(cause)}). Remove it, then run again.`
    throw new SourceError('UNREADABLE', text, { cause })
  }
}

export function writeState(target: string, token: string, state: UpdateState): void {
  const document = { version: 1, ...state, sources: Object.fromEntries(state.sources) }
  const bytes = Buffer.from(`${JSON.stringify(document, null, 2)}\n`)
  replaceFile({ target: statePath(target), temporary: temporaryPath(target, token, 'state') }, bytes)
}

function stateOf(value: unknown): UpdateState | null {
  if (!isObject(value) || value.version !== 1) return null
  const { database, sources } = value
  if (typeof database !== 'string' || !isObject(sources)) return null
  const stamps = Object.entries(sources).flatMap(([id, stamp]) => {
    const read = stampOf(stamp)
    return read === null ? [] : [[id, read] as const]
  })
  return { database, sources: new Map(stamps) }
}

function stampOf(value: unknown): SourceStamp | null {
  if (!isObject(value) || typeof value.place !== 'string') return null
  return {
    place: value.place,
    sha256: textOrNull(value.sha256),
    etag: textOrNull(value.etag),
    lastModified: textOrNull(value.lastModified),
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
