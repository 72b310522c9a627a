import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { bufferBytes, readZipMember } from '@cordon/archives'
import { writeZip } from '@cordon/testkit'
import fc from 'fast-check'

const members = [
  { name: 'a.txt', data: 'a'.repeat(5000) },
  { name: 'x.dist-info/RECORD', data: 'a.txt,,\n' },
  { name: 'b.txt', data: 'b' },
]
const isRecord = (path: string): boolean => path.endsWith('/RECORD')

function read(bytes: Uint8Array, limit = 1000): string | null {
  const found = readZipMember(bufferBytes(bytes), isRecord, limit)
  return found === null ? null : new TextDecoder().decode(found)
}

describe('one member of a zip', () => {
  it('is read without any other', () => {
    const zip = writeZip(members)
    const seen: [number, number][] = []
    const source = {
      size: zip.length,
      readAt(position: number, length: number) {
        seen.push([position, position + length])
        return zip.subarray(position, position + length)
      },
    }
    assert.equal(Buffer.from(readZipMember(source, isRecord, 1000) ?? []).toString(), 'a.txt,,\n')
    const local = zip.indexOf('x.dist-info/RECORD') - 30
    assert.ok(seen.some(([from]) => from === local))
    assert.equal(read(writeZip([...members], { zip64: true })), 'a.txt,,\n')
    assert.equal(read(writeZip(members.map((each) => ({ ...each, method: 'stored' })))), 'a.txt,,\n')
  })

  it('is none where there are several, where it is too large, or where it is not what it says', () => {
    assert.equal(read(writeZip([])), null)
    assert.equal(read(writeZip([...members, { name: 'y.dist-info/RECORD', data: '' }])), null)
    assert.equal(read(writeZip(members), 7), null)
    const zip = writeZip(members)
    const other = Buffer.from(zip)
    other.writeUInt8(0x78, zip.indexOf('x.dist-info/RECORD') + 1)
    assert.equal(read(other), null)
    assert.equal(read(Buffer.from('no zip')), null)
  })

  it('throws nothing, whatever the bytes', () => {
    const zip = writeZip(members)
    fc.assert(
      fc.property(fc.nat(zip.length - 1), fc.nat(255), (at, value) => {
        const broken = Buffer.from(zip)
        broken.writeUInt8(value, at)
        const found = read(broken)
        assert.ok(found === null || found === 'a.txt,,\n')
      }),
    )
  })
})
