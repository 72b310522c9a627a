import { closeSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { ArchiveError, openArchive } from '@cordon/archives'
import {
  type EnvironmentReport,
  findEnvironments,
  findPacked,
  lockfilesOf,
  treeOfArchive,
  verifyEnvironments,
} from '@cordon/environments'
import type { FailedFile, FileTree, Lockfile, SkipCode } from '@cordon/model'
import { openFile } from '../artifact/file-source.ts'
import { displayPath } from '../discover.ts'
import { EngineError } from '../error.ts'
import { formatOf } from '../formats.ts'
import type { Placed } from '../includes.ts'
import { openPlainFile, readBytes } from '../plain-file.ts'
import { treeOfFolder, type UnreadPlace } from './disk-tree.ts'
import { readDocument } from './read-document.ts'
import { environmentAt, statOf } from './target.ts'

/** What of the targets is installed or packed, read. */
export interface TakenEnvironments {
  readonly files: readonly Placed[]
  readonly failed: readonly FailedFile[]
  /** Targets that are no environment, or that may be a project beside. */
  readonly rest: readonly string[]
}

export interface TakeOptions {
  readonly cwd: string
  /** Whether files are compared with their RECORD. */
  readonly verify: boolean
}

/** Reads those targets that are environments, distributions or applications in one file. */
export function takeEnvironments(targets: readonly string[], options: TakeOptions): TakenEnvironments {
  const { cwd } = options
  const files: Placed[] = []
  const failed: FailedFile[] = []
  const rest: string[] = []
  for (const target of targets) {
    const absolute = resolve(cwd, target)
    const stats = statOf(absolute)
    const isArchive = stats?.isFile() === true && isPacked(absolute, displayPath(absolute, cwd))
    if (isArchive) {
      const taken = takeArchive(absolute, options)
      if ('code' in taken) failed.push(taken)
      else files.push(...taken)
    }
    const environment = stats?.isDirectory() === true ? environmentAt(absolute) : null
    if (environment !== null) files.push(...takeFolder(environment, options))
    if (!isArchive && environment?.isOnly !== true) rest.push(target)
  }
  return { files, failed, rest }
}

/** The environments below one folder. */
export function takeFolder(
  { root, from }: { readonly root: string; readonly from: string },
  { cwd, verify }: TakeOptions,
): readonly Placed[] {
  const tree = treeOfFolder(root)
  const found = findEnvironments(tree, { from: [from], place: root, readDocument })
  const report = verify ? verifyEnvironments(tree, found) : found
  return placedOf({ ...report, problems: [...report.problems, ...tree.unread.map(problemOf)] }, root, cwd)
}

function problemOf({ path, reason }: UnreadPlace): EnvironmentReport['problems'][number] {
  return { path, code: 'UNREADABLE', reason: `it cannot be read (${reason}); run with the rights to read it` }
}

function placedOf(report: EnvironmentReport, root: string, cwd: string): readonly Placed[] {
  const files = lockfilesOf(report, { path: displayPath(root, cwd) })
  return files.map((file, index) => place(file, join(root, report.environments[index]?.libraries[0] ?? '', '.')))
}

/** Text is nothing that an environment has; where it lies keeps it apart from the project around it. */
function place(file: Lockfile, absolute: string): Placed {
  return { file, text: '', absolute: join(absolute, 'site'), real: join(absolute, 'site'), boundary: absolute }
}

const packedName = /\.(?:whl|egg|pex|pyz|pyzw|tar\.gz|tgz|tar\.bz2|tar\.xz|zip)$/i

/** A distribution or an application in one file: by its name, or as a zip that begins with a line for the shell. */
function isPacked(absolute: string, shown: string): boolean {
  if (formatOf(shown, { named: true }) !== null) return false
  return packedName.test(basename(absolute)) || startsLikeApplication(absolute)
}

function startsLikeApplication(absolute: string): boolean {
  const file = openPlainFile(absolute, Number.MAX_SAFE_INTEGER)
  // What cannot be opened is told by whoever reads it as a lock file.
  if ('code' in file) return false
  try {
    const head = readBytes(file.descriptor, 0, 4).toString('latin1')
    if (head === 'PK\x03\x04') return true
    const length = Math.min(file.size, 0xffff + 22)
    const end = head.startsWith('#!') ? readBytes(file.descriptor, file.size - length, length) : Buffer.alloc(0)
    return end.includes('PK\x05\x06', 0, 'latin1')
  } finally {
    closeSync(file.descriptor)
  }
}

/** What is in a distribution or an application in one file. `filename` is its real name, where it lies under another. */
export function takeArchive(
  absolute: string,
  { cwd, verify, filename = basename(absolute) }: TakeOptions & { readonly filename?: string },
): readonly Placed[] | FailedFile {
  const path = displayPath(absolute, cwd)
  // What has no ending was known by its first and last bytes.
  const name = packedName.test(filename) ? filename : `${filename}.pyz`
  const fail = (message: string, code: SkipCode = 'MALFORMED'): FailedFile => ({
    path,
    format: 'environment',
    code,
    message,
  })
  try {
    const file = openFile(realpathSync(absolute), path)
    try {
      const tree: FileTree = treeOfArchive(openArchive(file, name))
      const found = findPacked(tree, name, { readDocument })
      const files = lockfilesOf(verify ? verifyEnvironments(tree, found) : found, { path })
      return files.length === 0
        ? fail('nothing in it says which distributions it holds')
        : files.map((each) => place(each, dirname(absolute)))
    } finally {
      file.close()
    }
  } catch (error) {
    if (error instanceof ArchiveError) return fail(error.message)
    if (error instanceof EngineError) return fail(error.message, 'UNREADABLE')
    throw error
  }
}
