import { type Archive, type ArchiveLimits, openArchive } from '@cordon/archives'

/** Opens an archive and reads every member: the codes of all oddities, sorted, each once. */
export function odditiesOf(bytes: Uint8Array, filename: string, limits?: ArchiveLimits): readonly string[] {
  const archive = openArchive(bytes, filename, limits)
  for (const member of archive.members) member.bytes()
  return [...new Set(archive.oddities.map(({ code }) => code))].sort()
}

/** Path and text of every member. */
export function textsOf(archive: Archive): readonly (readonly [string, string])[] {
  return archive.members.map((member) => [member.path, Buffer.from(member.bytes()).toString('utf8')])
}
