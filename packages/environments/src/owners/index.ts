import type { FileTree, Owner } from '@cordon/model'
import type { EnvironmentProblem } from '../problem.ts'
import { readApk } from './apk.ts'
import { readConda } from './conda.ts'
import { readDpkg } from './dpkg.ts'
import { operatingSystemOf } from './os-release.ts'
import type { Owned } from './owners.ts'
import { readRpm } from './rpm.ts'

export interface Ownership {
  readonly byPath: ReadonlyMap<string, Owner>
  readonly problems: readonly EnvironmentProblem[]
}

/** Which package of an operating system or of conda put these files there. Only they are asked for, so that a database of any size costs one pass. */
export function findOwners(tree: FileTree, wanted: ReadonlySet<string>, condaRoots: readonly string[]): Ownership {
  const found: Owned = { byPath: new Map(), problems: [] }
  if (wanted.size === 0) return found
  const request = { tree, wanted, system: operatingSystemOf(tree) }
  for (const root of condaRoots) readConda(root, request, found)
  for (const read of [readDpkg, readApk, readRpm]) read(request, found)
  return found
}
