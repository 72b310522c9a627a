/** Layers as tests write them, and what a tree of them holds. */
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { type AppliedLayers, type ApplySettings, applyLayers, type LayerSource } from '@cordon/images'
import type { FileTree } from '@cordon/model'
import { type TarMember, writeTar } from '@cordon/testkit'

export function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/** A layer of these bytes, which promises what it is. */
export function layerOf(index: number, stored: Buffer, unpacked: Buffer = stored): LayerSource {
  return {
    index,
    digest: sha256(stored),
    size: stored.length,
    diffId: sha256(unpacked),
    async *open() {
      for (let at = 0; at < stored.length; at += 1000) yield stored.subarray(at, at + 1000)
    },
  }
}

/** Layers of these entries, gzipped, the lowest first; `changes` overrides the settings. Every file is kept. */
export async function apply(
  layers: readonly (readonly TarMember[])[],
  changes: Partial<ApplySettings> = {},
): Promise<AppliedLayers> {
  const sources = layers.map((members, index) => {
    const tar = writeTar(members)
    return layerOf(index, gzipSync(tar), tar)
  })
  return await applyLayers(sources, { wish: () => 'keep', seed: 7, hidden: true, ...changes })
}

/** Everything below a folder as `path` → content, `→ target`, or `/`; with `@layer`. */
export function listing(tree: FileTree, folder = ''): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of tree.names(folder)) {
    const path = folder === '' ? name : `${folder}/${name}`
    const file = tree.look(path)
    const text = tree.read(path, 1000)
    const shown =
      file?.kind === 'folder'
        ? '/'
        : file?.kind === 'symlink'
          ? `→ ${file.target ?? ''}`
          : text === null
            ? (file?.kind ?? '')
            : Buffer.from(text).toString()
    found[path] = file?.kind === 'folder' ? shown : `${shown} @${file?.layer}`
    Object.assign(found, listing(tree, path))
  }
  return found
}
