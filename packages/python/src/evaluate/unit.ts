import type { Tree } from '../tree.ts'

/** One text that is evaluated: a file, or a text that code in an outer unit decoded and ran. */
export interface Unit {
  readonly tree: Tree
  /** 0 for the file itself, one more for each text within a text. */
  readonly layer: number
}
