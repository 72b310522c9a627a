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

/** SHA-256 of the content, and a second digest where one is asked for; not called where it was not whole. */
export function digestInto(
  second: SecondAlgorithm | null,
  onWhole: (digest: Uint8Array, second: Uint8Array | null) => void,
): ContentSink {
  const hash = createHash('sha256')
  const other = second === null ? null : createHash(second)
  return {
    write(piece) {
      hash.update(piece)
      other?.update(piece)
    },
    end(isWhole) {
      const digest = hash.digest()
      const beside = other?.digest() ?? null
      if (isWhole) onWhole(digest, beside)
    },
  }
}

export type SecondAlgorithm = 'md5' | 'sha1'
