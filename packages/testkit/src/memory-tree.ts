import { createHash } from 'node:crypto'
import type { FileTree, TreeFile } from '@cordon/model'

/** What stands at a path of a made-up tree: its content, or where a link leads. */
export type MadeFile =
  | string
  | Uint8Array
  | { readonly link: string }
  | { readonly content: string | Uint8Array; readonly layer?: number; readonly executable?: boolean }

/** A tree in memory; folders are made as paths need them, a path that ends in `/` is an empty one. */
export function memoryTree(files: Readonly<Record<string, MadeFile>> | ReadonlyMap<string, MadeFile>): FileTree {
  const made = new Map(files instanceof Map ? files : Object.entries(files))
  const folders = new Map<string, Set<string>>([['', new Set()]])
  for (const path of made.keys()) addFolders(folders, path)
  const contentOf = (path: string): Buffer | null => {
    const file = made.get(path)
    if (file === undefined || (typeof file === 'object' && 'link' in file)) return null
    return Buffer.from(typeof file === 'object' && 'content' in file ? file.content : file)
  }
  return {
    look: (path) => (folders.has(path) ? shapeOf(path, 'folder') : lookAt(path, made.get(path), contentOf(path))),
    names: (folder) => [...(folders.get(folder) ?? [])].sort(),
    read: (path, limit) => {
      const content = contentOf(path)
      return content === null || content.length > limit ? null : content
    },
    sha256: (path) => {
      const content = contentOf(path)
      return content === null ? null : createHash('sha256').update(content).digest('hex')
    },
  }
}

function addFolders(folders: Map<string, Set<string>>, path: string): void {
  const parts = path.split('/')
  for (let index = 0; index < parts.length; index++) {
    const folder = parts.slice(0, index).join('/')
    const names = folders.get(folder) ?? new Set()
    if (parts[index] !== '') names.add(parts[index] ?? '')
    folders.set(folder, names)
  }
}

function shapeOf(path: string, kind: TreeFile['kind']): TreeFile {
  return { path, kind, size: 0, executable: false, target: null, layer: null }
}

function lookAt(path: string, file: MadeFile | undefined, content: Buffer | null): TreeFile | null {
  if (file === undefined) return null
  if (typeof file === 'object' && 'link' in file) return { ...shapeOf(path, 'symlink'), target: file.link }
  const facts = typeof file === 'object' && 'content' in file ? file : null
  return {
    ...shapeOf(path, 'file'),
    size: content?.length ?? 0,
    layer: facts?.layer ?? null,
    executable: facts?.executable ?? false,
  }
}
