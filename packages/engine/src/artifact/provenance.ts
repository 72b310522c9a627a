import type { ArtifactInspection, Unanalysed } from '@cordon/model'
import { parseProvenancePublishers, type ReleaseFile } from '@cordon/pypa'
import { type IndexClient, SourceError } from '@cordon/sources'

/** Where an index says that a file was published from. */
export interface Published {
  /** `github.com/owner/name`, each once. */
  readonly publishers: readonly string[]
  readonly unanalysed: readonly Unanalysed[]
}

const nobody: Published = { publishers: [], unanalysed: [] }
const hosts: ReadonlyMap<string, string> = new Map([
  ['GitHub', 'github.com'],
  ['GitLab', 'gitlab.com'],
])

/** Reads the provenance that an index lists (PEP 740), where the metadata names a repository that it could be compared with. */
export async function publishersOf(
  { facts }: ArtifactInspection,
  file: ReleaseFile | undefined,
  index: () => Pick<IndexClient, 'fetchProvenance'>,
): Promise<Published> {
  const url = file?.provenance ?? null
  if (url === null || facts.metadata === undefined || facts.metadata.repositories.length === 0) return nobody
  const unread = (detail: string): Published => {
    const at = { path: facts.metadata?.path ?? '', line: 0 }
    return { publishers: [], unanalysed: [{ at, code: 'PROVENANCE', detail }] }
  }
  try {
    const bytes = await index().fetchProvenance(url, file?.url ?? '')
    const found = parseProvenancePublishers(new TextDecoder().decode(bytes))
    if (found === null) return unread(`${url}: what its index serves is no provenance`)
    const places = found.flatMap(({ kind, repository }) => {
      const host = hosts.get(kind)
      return host === undefined || repository === null ? [] : [`${host}/${repository}`]
    })
    return { publishers: [...new Set(places)], unanalysed: [] }
  } catch (error) {
    if (error instanceof SourceError) return unread(error.message)
    throw error
  }
}
