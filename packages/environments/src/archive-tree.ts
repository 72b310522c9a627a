import { hash } from 'node:crypto'
import type { Archive, Member } from '@cordon/archives'
import type { FileTree, TreeFile } from '@cordon/model'
import { folderOf, nameOf } from './paths.ts'

const nobody: readonly string[] = []

/** The members of an archive as a tree. Of a name that occurs twice the last one counts, as for whoever unpacks it. */
export function treeOfArchive(archive: Archive): FileTree {
  const members = new Map<string, Member>()
  for (const member of archive.members) if (member.path !== '') members.set(member.path, member)
  const folders = new Map<string, Set<string>>([['', new Set()]])
  for (const path of members.keys()) addToFolders(folders, path)
  const sorted = new Map([...folders].map(([path, names]) => [path, [...names].sort()] as const))
  return {
    look: (path) => lookAt(path, members.get(path), sorted.has(path)),
    names: (folder) => sorted.get(folder) ?? nobody,
    read: (path, limit) => contentOf(members.get(path), limit),
    sha256: (path) => {
      const bytes = contentOf(members.get(path), Number.POSITIVE_INFINITY)
      return bytes === null ? null : hash('sha256', bytes, 'hex')
    },
  }
}

function addToFolders(folders: Map<string, Set<string>>, path: string): void {
  for (let at = path; at !== ''; at = folderOf(at)) {
    const folder = folderOf(at)
    const names = folders.get(folder)
    if (names?.has(nameOf(at)) === true) return
    if (names === undefined) folders.set(folder, new Set([nameOf(at)]))
    else names.add(nameOf(at))
  }
}

function lookAt(path: string, member: Member | undefined, isFolder: boolean): TreeFile | null {
  const shape = { path, size: 0, executable: false, target: null, layer: null }
  if (isFolder) return { ...shape, kind: 'folder' }
  if (member === undefined) return null
  const { type, size, mode, link } = member
  if (type === 'symlink') return { ...shape, kind: 'symlink', target: link }
  if (type === 'special') return { ...shape, kind: 'other' }
  return { ...shape, kind: 'file', size, executable: ((mode ?? 0) & 0o111) !== 0 }
}

/** A member whose bytes fall short of what it announces was cut by a bound, and is not given as if it were whole. */
function contentOf(member: Member | undefined, limit: number): Uint8Array | null {
  if (member === undefined || member.type === 'symlink' || member.type === 'special' || member.size > limit) return null
  const bytes = member.bytes()
  return bytes.length > limit || (member.type === 'file' && bytes.length < member.size) ? null : bytes
}
