import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createCipheriv } from 'node:crypto'
import { describe, it } from 'node:test'
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { bunzip2Bounded, codecs, decipherAes, inflateBounded, unlzmaBounded } from '@cordon/archives'
import fc from 'fast-check'

const text = Buffer.concat([
  Buffer.from('a toy text, a toy text, a toy text; '.repeat(4)),
  Uint8Array.from({ length: 64 }, (_, index) => index),
])

/** Written by CPython's own modules. */
const packed = {
  bzip2:
    'QlpoOTFBWSZTWYD6v3gAADn5gH//////////ogCEYCAAdQ1IjRoZNMjQYCNGmmEwTRoGBGGlCYhk0yGAmQ00BpiZMgZNAaZzDTrh6CN29fSTwKYVVsWPIuwy0247lefzVaDCjAFoBewCh1Oc3ejz8EPX8AI0JJZu0/fxR59e/n1ACliquxklpQAxgAn8AjQAX4ArQC/i7kinChIQH1fvAA==',
  xz: '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4ADPAFNdADCICoc0ayPHEkp6pWGjwGxB+3u3fyPYp2/K7jdm69jPDDGWYDuiIAUbifoc5H+//Iurh7Qp1oKSiDhdUbNy4daEvuixIMc1fxXY8g1ycMv0zaI2AAAKiDXlRNIR9wABb9ABAAAAbnG+C7HEZ/sCAAAAAARZWg==',
  lzma: 'XQAAgAD//////////wAwiAqHNGsjxxJKeqVho8BsQft7t38j2Kdvyu43ZuvYzwwxlmA7oiAFG4n6HOR/v/yLq4e0KdaCkog4XVGzcuHWhL7osSDHNX8V2PINcnDL92Kmb///clYAAA==',
}
const decoders: Readonly<Record<keyof typeof packed, (data: Uint8Array, limit: number) => Uint8Array | null>> = {
  bzip2: bunzip2Bounded,
  xz: unlzmaBounded,
  lzma: unlzmaBounded,
}

for (const [name, decode] of Object.entries(decoders))
  describe(name, () => {
    const data = Buffer.from(packed[name as keyof typeof packed], 'base64')
    it('unpacks what CPython packed', () => assert.deepEqual(decode(data, 1000), new Uint8Array(text)))
    it('gives nothing over the limit', () => {
      assert.deepEqual(decode(data, text.length)?.length, text.length)
      assert.equal(decode(data, text.length - 1), null)
    })
    it('gives nothing for what is cut, and nothing for something else', () => {
      for (let length = 0; length < data.length - 20; length += 3)
        assert.equal(decode(data.subarray(0, length), 1000), null)
      assert.equal(decode(Buffer.from('something else, and more of it than a header'), 1000), null)
    })
    it('law: damage gives bytes or null, never an error, within the limit', () => {
      const damage = fc.array(fc.tuple(fc.nat(data.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
      fc.assert(
        fc.property(damage, (changes) => {
          const bytes = Buffer.from(data)
          for (const [at, value] of changes) bytes[at] = value
          assert.ok((decode(bytes, 5000)?.length ?? 0) <= 5000)
        }),
        { numRuns: 400 },
      )
    })
  })

const program = `
import bz2, lzma, random, struct, sys
random.seed(7)
words = [random.randbytes(random.randrange(1, 9)) for _ in range(300)]
texts = [b'', b'x', b'a' * 259 + b'b' * 4 + b'c' * 5, bytes(400000), random.randbytes(70000),
         b''.join(random.choice(words) for _ in range(60000))]
for text in texts:
    half = len(text) // 2
    odd = [{'id': lzma.FILTER_LZMA2, 'lc': 0, 'lp': 3, 'pb': 4, 'preset': 4}]
    for packed in (bz2.compress(text, 1), bz2.compress(text[:half]) + bz2.compress(text[half:]), lzma.compress(text),
                   lzma.compress(text, filters=odd), lzma.compress(text[:half]) + bytes(8) + lzma.compress(text[half:]),
                   lzma.compress(text, format=lzma.FORMAT_ALONE)):
        sys.stdout.buffer.write(struct.pack('<II', len(text), len(packed)) + text + packed)
`
const written = spawnSync('python3', ['-c', program], { maxBuffer: 2 ** 27 })
it('agrees with CPython on texts of every kind', {
  skip: written.status !== 0 && 'needs python3 with bz2 and lzma',
}, () => {
  const bytes = written.stdout
  let count = 0
  for (let at = 0; at < bytes.length; count++) {
    const size = bytes.readUInt32LE(at)
    const data = bytes.subarray(at + 8 + size, at + 8 + size + bytes.readUInt32LE(at + 4))
    const read = data[0] === 0x42 ? bunzip2Bounded(data, 1e7) : unlzmaBounded(data, 1e7)
    assert.ok(read !== null && bytes.subarray(at + 8, at + 8 + size).equals(read), `text ${count}`)
    at += 8 + size + data.length
  }
  assert.equal(count, 36)
})

it('inflates the three formats, whole and within the limit', () => {
  const forms = { zlib: deflateSync(text), raw: deflateRawSync(text), gzip: gzipSync(text) }
  for (const [format, data] of Object.entries(forms)) {
    assert.deepEqual(inflateBounded(data, format as keyof typeof forms, 1000), text)
    assert.equal(inflateBounded(data, format as keyof typeof forms, 10), null)
    assert.equal(inflateBounded(data.subarray(0, 20), format as keyof typeof forms, 1000), null)
  }
})

describe('AES', () => {
  const data = Buffer.alloc(48, 'toy')
  for (const mode of ['cbc', 'ecb', 'ctr', 'cfb', 'ofb', 'gcm'] as const)
    for (const bits of [128, 192, 256])
      it(`${bits} ${mode}`, () => {
        const key = Buffer.alloc(bits / 8, 'k')
        const iv = Buffer.alloc(mode === 'gcm' ? 12 : 16, 'i')
        const cipher = createCipheriv(`aes-${bits}-${mode}`, key, mode === 'ecb' ? null : iv)
        if (mode === 'cbc' || mode === 'ecb') cipher.setAutoPadding(false)
        const hidden = Buffer.concat([cipher.update(data), cipher.final()])
        assert.deepEqual(decipherAes({ mode, key, iv, data: hidden }), data)
      })
  it('null for a key, a start or data that do not fit', () => {
    const whole = { mode: 'cbc', key: Buffer.alloc(16), iv: Buffer.alloc(16), data: Buffer.alloc(16) } as const
    assert.equal(decipherAes(whole)?.length, 16)
    assert.equal(decipherAes({ ...whole, key: Buffer.alloc(15) }), null)
    assert.equal(decipherAes({ ...whole, iv: Buffer.alloc(3) }), null)
    assert.equal(decipherAes({ ...whole, data: Buffer.alloc(15) }), null)
  })
})

it('digests', () => {
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
  // RFC 1321 and RFC 4231, test case 2.
  assert.equal(hex(codecs.digest('md5', Buffer.from('abc'))), '900150983cd24fb0d6963f7d28e17f72')
  assert.equal(
    hex(codecs.hmacSha256(Buffer.from('Jefe'), Buffer.from('what do ya want for nothing?'))),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  )
})
