/** Files to attest, and the new ones beside them. */
import { linkSync, lstatSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { StatedFile } from '@cordon/attest'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import { isSidecar, placeSubject } from '../verify/subjects.ts'

/** A file as it was named, and as a statement names it. */
export interface PlacedFile {
  readonly path: string
  readonly stated: StatedFile
}

/** The files, read for their digests; what vouches for one of them is passed over, so that `dist/*` can be named again. */
export async function placeFiles(paths: readonly string[], cwd: string): Promise<readonly PlacedFile[]> {
  const placed: PlacedFile[] = []
  for (const path of paths) {
    if (isSidecar(path, paths)) continue
    const { subject } = await placeSubject(path, [path], cwd)
    if (subject.name === null) throw new UsageError('OPTION', `${path}: name a file; a digest alone has no name`)
    placed.push({ path, stated: { name: subject.name, sha256: subject.sha256 } })
  }
  return placed
}

/** A document that is to be written. */
export interface NewFile {
  /** From the working folder. */
  readonly path: string
  readonly text: string
}

/** Throws `UsageError('OUTPUT')` where a file is there already, before anything is signed. */
export function refuseExisting(paths: readonly string[], force: boolean, cwd: string): void {
  const twice = paths.find((path, at) => paths.indexOf(path) !== at)
  if (twice !== undefined)
    throw new UsageError(
      'OUTPUT',
      `${twice}: would be written twice; name fewer files, or put them in different folders`,
    )
  if (force) return
  const there = paths.find((path) => lstatSync(resolve(cwd, path), { throwIfNoEntry: false }) !== undefined)
  if (there !== undefined) throw new UsageError('OUTPUT', `${there}: is there already; --force replaces it`)
}

interface Staged {
  readonly path: string
  readonly place: string
  readonly text: string
  readonly temporary: string
  /** Where what was there before waits until all is well. */
  readonly before: string
}

/** Writes all of them or none: whole files under other names first, then their own. Throws `UsageError('OUTPUT')`. */
export function writeAll(files: readonly NewFile[], force: boolean, io: Io): void {
  const staged = files.map(({ path, text }): Staged => {
    const place = resolve(io.cwd, path)
    const hidden = join(dirname(place), `.${process.pid}.${basename(place)}`)
    return { path, place, text, temporary: `${hidden}.cordon-new`, before: `${hidden}.cordon-old` }
  })
  const done: Staged[] = []
  let current = ''
  try {
    for (const { path, place, text, temporary } of staged) {
      current = path
      mkdirSync(dirname(place), { recursive: true })
      writeFileSync(temporary, text, { flag: 'wx', mode: 0o644, flush: true })
    }
    for (const each of staged) {
      current = each.path
      if (force) replace(each)
      // A link is refused where a rename would replace what has come there meanwhile.
      else linkSync(each.temporary, each.place)
      done.push(each)
    }
  } catch (cause) {
    for (const each of done) undo(each)
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError('OUTPUT', `${current}: cannot be written (${reason}); nothing was written`, { cause })
  } finally {
    for (const { temporary, before } of staged) for (const each of [temporary, before]) rmSync(each, { force: true })
  }
}

/** What was there is kept aside until all are written; a folder is left where it is, and the rename fails. */
function replace({ place, temporary, before }: Staged): void {
  const there = lstatSync(place, { throwIfNoEntry: false })
  if (there !== undefined && !there.isDirectory()) renameSync(place, before)
  renameSync(temporary, place)
}

function undo({ place, before }: Staged): void {
  rmSync(place, { force: true })
  if (lstatSync(before, { throwIfNoEntry: false }) !== undefined) renameSync(before, place)
}
