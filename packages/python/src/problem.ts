/**
 * Why a text, or a part of it, is not fully understood:
 * - `bad-character`: a character that Python has no use for; NULs are passed over, others become an error token
 * - `unterminated-string`, `unread-template`: a string without its end; a formatted string whose fields were not parsed
 * - `unbalanced-bracket`: a statement begins inside brackets, or a bracket closes that none opened
 * - `inconsistent-dedent`: a line stands at a column where no block does
 * - `syntax`: a statement that could not be parsed; its expressions are kept below an Error node
 * - `too-deep`: nested deeper than any Python would run; the inside is not parsed
 * - `too-large`: the text has more tokens or nodes than the limit; what follows is not parsed
 */
export type ProblemCode =
  | 'bad-character'
  | 'unterminated-string'
  | 'unread-template'
  | 'unbalanced-bracket'
  | 'inconsistent-dedent'
  | 'syntax'
  | 'too-deep'
  | 'too-large'

export interface Problem {
  readonly code: ProblemCode
  /** Offset in bytes. */
  readonly at: number
}

const mostKept = 100

/** The problems of one text: the first hundred with their places, and how many there were of each kind. */
export class Problems {
  private readonly kept: Problem[] = []
  private readonly counts = new Map<ProblemCode, number>()

  add(code: ProblemCode, at: number): void {
    if (this.kept.length < mostKept) this.kept.push({ code, at })
    this.counts.set(code, this.count(code) + 1)
  }

  get first(): readonly Problem[] {
    return this.kept
  }

  count(code: ProblemCode): number {
    return this.counts.get(code) ?? 0
  }

  /** No problem of any kind. */
  get none(): boolean {
    return this.counts.size === 0
  }
}
