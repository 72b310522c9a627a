import type { EnvironmentKind, FileTree, Integrity } from '@cordon/model'
import type { RecordEntry } from '@cordon/pypa'
import type { Distribution } from '../distribution.ts'
import type { Environment } from '../environment.ts'
import { folderOf, isBelow, joined, nameOf, resolved } from '../paths.ts'
import { digestOf, isAsRecorded } from './digest.ts'
import type { PackageSum, PackageSums } from './packaged.ts'

const mostShown = 1000
/** Signatures of RECORD, and RECORD itself, cannot be in it with a digest. */
const withoutDigest = /(?:^|\/)RECORD(?:\.jws|\.p7s)?$/

/** What `pip install --target` fills, or may have filled before it was packed. */
const ofTarget: ReadonlySet<EnvironmentKind> = new Set(['folder', 'shiv', 'zipapp'])

/** Where a path of RECORD leads: within the environment, or beyond it. */
export function placeOfEntry(
  environment: Pick<Environment, 'kind' | 'root'>,
  library: string,
  entry: RecordEntry,
): string | null {
  const written = entry.path.replaceAll('\\', '/')
  const path = resolved(library, written)
  if (path !== null && isBelow(path, environment.root)) return path
  // `pip install --target` writes the paths that scripts had before they were moved.
  const script = /^\.\.\/\.\.\/(bin\/[^/]+)$/.exec(written)?.[1]
  return ofTarget.has(environment.kind) && script !== undefined ? joined(library, script) : null
}

/**
 * RECORD against what stands there, or the list of the package that owns it where there is one; null for what has neither, or whose files lie
 * elsewhere.
 */
export function integrityOf(
  tree: FileTree,
  environment: Pick<Environment, 'kind' | 'root'>,
  { record, library, kind, owner }: Distribution,
  sums: PackageSums | null,
): Integrity | null {
  if (kind === 'develop' || (sums === null && (record === null || kind === 'egg-info'))) return null
  const lists = { changed: [] as string[], missing: [] as string[], unchecked: [] as string[], outside: [] as string[] }
  const add = (list: keyof typeof lists, path: string): void => {
    if (lists[list].length < mostShown) lists[list].push(path)
  }
  let compared = 0
  const note = (answer: Answer, path: string): void => {
    if (answer === 'right' || answer === 'changed') compared += 1
    if (answer !== 'right' && answer !== 'passed') add(answer, path)
  }
  for (const entry of record?.entries ?? []) {
    const path = placeOfEntry(environment, library, entry)
    if (path === null) add('outside', entry.path.slice(0, 400))
    else if (sums === null) note(asOwned(compare(tree, path, entry), owner), path)
  }
  for (const [path, sum] of sums ?? []) note(compareSum(tree, path, sum), path)
  return { listed: sums?.size ?? record?.entries.length ?? 0, compared, ...lists }
}

type Answer = 'changed' | 'missing' | 'passed' | 'right' | 'unchecked'

/** Distributions strip and rename extension modules, and leave files out: without their own list nothing tells. */
function asOwned(answer: Answer, owner: Distribution['owner']): Answer {
  if (owner === null || owner.kind === 'conda') return answer
  return answer === 'missing' ? 'passed' : answer === 'changed' ? 'unchecked' : answer
}

function compareSum(tree: FileTree, path: string, { algorithm, digest }: PackageSum): Answer {
  const file = tree.look(path)
  if (file === null) return 'missing'
  const found = file.kind === 'file' ? digestOf(tree, path, algorithm) : null
  if (found === null) return 'unchecked'
  return found === digest ? 'right' : 'changed'
}

function compare(tree: FileTree, path: string, entry: RecordEntry): Answer {
  const file = tree.look(path)
  // Bytecode comes and goes with the interpreter that runs it.
  const isPassing = entry.hash === null && (withoutDigest.test(path) || isBytecode(path))
  if (file === null) return isPassing ? 'passed' : 'missing'
  if (isPassing) return 'passed'
  if (file.kind === 'file' && entry.size !== null && file.size !== entry.size) return 'changed'
  const isRight = file.kind === 'file' ? isAsRecorded(tree, path, entry) : null
  if (isRight === null) return 'unchecked'
  return isRight ? 'right' : 'changed'
}

function isBytecode(path: string): boolean {
  return path.endsWith('.pyc') && nameOf(folderOf(path)) === '__pycache__'
}
