import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type StreamedMember, TarStream } from '@cordon/archives'
import { type TarMember, writeTar } from '@cordon/testkit'
import fc from 'fast-check'

interface Read {
  readonly members: readonly (Pick<StreamedMember, 'path' | 'type' | 'size' | 'link'> & {
    readonly text: string | null
  })[]
  readonly codes: readonly string[]
  readonly isWhole: boolean
}

/** Everything that a stream gives, its bytes handed over in pieces of the given lengths. */
function readAll(bytes: Buffer, lengths: readonly number[] = [bytes.length], members = 1000): Read {
  const found: { path: string; type: StreamedMember['type']; size: number; link: string; text: string | null }[] = []
  const codes = new Set<string>()
  const tar = new TarStream({
    report: (code) => void codes.add(code),
    members,
    visit({ path, type, size, link }) {
      const entry = { path, type, size, link, text: null as string | null }
      found.push(entry)
      if (type !== 'file') return null
      const pieces: Buffer[] = []
      return {
        write: (piece) => void pieces.push(Buffer.from(piece)),
        end(isWhole) {
          entry.text = isWhole ? Buffer.concat(pieces).toString('latin1') : null
        },
      }
    },
  })
  let at = 0
  for (let index = 0; at < bytes.length; index++) {
    const length = Math.max(1, lengths[index % lengths.length] ?? 1)
    tar.push(bytes.subarray(at, at + length))
    at += length
  }
  const isWhole = tar.finish()
  return { members: found, codes: [...codes].sort(), isWhole }
}

const paths = (read: Read): readonly string[] => read.members.map(({ path }) => path)

describe('a tar as a stream', () => {
  it('gives files, folders and links in their order', () => {
    const read = readAll(
      writeTar([
        { name: 'a/', type: '5' },
        { name: 'a/b', data: 'content' },
        { name: 'a/empty' },
        { name: 'a/link', type: '2', link: '../x' },
        { name: 'a/hard', type: '1', link: 'a/b' },
        { name: 'dev', type: '3' },
      ]),
    )
    assert.deepEqual(read.members, [
      { path: 'a', type: 'folder', size: 0, link: '', text: null },
      { path: 'a/b', type: 'file', size: 7, link: '', text: 'content' },
      { path: 'a/empty', type: 'file', size: 0, link: '', text: '' },
      { path: 'a/link', type: 'symlink', size: 0, link: '../x', text: null },
      { path: 'a/hard', type: 'hardlink', size: 0, link: 'a/b', text: null },
      { path: 'dev', type: 'special', size: 0, link: '', text: null },
    ])
    assert.equal(read.isWhole, true)
    assert.deepEqual(read.codes, [])
  })

  it('says the same however the bytes are cut', () => {
    const bytes = writeTar([
      { name: 'short', data: 'x'.repeat(700) },
      { name: 'y', longName: `${'d/'.repeat(80)}long`, data: 'z' },
      { name: 'z', pax: { path: `${'p/'.repeat(100)}path`, mtime: '1.5' }, data: 'pax' },
      { name: 'l', type: '2', pax: { linkpath: 'far/away' } },
    ])
    const whole = readAll(bytes)
    assert.equal(whole.members.length, 4)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1500 }), { minLength: 1, maxLength: 8 }), (lengths) => {
        assert.deepEqual(readAll(bytes, lengths), whole)
      }),
      { numRuns: 60 },
    )
  })

  it('reads names as POSIX does: a backslash is a letter, a leading slash the root', () => {
    const read = readAll(
      writeTar([
        { name: '/etc/x' },
        { name: './a\\b' },
        { name: 'c:d' },
        { name: 'x//y/./z' },
        { name: './', type: '5' },
      ]),
    )
    assert.deepEqual(paths(read), ['etc/x', 'a\\b', 'c:d', 'x/y/z', ''])
    assert.deepEqual(read.codes, [])
  })

  it('never leaves the root, and says who tried', () => {
    const read = readAll(writeTar([{ name: '../../etc/passwd', data: 'x' }, { name: 'a/../../b' }]))
    assert.deepEqual(paths(read), ['etc/passwd', 'b'])
    assert.deepEqual(read.codes, ['parent-path'])
  })

  it('takes a GNU long name before an extended one, as Go does', () => {
    const read = readAll(writeTar([{ name: 'x', longName: 'gnu', pax: { path: 'pax' } }]))
    assert.deepEqual(paths(read), ['gnu'])
    assert.deepEqual(read.codes, ['pax-path'])
  })

  it('lets global headers rename nothing', () => {
    const global: TarMember = { name: 'g', type: 'g', data: '15 path=renamed\n' }
    assert.deepEqual(paths(readAll(writeTar([global, { name: 'x' }]))), ['x'])
  })

  it('passes over extended headers that are too large', () => {
    const read = readAll(
      writeTar([
        { name: 'h', type: 'x', data: 'a'.repeat(1024 * 1024 + 1) },
        { name: 'x', data: '1' },
      ]),
    )
    assert.deepEqual(paths(read), ['x'])
    assert.deepEqual(read.codes, ['lone-member-data'])
  })

  it('stops where a header is none', () => {
    const broken = writeTar([{ name: 'a' }, { name: 'b', lie: { checksum: 1 } }, { name: 'c' }])
    const read = readAll(broken)
    assert.deepEqual([paths(read), read.codes, read.isWhole], [['a'], ['header-checksum'], false])
  })

  it('stops at its bound', () => {
    const read = readAll(writeTar([{ name: 'a' }, { name: 'b' }, { name: 'c' }]), undefined, 2)
    assert.deepEqual([paths(read), read.codes], [['a', 'b'], ['too-many-members']])
  })

  it('says when it is cut short, and gives no half of a file', () => {
    const bytes = writeTar([{ name: 'a', data: 'x'.repeat(2000) }])
    const read = readAll(bytes.subarray(0, 1200))
    assert.equal(read.isWhole, false)
    assert.deepEqual(read.codes, ['stream-truncated'])
    assert.equal(read.members[0]?.text, null)
  })

  it('does without the padding and the end that some writers leave off', () => {
    const bytes = writeTar([{ name: 'a', data: 'xy' }]).subarray(0, 514)
    const read = readAll(bytes)
    assert.deepEqual([read.members[0]?.text, read.isWhole, read.codes], ['xy', true, []])
  })

  it('says when something stands behind the end', () => {
    const read = readAll(Buffer.concat([writeTar([{ name: 'a' }]), writeTar([{ name: 'b' }])]))
    assert.deepEqual([paths(read), read.codes], [['a'], ['trailing-data']])
  })

  it('fills the holes of files in each of the four forms', () => {
    const whole = `${'\0'.repeat(512)}${'A'.repeat(512)}${'\0'.repeat(1024)}${'B'.repeat(512)}${'\0'.repeat(100)}`
    const packed = `${'A'.repeat(512)}${'B'.repeat(512)}`
    const parts = '512,512,2048,512'
    const leading = `2\n512\n512\n2048\n512\n`.padEnd(512, '\0')
    const forms: TarMember[] = [
      {
        name: 'a',
        data: packed,
        pax: { 'GNU.sparse.map': parts, 'GNU.sparse.size': '2660', 'GNU.sparse.name': 'one' },
      },
      {
        name: 'b',
        data: leading + packed,
        pax: {
          'GNU.sparse.major': '1',
          'GNU.sparse.minor': '0',
          'GNU.sparse.realsize': '2660',
          'GNU.sparse.name': 'two',
        },
      },
    ]
    const bytes = Buffer.concat([
      writeTar(forms, { end: Buffer.alloc(0) }),
      oldSparse('three', packed),
      Buffer.alloc(1024),
    ])
    for (const lengths of [[bytes.length], [1], [513, 7]]) {
      const read = readAll(bytes, lengths)
      assert.deepEqual(paths(read), ['one', 'two', 'three'])
      for (const member of read.members) {
        assert.equal(member.size, 2660)
        assert.equal(member.text, whole, member.path)
      }
    }
  })

  it('gives nothing of files whose parts do not fit', () => {
    const lies: TarMember[] = ['0,10,5,10', '0,600', '0,1', '-1,512', '9,x'].map((map) => ({
      name: map,
      data: 'x'.repeat(512),
      pax: { 'GNU.sparse.map': map, 'GNU.sparse.size': '512' },
    }))
    const read = readAll(writeTar([...lies, { name: 'last', data: 'ok' }]))
    assert.deepEqual(
      read.members.map(({ text }) => text),
      [null, null, null, null, null, 'ok'],
    )
    assert.deepEqual(read.codes, ['old-sparse'])
  })

  it('never throws, whatever comes', () => {
    const start = writeTar([
      { name: 'a', data: 'x' },
      { name: 'b', pax: { path: 'c' } },
    ])
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(start.length - 1), fc.nat(255)), { maxLength: 12 }), (changes) => {
        const bytes = Buffer.from(start)
        for (const [at, value] of changes) bytes[at] = value
        readAll(bytes, [100])
      }),
      { numRuns: 300 },
    )
  })
})

/** GNU's old form: parts in the header, and one more block of them. */
function oldSparse(name: string, packed: string): Buffer {
  const member = writeTar([{ name, type: 'S', data: packed, lie: { magic: 'ustar  \0' } }], { end: Buffer.alloc(0) })
  const header = member.subarray(0, 512)
  const number = (value: number): string => `${value.toString(8).padStart(11, '0')}\0`
  header.write(number(512) + number(512), 386, 'latin1')
  header[482] = 1
  header.write(number(2660), 483, 'latin1')
  header.fill(' ', 148, 156)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  const more = Buffer.alloc(512)
  more.write(number(2048) + number(512), 0, 'latin1')
  return Buffer.concat([header, more, member.subarray(512)])
}
