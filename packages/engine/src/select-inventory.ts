import { type Selection, selectDependencies } from '@cordon/lockfiles'
import type { Lockfile } from '@cordon/model'
import type { Taken } from './inventory.ts'

/** The files with only the dependencies that the selection keeps; edges follow. */
export function selectInventory(
  taken: Taken,
  selection: Selection,
): { readonly files: readonly Lockfile[]; readonly notSelected: number } {
  let notSelected = 0
  const files = taken.files.map(({ file }) => {
    const selected = selectDependencies(file, selection)
    notSelected += file.dependencies.length - selected.size
    return selected.size === file.dependencies.length ? file : narrowed(file, selected)
  })
  return { files, notSelected }
}

function narrowed(file: Lockfile, selected: ReadonlySet<number>): Lockfile {
  const place = new Map<number, number>()
  const dependencies = file.dependencies.filter((_, index) => {
    if (!selected.has(index)) return false
    place.set(index, place.size)
    return true
  })
  const edges = file.edges.flatMap((edge) => {
    const from = place.get(edge.from)
    const to = place.get(edge.to)
    return from === undefined || to === undefined ? [] : [{ ...edge, from, to }]
  })
  return { ...file, dependencies, edges }
}
