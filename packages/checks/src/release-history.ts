import type { AnyVersion, ProjectPage, ReleaseFile } from '@cordon/pypa'
import { type PublicationFacts, shown } from './note.ts'

const day = 86_400_000

/** One release of a project as its index dates it. */
export interface Release {
  /** Equal for every spelling of one version. */
  readonly key: string
  readonly version: string
  /** Milliseconds of its first and its last file. */
  readonly first: number
  readonly last: number
}

/** The releases of a page that have dates, oldest first. Empty where the index tells none (PEP 700). */
export function releasesOf({ files }: ProjectPage): readonly Release[] {
  const releases = new Map<string, Release>()
  for (const { distribution, uploadTime } of files) {
    if (distribution === null || uploadTime === null) continue
    const key = keyOf(distribution.version)
    const time = Date.parse(uploadTime)
    const before = releases.get(key)
    releases.set(key, {
      key,
      version: distribution.version.raw,
      first: Math.min(time, before?.first ?? time),
      last: Math.max(time, before?.last ?? time),
    })
  }
  return [...releases.values()].sort((a, b) => a.first - b.first)
}

function keyOf(version: AnyVersion): string {
  return version.kind === 'pep440' ? version.key : version.raw
}

export interface PublishedFile {
  readonly page: ProjectPage
  readonly file: ReleaseFile
  readonly uploaded: number | null
  /** The release that the file belongs to, and the one before it in time. */
  readonly release: Release | null
  readonly previous: Release | null
  /** The first release of the project that is still there. */
  readonly first: Release | null
}

/** The file that was inspected as its index lists it, or null where that does not. */
export function publishedFile({ page, filename }: PublicationFacts): PublishedFile | null {
  const file = page.files.find((each) => each.filename === filename)
  if (file === undefined) return null
  const releases = releasesOf(page)
  const uploaded = file.uploadTime === null ? null : Date.parse(file.uploadTime)
  const { distribution } = file
  const at = distribution === null ? -1 : releases.findIndex(({ key }) => key === keyOf(distribution.version))
  return {
    page,
    file,
    uploaded,
    release: releases[at] ?? null,
    previous: releases[at - 1] ?? null,
    first: releases[0] ?? null,
  }
}

/** The files of the release that a file belongs to, itself among them. */
export function filesOfRelease({ page, file }: PublishedFile): readonly ReleaseFile[] {
  const own = file.distribution
  if (own === null) return [file]
  const key = keyOf(own.version)
  return page.files.filter(({ distribution }) => distribution !== null && keyOf(distribution.version) === key)
}

/** When a project had its first release that is still listed, and so many days ago; null where its index tells no dates. */
export function ageOf({ page, now }: PublicationFacts): { readonly first: number; readonly days: number } | null {
  const [first] = releasesOf(page)
  return first === undefined ? null : { first: first.first, days: daysBetween(first.first, now.getTime()) }
}

/** Whole days between two moments, never below 0. */
export function daysBetween(from: number, to: number): number {
  return Math.max(0, Math.floor((to - from) / day))
}

/** `2026-04-01` */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

/** `1 day`, `5 days`. */
export function inDays(days: number): string {
  return days === 1 ? '1 day' : `${days} days`
}

/** The reason of a project's status as the end of a sentence, empty where there is none. */
export function reasonOf({ statusReason }: ProjectPage): string {
  return statusReason === null ? '' : `: ${shown(statusReason)}`
}
