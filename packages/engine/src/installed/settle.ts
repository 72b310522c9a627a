import { accessSync, constants, lstatSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { Distribution } from '@cordon/environments'
import type { FileTree } from '@cordon/model'

/**
 * Why nothing is written about a distribution. `DIRECT_URL` it has a `direct_url.json`, which says where it came from · `EDITABLE` its code lies
 * elsewhere · `LINKED` its metadata is a link · `NO_RECORD` nothing lists its files · `OWNED` it belongs to a package of the system or of conda ·
 * `READ_ONLY` it is not to be written to · `SHAPE` its metadata is of an older form, or packed.
 */
export type LeftAloneCode = 'DIRECT_URL' | 'EDITABLE' | 'LINKED' | 'NO_RECORD' | 'OWNED' | 'READ_ONLY' | 'SHAPE'

export interface LeftAlone {
  readonly code: LeftAloneCode
  readonly detail: string
}

/** Why a distribution is left alone; null for one that may be written to. */
export function leftAlone(distribution: Distribution, tree: FileTree, root: string): LeftAlone | null {
  const { kind, owner, path, record } = distribution
  if (kind === 'develop')
    return { code: 'EDITABLE', detail: 'it is installed for development, from where its code lies' }
  if (owner !== null)
    return { code: 'OWNED', detail: `it belongs to the ${owner.kind} package ${owner.name} ${owner.version}` }
  if (kind !== 'dist-info') return { code: 'SHAPE', detail: 'its metadata is no .dist-info folder' }
  if (tree.look(`${path}/direct_url.json`) !== null) return { code: 'DIRECT_URL', detail: directOf(distribution) }
  const links = [path, `${path}/RECORD`, `${path}/provenance_url.json`].filter(
    (each) => tree.look(each)?.kind === 'symlink',
  )
  if (links.length > 0 || !isInPlace(root, path)) return { code: 'LINKED', detail: `${links[0] ?? path} is a link` }
  if (record === null || tree.look(`${path}/RECORD`)?.kind !== 'file')
    return { code: 'NO_RECORD', detail: 'there is no RECORD, so that nothing would take the file away with it' }
  const locked = [path, `${path}/RECORD`].find((each) => !isWritable(join(root, each)))
  return locked === undefined ? null : { code: 'READ_ONLY', detail: `${locked} may not be written to` }
}

function directOf({ directUrl }: Distribution): string {
  if (directUrl === null) return 'it has a direct_url.json that cannot be read'
  if (directUrl.kind === 'directory') return directUrl.editable ? 'it is editable' : 'it was installed from a folder'
  return directUrl.kind === 'vcs' ? 'it was installed from a repository' : 'it was installed by its URL'
}

/** No part of the path is a link that leads elsewhere. */
function isInPlace(root: string, path: string): boolean {
  try {
    return realpathSync(join(root, path)) === join(realpathSync(root), path)
  } catch {
    return false
  }
}

/** By its rights, which count for an administrator too: what nobody may write is not to be written. */
function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return (lstatSync(path).mode & 0o222) !== 0
  } catch {
    return false
  }
}
