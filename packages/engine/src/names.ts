import { resolve } from 'node:path'
import type { NameFacts } from '@cordon/model'
import { buildNameIndex, builtInNames, NameIndex, NamesError, protectedNames } from '@cordon/names'
import {
  type Environment,
  loadDatabaseBytes,
  type NamesBuilder,
  type NamesStatus,
  namesPath,
  SourceError,
  userDatabasePath,
} from '@cordon/sources'

/** What the list of popular names says of a name. */
export type NameAnswer = (name: string) => NameFacts

export interface Names {
  readonly answer: NameAnswer
  /** Why the names that are built in were taken instead of the file; known once a name has been asked about. */
  readonly warnings: readonly string[]
}

/** Where the popular names of a run lie: beside its database, or beside the user's; null where there is no place for one. */
export function namesFileOf(
  database: string | null,
  at: { readonly env: Environment; readonly cwd: string },
): string | null {
  if (database !== null) return namesPath(resolve(at.cwd, database))
  try {
    return namesPath(userDatabasePath(at.env))
  } catch (error) {
    if (error instanceof SourceError) return null
    throw error
  }
}

/**
 * The popular names of a file, or those that are built in where there is none that opens. Nothing is read before the first name is
 * asked about, and each name is looked up once.
 */
export function openNames(file: string | null = null): Names {
  const warnings: string[] = []
  const known = new Map<string, NameFacts>()
  let index: NameIndex | null = null
  return {
    warnings,
    answer(name) {
      const before = known.get(name)
      if (before !== undefined) return before
      index ??= (file === null ? null : fromFile(file, warnings)) ?? builtInIndex()
      const facts = index.factsOf(name)
      known.set(name, facts)
      return facts
    },
  }
}

function fromFile(file: string, warnings: string[]): NameIndex | null {
  try {
    return NameIndex.open(loadDatabaseBytes(file))
  } catch (error) {
    if (!(error instanceof SourceError || error instanceof NamesError)) throw error
    if (error.code === 'NO_DATABASE') return null
    const problem = error instanceof NamesError ? `${file}: ${error.message}` : error.message
    warnings.push(`${problem}; names are compared with the few that are built in`)
    return null
  }
}

function builtInIndex(): NameIndex {
  const lists = { ranked: builtInNames, unranked: protectedNames }
  return NameIndex.open(buildNameIndex(lists, { source: 'built in', dataTime: null, builtTime: '' }))
}

/** How `cordon db update` makes and reads an index of popular names. */
export const namesBuilder: NamesBuilder = {
  build: (names, meta) => buildNameIndex({ ranked: names, unranked: protectedNames }, meta),
  read(bytes) {
    const index = NameIndex.open(bytes)
    return { ...index.meta, names: index.ranked }
  },
}

/** The popular names of a file as they stand. */
export type NamesReport =
  | { readonly state: 'ready'; readonly path: string; readonly status: NamesStatus; readonly bytes: number }
  | { readonly state: 'damaged'; readonly path: string; readonly problem: string }
  /** None has been fetched: the names that are built in are used. */
  | { readonly state: 'built-in'; readonly path: string; readonly names: number }

/** Says how the popular names of a file stand; never throws for what is in it. */
export function reportNames(path: string): NamesReport {
  try {
    const bytes = loadDatabaseBytes(path)
    return { state: 'ready', path, status: namesBuilder.read(bytes), bytes: bytes.length }
  } catch (error) {
    if (!(error instanceof SourceError || error instanceof NamesError)) throw error
    return error.code === 'NO_DATABASE'
      ? { state: 'built-in', path, names: builtInNames.length }
      : { state: 'damaged', path, problem: error.message }
  }
}
