import { type HiddenFile, treeOfFiles } from '@cordon/images'
import type { FileTree } from '@cordon/model'

/** What one layer hides of the layers below it. */
export interface HiddenTree {
  readonly tree: FileTree
  readonly hiddenBy: number
}

const metadata = /^(.*(?:^|\/)[^/]+\.(?:dist-info|egg-info))(?:\/(?:METADATA|PKG-INFO))?$/

/** Distributions that later layers delete, by the layer that does: those whose metadata it hides. Other files that change say nothing by themselves. */
export function hiddenTrees(hidden: readonly HiddenFile[]): readonly HiddenTree[] {
  const byLayer = Map.groupBy(hidden, ({ hiddenBy }) => hiddenBy)
  return [...byLayer]
    .sort(([one], [other]) => one - other)
    .flatMap(([hiddenBy, files]) => {
      const folders = new Set(files.flatMap(({ path }) => metadata.exec(path)?.[1] ?? []))
      const gone = files.filter(({ path }) => isIn(folders, path))
      return gone.length === 0 ? [] : [{ tree: treeOfFiles(gone), hiddenBy }]
    })
}

function isIn(folders: ReadonlySet<string>, path: string): boolean {
  return folders.has(path) || folders.has(path.slice(0, Math.max(0, path.lastIndexOf('/'))))
}
