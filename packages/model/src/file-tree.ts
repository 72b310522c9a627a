/** What stands at a path of a tree. */
export interface TreeFile {
  /** From the root of the tree, `/` between names, none at either end; `` is the root. */
  readonly path: string
  readonly kind: 'file' | 'folder' | 'symlink' | 'other'
  /** In bytes; 0 for whatever is no file. */
  readonly size: number
  readonly executable: boolean
  /** Of a symbolic link, as written. */
  readonly target: string | null
  /** Index of the image layer that put it there; null outside images. */
  readonly layer: number | null
}

/**
 * A read-only view of files below one root: a folder of the machine, an image with its layers applied, or the members of an archive.
 * Paths never leave the root. Nothing here follows a symbolic link by itself. Answers do not change while a tree is in use.
 */
export interface FileTree {
  /** What stands at the path itself; null when nothing does. */
  look(path: string): TreeFile | null
  /** Names within a folder, sorted; empty when it is none. */
  names(folder: string): readonly string[]
  /** The bytes of a file; null when it is none, is longer than `limit` bytes, or was not kept while its image was streamed. */
  read(path: string, limit: number): Uint8Array | null
  /** Lower-case hexadecimal SHA-256 of a file's content; null when it is none or its digest was not taken. */
  sha256(path: string): string | null
  /** The same by the algorithms of package databases, as far as it was taken from a stream; left out where `read` gives every content. */
  taken?(path: string, algorithm: 'md5' | 'sha1'): string | null
}

/** What whoever fills a tree from a stream does with a file's content: keeps it, or takes its SHA-256 and perhaps another digest, or neither. */
export type FileWish = 'keep' | 'digest' | 'digest-md5' | 'digest-sha1' | 'pass'
