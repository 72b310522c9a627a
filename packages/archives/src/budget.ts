import type { ArchiveLimits } from './archive.ts'
import type { Report } from './oddity.ts'

/** How much of an archive may still be unpacked. Counted in bytes of output, each member once: the same archive always ends the same way. */
export interface Budget {
  /** How many bytes of this member, which announces `size`, may be unpacked: 0 when the archive's bound is reached, which is reported. */
  allow(member: object, written: string, size: number): number
  /** What unpacking it took, where that is more than it announced. */
  spend(member: object, bytes: number): void
}

export function openBudget(limits: ArchiveLimits, report: Report): Budget {
  const counted = new WeakMap<object, number>()
  let left = limits.totalBytes
  const count = (member: object, bytes: number): void => {
    const before = counted.get(member) ?? 0
    if (bytes <= before) return
    counted.set(member, bytes)
    left -= bytes - before
  }
  return {
    allow(member, written, size) {
      count(member, Math.min(size, limits.memberBytes))
      if (left < 0) report('total-too-large', null, `of all members ${limits.totalBytes} bytes are read`)
      if (size > limits.memberBytes)
        report('member-too-large', written, `${size} bytes, of which ${limits.memberBytes} are read`)
      return left < 0 ? 0 : limits.memberBytes
    },
    spend: count,
  }
}
