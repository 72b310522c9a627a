import { isObject } from '@cordon/model'
import type { AdvisorySource } from '../advisories/source.ts'
import { SourceError } from '../error.ts'
import { parseJson, readBytes } from '../local-file.ts'
import type { LocalPlace } from '../place.ts'

/** A list of popular names, most popular first, as it was found: nothing is checked to be a name. */
export interface PopularNames {
  readonly names: readonly string[]
  /** ISO time that the list gives itself, or null. */
  readonly time: string | null
}

/** The most downloaded projects of the public index: rows of `project` and `download_count`; or an array of names in order. */
export const popularNames: AdvisorySource<PopularNames> = {
  id: 'names',
  title: 'the popular names',
  defaultUrl: 'https://hugovk.github.io/top-pypi-packages/top-pypi-packages.min.json',
  maxBytes: 64 * 1024 * 1024,
  folders: false,
  read: readPopularNames,
}

interface Row {
  readonly project: string
  readonly download_count?: number
}

function readPopularNames(local: LocalPlace): PopularNames {
  const document = parseJson(readBytes(local, popularNames.maxBytes), local.label, 'a list of popular names')
  if (Array.isArray(document) && document.every((each) => typeof each === 'string'))
    return { names: document, time: null }
  const { rows, last_update: updated } = isObject(document) ? document : {}
  if (!Array.isArray(rows) || !rows.every(isRow))
    throw new SourceError(
      'BAD_DATA',
      `${local.label}: not a list of popular names: no rows of projects. Check the address.`,
    )
  const ordered = rows.toSorted((a, b) => (b.download_count ?? 0) - (a.download_count ?? 0))
  return { names: ordered.map(({ project }) => project), time: timeOf(updated) }
}

function isRow(value: unknown): value is Row {
  if (typeof value !== 'object' || value === null || !('project' in value)) return false
  const count = 'download_count' in value ? value.download_count : 0
  return typeof value.project === 'string' && typeof count === 'number'
}

// `2026-04-01 06:34:06`, in UTC.
const writtenTime = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})Z?$/

function timeOf(value: unknown): string | null {
  const [, day, time] = (typeof value === 'string' && writtenTime.exec(value)) || []
  const date = new Date(`${day}T${time}Z`)
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}
