import type { Artifact, Origin } from '@cordon/model'
import { decodePercent, readArchiveUrl } from '@cordon/pypa'
import type { Distribution } from './distribution.ts'

/** Where an installed distribution says that it came from (PEP 610, PEP 710), and the file that was. */
export interface InstalledOrigin {
  readonly origin: Origin
  readonly editable: boolean
  readonly artifacts: readonly Artifact[]
}

const fromIndex: Origin = { kind: 'index', url: null }

export function originOf(distribution: Distribution): InstalledOrigin {
  const { directUrl, provenanceUrl, owner } = distribution
  if (directUrl !== null) return originOfDirectUrl(directUrl)
  const origin: Origin = owner?.kind === 'conda' ? { kind: 'conda', channel: null } : fromIndex
  if (provenanceUrl === null) return { origin, editable: false, artifacts: [] }
  const { filename } = readArchiveUrl(provenanceUrl.url)
  return { origin, editable: false, artifacts: [{ filename, url: provenanceUrl.url, hashes: provenanceUrl.hashes }] }
}

function originOfDirectUrl(direct: NonNullable<Distribution['directUrl']>): InstalledOrigin {
  const { url, subdirectory } = direct
  if (direct.kind === 'vcs') {
    const { vcs, commit, requestedRevision } = direct
    return {
      origin: { kind: 'git', vcs, url, ref: requestedRevision, commit, subdirectory },
      editable: false,
      artifacts: [],
    }
  }
  if (direct.kind === 'directory')
    return { origin: { kind: 'path', path: pathOf(url) }, editable: direct.editable, artifacts: [] }
  const artifact = { filename: readArchiveUrl(url).filename, url, hashes: direct.hashes }
  const origin: Origin = /^file:/i.test(url) ? { kind: 'path', path: pathOf(url) } : { kind: 'url', url }
  return { origin, editable: false, artifacts: [artifact] }
}

/** The path of a `file:` URL as a person would write it; what is no such URL stays as it is. */
function pathOf(url: string): string {
  const rest = /^file:(?:\/\/[^/]*)?(\/.*)$/i.exec(url)?.[1]
  return rest === undefined ? url : decodePercent(rest)
}
