import type { EnvironmentKind, FileTree, Integrity } from '@cordon/model'
import type { RecordEntry } from '@cordon/pypa'
import type { Distribution } from '../distribution.ts'
import type { Environment } from '../environment.ts'
import { folderOf, isBelow, joined, nameOf, resolved } from '../paths.ts'
import { isAsRecorded } from './digest.ts'
import { isAsPackaged } from './packaged.ts'

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

/** RECORD against what stands there; null for what has no RECORD, or whose files lie elsewhere. */
export function integrityOf(
  tree: FileTree,
  environment: Pick<Environment, 'kind' | 'root'>,
  { record, library, kind, owner }: Distribution,
): Integrity | null {
  if (record === null || kind === 'develop' || kind === 'egg-info') return null
  const lists = { changed: [] as string[], missing: [] as string[], unchecked: [] as string[], outside: [] as string[] }
  const add = (list: keyof typeof lists, path: string): void => {
    if (lists[list].length < mostShown) lists[list].push(path)
  }
  let compared = 0
  for (const entry of record.entries) {
    const path = placeOfEntry(environment, library, entry)
    if (path === null) {
      add('outside', entry.path.slice(0, 400))
      continue
    }
    const answer = asOwned(tree, compare(tree, path, entry), { owner, path })
    if (answer === 'right' || answer === 'changed') compared += 1
    if (answer !== 'right' && answer !== 'passed') add(answer, path)
  }
  return { listed: record.entries.length, compared, ...lists }
}

type Answer = 'changed' | 'missing' | 'passed' | 'right' | 'unchecked'

/** Distributions strip and rename extension modules, and leave files out: their own lists decide. */
function asOwned(
  tree: FileTree,
  answer: Answer,
  { owner, path }: { readonly owner: Distribution['owner']; readonly path: string },
): Answer {
  if (owner === null || owner.kind === 'conda') return answer
  if (answer === 'missing') return 'passed'
  if (answer !== 'changed') return answer
  const isRight = isAsPackaged(tree, owner, path)
  if (isRight === null) return 'unchecked'
  return isRight ? 'right' : 'changed'
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
