import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import { PackedReader, type Place } from '../../src/image/packed-reader.ts'

const bytes = Buffer.from(Array.from({ length: 300 }, (_, index) => index % 251))

/** A stream in pieces of so many bytes that counts how often it is begun. */
function counted(pieceBytes: number) {
  const count = { passes: 0, closed: 0 }
  const reader = new PackedReader(async function* () {
    count.passes += 1
    try {
      for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
    } finally {
      count.closed += 1
    }
  })
  return { reader, count }
}

async function all(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const found: Buffer[] = []
  for await (const piece of pieces) found.push(Buffer.from(piece))
  return Buffer.concat(found)
}

const place = fc.record({ offset: fc.nat(310), length: fc.nat(120) })

it('gives every part in any order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(place, { maxLength: 8 }), fc.integer({ min: 1, max: 90 }), async (places, pieceBytes) => {
      const { reader, count } = counted(pieceBytes)
      for (const { offset, length } of places)
        assert.deepEqual(await all(reader.read({ offset, length })), bytes.subarray(offset, offset + length))
      assert.ok(count.passes <= places.length)
    }),
  )
})

it('reads parts that follow one another in one pass, whatever lies between them', async () => {
  const lengths = fc.array(fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 40 })), { minLength: 1, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(lengths, fc.integer({ min: 1, max: 90 }), async (gaps, pieceBytes) => {
      const { reader, count } = counted(pieceBytes)
      let at = 0
      for (const [gap, length] of gaps) {
        if (at + gap + length > bytes.length) break
        await all(reader.read({ offset: at + gap, length }))
        at += gap + length
      }
      assert.equal(count.passes, at === 0 ? 0 : 1)
    }),
  )
})

it('starts anew after a part that was left, and for a second part at the same time', async () => {
  const { reader, count } = counted(10)
  for await (const piece of reader.read({ offset: 5, length: 100 })) {
    assert.equal(piece[0], 5)
    const other: Place = { offset: 20, length: 15 }
    assert.deepEqual(await all(reader.read(other)), bytes.subarray(20, 35))
    break
  }
  assert.deepEqual(await all(reader.read({ offset: 40, length: 5 })), bytes.subarray(40, 45))
  assert.equal(count.passes, 3)
})

it('starts anew after a stream that broke', async () => {
  let passes = 0
  const reader = new PackedReader(async function* () {
    passes += 1
    yield bytes.subarray(0, 50)
    if (passes === 1) throw new Error('broken')
    yield bytes.subarray(50)
  })
  await assert.rejects(all(reader.read({ offset: 40, length: 20 })), /broken/)
  assert.deepEqual(await all(reader.read({ offset: 40, length: 20 })), bytes.subarray(40, 60))
})
