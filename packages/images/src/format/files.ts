import { ImageError } from '../error.ts'

/** Files of a folder or an archive that holds an image, by their path with `/`. */
export interface ImageFiles {
  /** For people: what they are in. */
  readonly label: string
  /** In bytes; null when there is no such file. */
  size(path: string): number | null
  read(path: string, limit: number): Promise<Uint8Array>
  open(path: string): AsyncIterable<Uint8Array>
}

/** A document of an image; throws `MISSING_BLOB` where it is not there. */
export async function readFile(files: ImageFiles, path: string, limit: number): Promise<Uint8Array> {
  const size = files.size(path)
  if (size === null) throw new ImageError('MISSING_BLOB', `${files.label}: ${path} is not there.`)
  if (size > limit)
    throw new ImageError('TOO_LARGE', `${files.label}: ${path} has ${size} bytes, too many for a document.`)
  return await files.read(path, limit)
}
