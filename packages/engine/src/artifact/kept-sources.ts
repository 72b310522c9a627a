import type { Archive, Member } from '@cordon/archives'
import { isPython } from './artifact-facts.ts'

/** Larger members are not compared with RECORD, and so not read twice. */
const largestKept = 1024 * 1024
const mostKept = 64 * 1024 * 1024

/**
 * The same archive, whose Python is unpacked once: RECORD is compared with it, and then it is read. What is kept is bounded; the
 * rest is unpacked anew each time.
 */
export function keepSources(archive: Archive): Archive {
  let left = mostKept
  const keep = (member: Member): Member => {
    if (!isPython(member) || member.size > largestKept) return member
    let kept: Uint8Array | null = null
    const bytes = (): Uint8Array => {
      if (kept !== null) return kept
      const read = member.bytes()
      if (read.length > left) return read
      left -= read.length
      kept = read
      return read
    }
    return { ...member, bytes }
  }
  return { ...archive, members: archive.members.map(keep) }
}
