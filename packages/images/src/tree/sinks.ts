import { createHash } from 'node:crypto'
import type { ContentSink } from '@cordon/archives'

/** Copies the content into `bytes`; null where it was not whole. */
export function keepInto(bytes: Buffer, onEnd: (bytes: Buffer | null) => void): ContentSink {
  let at = 0
  return {
    write(piece) {
      piece.copy(bytes, at)
      at += piece.length
    },
    end: (isWhole) => onEnd(isWhole ? bytes : null),
  }
}

/** SHA-256 of the content; not called where it was not whole. */
export function digestInto(onWhole: (digest: Uint8Array) => void): ContentSink {
  const hash = createHash('sha256')
  return {
    write: (piece) => void hash.update(piece),
    end(isWhole) {
      const digest = hash.digest()
      if (isWhole) onWhole(digest)
    },
  }
}
