import type { FileTree, StartFile } from '@cordon/model'
import type { Distribution } from './distribution.ts'
import { joined, resolved } from './paths.ts'
import { readText } from './reading.ts'

const customize = /^(?:site|user)customize(?:\.[\w-]{1,100})?(?:\.(?:py|pyc|so|pyd))?$/
const pthLimit = 1024 * 1024

/** What an interpreter runs or reads at every start, in the top of its library folders. */
export function startFilesIn(
  tree: FileTree,
  libraries: readonly string[],
  distributions: readonly Distribution[],
): readonly StartFile[] {
  const found = libraries.flatMap((library) =>
    tree.names(library).flatMap((name) => {
      const path = joined(library, name)
      if (name.endsWith('.pth')) return [{ path, runs: runsCode(tree, path) }]
      return customize.test(name) ? [{ path, runs: true }] : []
    }),
  )
  if (found.length === 0) return []
  const owners = ownersOf(new Set(found.map(({ path }) => path)), distributions)
  return found.map(({ path, runs }) => ({ path, distribution: owners.get(path) ?? null, runs }))
}

/** `site` executes a line that starts with `import` and a blank or tab; one that cannot be read may do anything. */
function runsCode(tree: FileTree, path: string): boolean {
  const text = readText(tree, path, pthLimit)
  return text === null || /^\ufeff?import[ \t]/m.test(text.replaceAll('\r', '\n'))
}

function ownersOf(paths: ReadonlySet<string>, distributions: readonly Distribution[]): ReadonlyMap<string, string> {
  const owners = new Map<string, string>()
  for (const { record, library, name } of distributions)
    for (const entry of record?.entries ?? []) {
      if (entry.path.includes('/') && !entry.path.startsWith('.')) continue
      const path = resolved(library, entry.path)
      if (path !== null && paths.has(path)) owners.set(path, name)
    }
  return owners
}
