import { type Archive, type ArchiveLimits, defaultArchiveLimits } from './archive.ts'
import type { ByteSource } from './byte-source.ts'
import { ArchiveError } from './error.ts'
import { oddityTable, type Report } from './oddity.ts'
import { readZipMembers } from './zip.ts'

/**
 * A zip in which nothing is odd, for archives that must be as they were published: whatever the lenient reader reports is thrown as
 * `ArchiveError('REFUSED')`, at once or when the member is read. Bounds are checked before the first member is given.
 */
export function openZipStrictly(source: ByteSource, limits: ArchiveLimits = defaultArchiveLimits): Archive {
  const report: Report = (code, member, detail = oddityTable[code][1]) => {
    const where = member === null ? '' : `${JSON.stringify(member.slice(0, 200))}: `
    throw new ArchiveError('REFUSED', `${where}${detail}`)
  }
  const archive = readZipMembers({ source, limits, oddities: [], report })
  const total = archive.members.reduce((sum, { size }) => sum + size, 0)
  const largest = archive.members.find(({ size }) => size > limits.memberBytes)
  if (largest !== undefined) report('member-too-large', largest.written)
  if (total > limits.totalBytes) report('total-too-large', null)
  if (total > limits.ratioFrom && total > source.size * limits.ratio) report('compression-ratio', null)
  return archive
}
