import type { Archive, DistributionFacts } from '@cordon/archives'
import { type ContentFacts, contentNotes } from '@cordon/checks/artifact'
import type { ArtifactOddity } from '@cordon/model'
import type { NameAnswer } from '../names.ts'

/** What name and metadata say of a distribution: it may move a score a little, and makes nothing malicious. */
export function remarksOn(
  archive: Archive,
  distribution: DistributionFacts,
  names: NameAnswer,
): readonly ArtifactOddity[] {
  const { name, metadata, metadataPath, entryPoints } = distribution
  return contentNotes({
    name,
    names: name === null ? null : names(name),
    metadata,
    metadataPath,
    entryPoints,
    pyproject: pyprojectOf(archive, distribution),
  })
}

const longestPyproject = 1024 * 1024
const utf8 = new TextDecoder()

/** The manifest of a source distribution or folder. */
function pyprojectOf(archive: Archive, { kind, root }: DistributionFacts): ContentFacts['pyproject'] {
  const path = `${root}pyproject.toml`
  const member = kind === 'wheel' ? undefined : archive.members.find((each) => each.path === path)
  if (member === undefined || member.type !== 'file' || member.size > longestPyproject) return null
  return { path, text: utf8.decode(member.bytes()) }
}
