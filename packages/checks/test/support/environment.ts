import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findEnvironments, lockfilesOf, verifyEnvironments } from '@cordon/environments'
import type { ProjectFile } from '@cordon/model'
import { distInfo, type MadeDistribution, type MadeFile, memoryTree } from '@cordon/testkit'

const library = 'lib/python3.12/site-packages'

/** What `environment.json` of a case says: what is installed as it should be, and what happened to it since. */
interface MadeEnvironment {
  readonly distributions: readonly MadeDistribution[]
  /** By path from the root of the environment; null takes a file away. */
  readonly then?: Readonly<Record<string, string | null>>
  readonly verify?: boolean
}

/** The environment of a case; none where it describes none. */
export function readEnvironment(folder: string): readonly ProjectFile[] {
  const path = join(folder, 'environment.json')
  if (!existsSync(path)) return []
  const text = readFileSync(path, 'utf8')
  const made: MadeEnvironment = JSON.parse(text)
  const files = new Map<string, MadeFile>([['pyvenv.cfg', 'version = 3.12.4\n']])
  for (const each of made.distributions)
    for (const [name, content] of Object.entries(distInfo(library, each))) files.set(name, content)
  for (const [name, content] of Object.entries(made.then ?? {}))
    if (content === null) files.delete(name)
    else files.set(name, content)
  const tree = memoryTree(files)
  const found = findEnvironments(tree)
  const report = made.verify === true ? verifyEnvironments(tree, found) : found
  return lockfilesOf(report, { path: '.venv' }).map((file) => ({ file, text: '' }))
}
