import { kindOfOddity, type OddityCode } from '@cordon/archives'

/**
 * What is wrong with the layers of an image beside what their archives report. The kinds: `unread` part of the image is not seen, so that what
 * is said of it is incomplete · `odd` no honest builder writes it, and what was done about it is in the text.
 */
export const imageProblemTable = {
  'bad-whiteout': ['odd', 'a deletion of nothing that has a name; passed over'],
  'content-missing': ['unread', 'the content of a file was in none of the layers that were read'],
  'file-in-the-way': ['odd', 'an entry lies below a file; the file made way for a folder'],
  'kept-too-much': ['unread', 'more metadata than is kept in memory; the rest is not read'],
  'link-missing': ['odd', 'a hard link to what is not there; passed over'],
  'link-to-folder': ['odd', 'a hard link to a folder; passed over'],
  'path-too-long': ['unread', 'a name longer than Linux allows; passed over'],
  'symlink-loop': ['unread', 'the folder of an entry is a circle of symbolic links; passed over'],
  'too-many-entries': ['unread', 'more entries than are read of one image'],
} as const satisfies Readonly<Record<string, readonly ['unread' | 'odd', string]>>

export type ImageProblemCode = keyof typeof imageProblemTable

/** Something about a layer that an honest builder does not do, or that stopped us. `path` and `detail` hold hostile text. */
export interface ImageProblem {
  readonly code: ImageProblemCode | OddityCode
  /** Index of the layer. */
  readonly layer: number
  readonly path: string | null
  readonly detail: string
}

const maxPerCode = 25
const longestName = 1000

/** Problems as they are reported: of each code a bounded number. */
export class ProblemLog {
  readonly problems: ImageProblem[] = []
  readonly #counts = new Map<string, number>()

  add(problem: ImageProblem): void {
    const count = this.#counts.get(problem.code) ?? 0
    if (count > maxPerCode) return
    this.#counts.set(problem.code, count + 1)
    if (count === maxPerCode) this.problems.push({ ...problem, path: null, detail: 'and more like these' })
    else this.problems.push({ ...problem, path: problem.path?.slice(0, longestName) ?? null })
  }

  note(code: ImageProblemCode, layer: number, path: string): void {
    this.add({ code, layer, path, detail: imageProblemTable[code][1] })
  }
}

/** What a problem means for the answer: `unread` leaves it incomplete. */
export function kindOfProblem(code: ImageProblemCode | OddityCode): 'unread' | 'odd' {
  if (Object.hasOwn(imageProblemTable, code)) return imageProblemTable[code as ImageProblemCode][0]
  const kind = kindOfOddity(code as OddityCode)
  return kind === 'bounded' || kind === 'damaged' ? 'unread' : 'odd'
}
