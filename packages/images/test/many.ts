/** Layers of very many entries, made while they are read. */
import { writeTar } from '@cordon/testkit'

const block = 512

/** The bytes of a tar with `count` empty files, `perFolder` of them in each folder, a megabyte at a time. */
export async function* manyEntries(count: number, perFolder: number): AsyncGenerator<Buffer> {
  const template = writeTar([{ name: 'x' }], { end: Buffer.alloc(0) })
  const perPiece = 2000
  for (let from = 0; from < count; from += perPiece) {
    const entries = Math.min(perPiece, count - from)
    const piece = Buffer.alloc(entries * block)
    for (let index = 0; index < entries; index++) {
      const number = from + index
      const name = `usr/share/folder-${Math.floor(number / perFolder)}/file-number-${number}`
      const at = index * block
      template.copy(piece, at)
      piece.write(name, at, 'latin1')
      let sum = 8 * 0x20
      for (let each = at; each < at + block; each++) sum += each >= at + 148 && each < at + 156 ? 0 : (piece[each] ?? 0)
      piece.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148, 'latin1')
    }
    yield piece
  }
  yield Buffer.alloc(2 * block)
}
