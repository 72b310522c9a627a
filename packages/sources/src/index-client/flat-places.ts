import { statSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { PackageName, ProjectPage } from '@cordon/pypa'
import { printable } from '../http/address.ts'
import { listDistributions, listedFile, type NamedFiles } from '../local/named-files.ts'
import { digestFile } from '../local-file.ts'

/** What a folder or page of `--find-links` lists of one project. */
export interface FlatPage {
  readonly place: string
  readonly page: ProjectPage
}

/** Folders and pages that list files of any project (`--find-links`), each read once, when it is first asked. */
export interface FlatPlaces {
  folders(name: PackageName): Generator<FlatPage, void>
  pages(name: PackageName): AsyncGenerator<FlatPage, void>
}

/** A place that is not there lists nothing, as for pip. `read` throws `SourceError` for a page that cannot be had. */
export function openFlatPlaces(
  places: readonly string[],
  read: (url: string) => Promise<ProjectPage | null>,
): FlatPlaces {
  const folders = places.flatMap((place) => folderOf(place) ?? [])
  const pages = places.filter(
    (place) => folderOf(place) === null && /^(?:https?|file):/i.test(place) && URL.canParse(place),
  )
  const listed = new Map<string, NamedFiles>()
  const asked = new Map<string, Promise<ProjectPage | null>>()
  return {
    *folders(name) {
      for (const folder of folders) {
        const files = kept(listed, folder, () => listDistributions(folder, 0)).get(name) ?? []
        if (files.length === 0) continue
        const all = files.map((file) => {
          const sha256 = digestFile({ kind: 'file', label: file.path, path: file.path })
          return listedFile(file, pathToFileURL(file.path).href, sha256)
        })
        yield { place: pathToFileURL(folder).href, page: flatPage(all) }
      }
    },
    async *pages(name) {
      for (const url of pages) {
        const page = await kept(asked, url, () => read(url))
        const files = page?.files.filter(({ distribution }) => distribution?.name === name) ?? []
        if (files.length > 0) yield { place: printable(url), page: flatPage(files) }
      }
    },
  }
}

function kept<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key) ?? make()
  known.set(key, found)
  return found
}

/** The folder that a place names, by its path or as `file:`; null for a page. */
function folderOf(place: string): string | null {
  const url = isAbsolute(place) ? null : URL.parse(place)
  const path = isAbsolute(place) ? place : url?.protocol === 'file:' && url.host === '' ? fileURLToPath(url) : null
  return path !== null && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? path : null
}

/** Nobody says anything of the project as a whole there. */
function flatPage(files: ProjectPage['files']): ProjectPage {
  return {
    name: null,
    apiVersion: '1.0',
    status: 'active',
    statusReason: null,
    versions: null,
    tracks: [],
    alternateLocations: [],
    files,
    skipped: [],
  }
}
