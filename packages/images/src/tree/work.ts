import { ImageError } from '../error.ts'

/**
 * Steps that entries of an image may cost: names on the way to them, and what a deletion looks at. Few entries can cost very many, through links
 * that lead to links, folders in folders and folders that are deleted over and over. Throws `TOO_LARGE` when there are none left.
 */
export class Work {
  #left: number

  constructor(steps: number) {
    this.#left = steps
  }

  spend(steps: number): void {
    this.#left -= steps
    if (this.#left < 0)
      throw new ImageError(
        'TOO_LARGE',
        'the entries of the image lead through so many folders and links, or delete so often, that it is not read.',
      )
  }
}
