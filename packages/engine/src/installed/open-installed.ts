import { join, resolve } from 'node:path'
import { type Environment, type EnvironmentReport, findEnvironments, verifyEnvironments } from '@cordon/environments'
import type { FileTree } from '@cordon/model'
import { displayPath } from '../discover.ts'
import { treeOfFolder } from '../environment/disk-tree.ts'
import { readDocument } from '../environment/read-document.ts'
import { environmentAt, statOf } from '../environment/target.ts'
import { EngineError } from '../error.ts'

/** The environments in one folder of this machine. */
export interface OpenedEnvironments {
  /** Absolute: what every path is seen from. */
  readonly root: string
  /** The same as a person would write it. */
  readonly shown: string
  readonly tree: FileTree
  readonly report: EnvironmentReport
}

export interface OpenOptions {
  readonly cwd: string
  /** Whether files are compared with their RECORD. */
  readonly verify: boolean
}

/** Reads the environments of a folder; throws `EngineError('NO_TARGET')` for anything that holds none. */
export function openInstalled(target: string, { cwd, verify }: OpenOptions): OpenedEnvironments {
  const absolute = resolve(cwd, target)
  const stats = statOf(absolute)
  if (stats === null) throw new EngineError('NO_TARGET', `${target}: no such folder`)
  const found = stats.isDirectory() ? environmentAt(absolute) : null
  if (found === null)
    throw new EngineError(
      'NO_TARGET',
      `${target}: no environment. Name a virtual environment, a prefix such as /usr/local, or a folder of installed packages.`,
    )
  const tree = treeOfFolder(found.root)
  const read = findEnvironments(tree, { from: [found.from], place: found.root, readDocument })
  const report = verify ? verifyEnvironments(tree, read) : read
  return { root: found.root, shown: displayPath(found.root, cwd), tree, report }
}

/** The folder of an environment as a person would write it. */
export function shownEnvironment({ shown }: OpenedEnvironments, { root }: Environment): string {
  return root === '' ? shown : join(shown, root)
}
