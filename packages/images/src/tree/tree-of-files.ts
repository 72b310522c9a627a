import { createHash } from 'node:crypto'
import type { FileTree, TreeFile } from '@cordon/model'
import type { HiddenFile } from './layered-tree.ts'

type Listed = Pick<HiddenFile, 'path' | 'bytes' | 'layer'>

/** A tree of these files and the folders that they need. Of a path that is there twice the last one counts. */
export function treeOfFiles(files: readonly Listed[]): FileTree {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const folders = new Map<string, Set<string>>([['', new Set()]])
  for (const path of byPath.keys()) addFolders(folders, path)
  return {
    look: (path) => describe(path, byPath.get(path), folders.has(path)),
    names: (folder) => [...(folders.get(folder) ?? [])].sort(),
    read(path, limit) {
      const bytes = byPath.get(path)?.bytes ?? null
      return bytes === null || bytes.length > limit ? null : bytes
    },
    sha256(path) {
      const file = byPath.get(path)
      return file === undefined ? null : createHash('sha256').update(file.bytes).digest('hex')
    },
  }
}

function addFolders(folders: Map<string, Set<string>>, path: string): void {
  for (let at = path; at !== ''; ) {
    const slash = at.lastIndexOf('/')
    const folder = at.slice(0, Math.max(0, slash))
    const names = folders.get(folder)
    const name = at.slice(slash + 1)
    if (names?.has(name) === true) return
    if (names === undefined) folders.set(folder, new Set([name]))
    else names.add(name)
    at = folder
  }
}

function describe(path: string, file: Listed | undefined, isFolder: boolean): TreeFile | null {
  const shape = { path, executable: false, target: null }
  if (isFolder) return { ...shape, kind: 'folder', size: 0, layer: null }
  if (file === undefined) return null
  return { ...shape, kind: 'file', size: file.bytes.length, layer: file.layer }
}
