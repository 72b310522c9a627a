import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildDatabase, openDatabase } from '@cordon/advisories'
import type { AdvisoryAnswer } from '@cordon/model'
import type { Answer } from './run.ts'

/**
 * What the advisories of a case say: its `advisories/*.json` (OSV records) through the real database, with `answers.json` over it
 * for answers that no record gives: by `name==version`, or by name for what is not pinned. A case with neither is not about
 * advisories: nothing is known against anything.
 */
export function answersOf(folder: string): Answer {
  const path = join(folder, 'answers.json')
  const given: Readonly<Record<string, AdvisoryAnswer>> = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
  const records = join(folder, 'advisories')
  if (!existsSync(path) && !existsSync(records)) return () => ({ kind: 'known', matches: [], fix: null })
  const database = openDatabase(databaseOf(records))
  return ({ name, version, specifier, origin }) => {
    const key = version === null ? name : `${name}==${version.raw}`
    const ecosystem = origin.kind === 'conda' ? 'conda' : 'pypi'
    return given[key] ?? database.answer({ name, version, specifier, ecosystem })
  }
}

function databaseOf(folder: string): Uint8Array {
  const names = existsSync(folder) ? readdirSync(folder) : []
  const records = names.map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
  return buildDatabase({ records, source: 'case', sourceTime: null, builtTime: '2026-01-01T00:00:00Z' }).bytes
}
