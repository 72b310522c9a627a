import { ImageError } from '../error.ts'
import type { Descriptor } from './descriptor.ts'
import { digestOf } from './digest.ts'
import { mostDocumentBytes } from './json.ts'

/** Where the parts of an image come from: a folder, an archive or a registry. What it gives is not trusted: digests are checked here. */
export interface BlobStore {
  /** A whole document, at most `limit` bytes. `kind` says what a registry would be asked for. */
  read(descriptor: Pick<Descriptor, 'digest' | 'size'>, kind: 'manifest' | 'blob', limit: number): Promise<Uint8Array>
  /** The stored bytes of a layer. */
  open(descriptor: Pick<Descriptor, 'digest' | 'size'>): AsyncIterable<Uint8Array>
}

/** A document whose bytes are the promised ones; throws `WRONG_DIGEST`, `WRONG_SIZE` or `TOO_LARGE`. */
export async function readDocument(
  store: BlobStore,
  descriptor: Pick<Descriptor, 'digest' | 'size'>,
  kind: 'manifest' | 'blob',
): Promise<Uint8Array> {
  const { digest, size } = descriptor
  if (size > mostDocumentBytes)
    throw new ImageError('TOO_LARGE', `${digest}: ${size} bytes are too many for a document.`)
  const bytes = await store.read(descriptor, kind, mostDocumentBytes)
  if (bytes.length !== size)
    throw new ImageError('WRONG_SIZE', `${digest}: ${bytes.length} bytes, not the ${size} that were promised.`)
  const found = digestOf(bytes)
  if (found !== digest)
    throw new ImageError('WRONG_DIGEST', `${digest}: its bytes have the digest ${found}. It was damaged or replaced.`)
  return bytes
}
