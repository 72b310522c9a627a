import type { ArchiveLimits } from './archive.ts'
import type { Report } from './oddity.ts'

/** How much of an archive may still be unpacked. Counted in bytes of output, each member once: the same archive always ends the same way. */
export interface Budget {
  /** How many bytes of this member may be unpacked: 0 when the archive's bound is reached, which is reported. */
  allow(member: object, written: string, size: number): number
}

export function openBudget(limits: ArchiveLimits, report: Report): Budget {
  const counted = new WeakSet<object>()
  let left = limits.totalBytes
  return {
    allow(member, written, size) {
      if (!counted.has(member)) {
        counted.add(member)
        left -= Math.min(size, limits.memberBytes)
      }
      if (left < 0) report('total-too-large', null, `of all members ${limits.totalBytes} bytes are read`)
      if (size > limits.memberBytes)
        report('member-too-large', written, `${size} bytes, of which ${limits.memberBytes} are read`)
      return left < 0 ? 0 : limits.memberBytes
    },
  }
}
