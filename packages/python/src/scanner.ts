import { Problems } from './problem.ts'
import { Symbols } from './symbols.ts'
import type { TokenBuffer } from './token-buffer.ts'

/** The lexer's state over one text. */
export class Scanner {
  readonly source: Uint8Array
  readonly problems = new Problems()
  readonly symbols = new Symbols()
  readonly tokens: TokenBuffer
  /** Where `tokens` must end. */
  readonly tokensEnd: number
  at = 0
  /** Open brackets and open fields of templates. */
  brackets = 0
  /** Where, inside brackets, the first token of a physical line begins; -1 when there is none yet. */
  freshLine = -1
  /** Open templates, and whether the innermost one turned out not to be one. */
  templates = 0
  templateBroken = false
  /** How often a template may still be read again as a plain string. */
  rereads = 16
  /** Columns of the open blocks; the first is 0. */
  readonly indents: number[] = [0]

  constructor(source: Uint8Array, mostTokens: number, tokens: TokenBuffer) {
    this.source = source
    this.tokensEnd = mostTokens * 3
    this.tokens = tokens
    tokens.end = 0
  }
}
