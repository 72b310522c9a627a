/**
 * What each oddity of an archive means, in words for a report. The kinds:
 * `ambiguous` readers disagree on what the archive holds · `hidden` bytes that no member accounts for · `misplaced` a name that
 * means another place than it shows · `damaged` not as it was written · `bounded` not read, or not to its end, by our own limits.
 */
export const oddityTable = {
  'absolute-path': ['misplaced', 'a member has an absolute name'],
  'base-name-collision': ['ambiguous', 'a file and a folder have the same name'],
  'case-collision': ['ambiguous', 'two members have names that differ only in case'],
  'compression-ratio': ['bounded', 'a member unpacks to far more than it is packed in'],
  'control-in-name': ['misplaced', 'a name has control or invisible characters'],
  'count-mismatch': ['ambiguous', 'the directory holds more or fewer members than it announces'],
  'device-member': ['misplaced', 'a member is a device, a pipe or another special file'],
  'device-name': ['misplaced', 'a name that means a device on Windows'],
  'directory-mismatch': ['ambiguous', 'the directory is not where the end record says'],
  'directory-missing': ['damaged', 'the directory of members is missing'],
  'directory-truncated': ['damaged', 'the directory of members ends before it should'],
  'dot-segment': ['misplaced', 'a name has empty or “.” parts'],
  'duplicate-member': ['ambiguous', 'two members have the same name'],
  'empty-name': ['misplaced', 'a member has no name'],
  'encrypted-member': ['bounded', 'a member is encrypted'],
  'end-mismatch': ['ambiguous', 'two end records disagree'],
  'folder-with-content': ['hidden', 'a folder has content'],
  'hard-link': ['misplaced', 'a member is a hard link'],
  'header-checksum': ['damaged', 'a header has a wrong checksum or is none'],
  'hidden-bytes': ['hidden', 'bytes between members belong to none'],
  'leading-data': ['hidden', 'data before the archive'],
  'link-outside': ['misplaced', 'a link leads out of the archive'],
  'link-with-content': ['ambiguous', 'a link or folder announces content that readers skip or not'],
  'local-mismatch': ['ambiguous', 'a member is described in two ways'],
  'lone-member-data': ['damaged', 'a header describes no member'],
  'member-checksum': ['damaged', 'a member has a wrong checksum'],
  'member-corrupt': ['damaged', 'a member does not unpack to its end'],
  'member-size': ['ambiguous', 'a member is of another size than announced'],
  'member-too-large': ['bounded', 'a member is larger than what is read of one'],
  'member-trailing-data': ['hidden', 'bytes behind the packed data of a member'],
  'member-truncated': ['damaged', 'a member is cut short'],
  'name-encoding': ['ambiguous', 'a name is not in the encoding that it announces'],
  'nested-compression': ['ambiguous', 'the archive is compressed more than once'],
  'nul-in-name': ['ambiguous', 'a name has a NUL, where some readers end it'],
  'old-sparse': ['bounded', 'a sparse member is not expanded'],
  'overlapping-members': ['ambiguous', 'members share their bytes'],
  'parent-path': ['misplaced', 'a name climbs out of its folder'],
  'pax-global-path': ['ambiguous', 'a global header renames or resizes members'],
  'pax-path': ['ambiguous', 'an extended header gives another name than the header'],
  'pax-size': ['ambiguous', 'an extended header gives another size than the header'],
  'several-parts': ['damaged', 'the archive is one part of several'],
  'stream-checksum': ['damaged', 'the compressed stream has a wrong checksum'],
  'stream-corrupt': ['damaged', 'the compressed stream cannot be read to its end'],
  'stream-truncated': ['damaged', 'the compressed stream is cut short'],
  'symbolic-link': ['misplaced', 'a member is a symbolic link'],
  'too-many-members': ['bounded', 'more members than are read'],
  'total-too-large': ['bounded', 'the archive unpacks to more than is read of one'],
  'trailing-data': ['hidden', 'data after the archive'],
  'two-directories': ['ambiguous', 'more than one end record'],
  'unicode-path-extra': ['ambiguous', 'an extra field gives another name'],
  'unknown-member-type': ['ambiguous', 'a member of a type that is not known'],
  'unusual-method': ['bounded', 'a member is packed by an unusual method'],
  'windows-path': ['misplaced', 'a name has a drive or backslashes'],
  'wrong-container': ['ambiguous', 'the archive is of another kind than its file name says'],
} as const satisfies Readonly<Record<string, readonly [OddityKind, string]>>

export type OddityKind = 'ambiguous' | 'hidden' | 'misplaced' | 'damaged' | 'bounded'
export type OddityCode = keyof typeof oddityTable

/** Something about an archive that an honest writer does not do, or that stopped us. `detail` is for people; names in it are hostile text. */
export interface Oddity {
  readonly code: OddityCode
  /** The member's name as it is written, or null for the archive itself. */
  readonly member: string | null
  readonly detail: string
}

export type Report = (code: OddityCode, member: string | null, detail?: string) => void

/** Of one code; a hostile archive could fill memory with its faults. */
const maxPerCode = 25
/** Of a name in a report, in characters: a name may be megabytes long. */
const longestName = 1000

/** A list of oddities that grows as they are reported: each code and member once, each code a bounded number of times. */
export function oddityLog(): { readonly oddities: readonly Oddity[]; readonly report: Report } {
  const oddities: Oddity[] = []
  const counts = new Map<OddityCode, number>()
  const seen = new Set<string>()
  const report: Report = (code, member, detail = oddityTable[code][1]) => {
    const count = counts.get(code) ?? 0
    const key = `${code} ${member ?? ''}`
    if (count > maxPerCode || seen.has(key)) return
    seen.add(key)
    counts.set(code, count + 1)
    if (count === maxPerCode) oddities.push({ code, member: null, detail: 'and more like these' })
    else oddities.push({ code, member: member?.slice(0, longestName) ?? null, detail })
  }
  return { oddities, report }
}

export function kindOfOddity(code: OddityCode): OddityKind {
  return oddityTable[code][0]
}
