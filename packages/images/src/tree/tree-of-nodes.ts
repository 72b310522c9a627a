import type { FileTree, TreeFile } from '@cordon/model'
import type { Contents } from './contents.ts'
import { type NodeTable, none, rootNode } from './node-table.ts'

/** The tree that nodes make, read-only. */
export function treeOfNodes(nodes: NodeTable, contents: Contents): FileTree {
  const find = (path: string): number => {
    let at = rootNode
    for (let from = 0; from < path.length && at !== none; ) {
      const slash = path.indexOf('/', from)
      const to = slash < 0 ? path.length : slash
      at = nodes.find(at, path, from, to)
      from = to + 1
    }
    return at
  }
  const ofFile = (path: string): number => {
    const node = find(path)
    return node !== none && nodes.kind(node) === 'file' ? node : none
  }
  return {
    look(path) {
      const node = find(path)
      return node === none ? null : describe(nodes, node, path)
    },
    names(folder) {
      const node = find(folder)
      const names: string[] = []
      if (node === none || !nodes.isFolder(node)) return names
      for (let at = nodes.firstChild(node); at !== none; at = nodes.nextSibling(at)) names.push(nodes.name(at))
      return names.sort()
    },
    read(path, limit) {
      const node = ofFile(path)
      const bytes = node === none ? null : contents.kept(node)
      return bytes === null || bytes.length > limit ? null : bytes
    },
    sha256(path) {
      const node = ofFile(path)
      return node === none ? null : contents.sha256(node)
    },
    taken(path, algorithm) {
      const node = ofFile(path)
      return node === none ? null : contents.second(node, algorithm)
    },
  }
}

function describe(nodes: NodeTable, node: number, path: string): TreeFile {
  const kind = nodes.kind(node)
  return {
    path,
    kind,
    size: nodes.size(node),
    executable: nodes.executable(node),
    target: kind === 'symlink' ? nodes.target(node) : null,
    layer: nodes.origin(node),
  }
}
