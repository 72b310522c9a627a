import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { constants, deflateRawSync, zstdCompressSync } from 'node:zlib'
import { ArchiveError, defaultArchiveLimits, openArchive } from '@cordon/archives'
import { writeZip, type ZipMember, type ZipOptions } from '@cordon/testkit'
import fc from 'fast-check'
import { odditiesOf, textsOf } from './support.ts'

const name = 'toy-1-py3-none-any.whl'
const one: ZipMember = { name: 'a.py', data: 'a = 1\n' }
const two: ZipMember = { name: 'b.py', data: 'b = 2\n'.repeat(50) }

const oddWhole: Readonly<Record<string, readonly [Uint8Array, readonly string[]]>> = {
  'with data before it': [Buffer.concat([Buffer.from('#!/bin/sh\n'), writeZip([one, two])]), ['leading-data']],
  'with data behind it': [Buffer.concat([writeZip([one, two]), Buffer.from('more')]), ['trailing-data']],
  'that announces fewer members': [writeZip([one, two], { announced: 1 }), ['count-mismatch']],
  'with a second end in its comment': [
    writeZip([one, two], { comment: writeZip([one]).subarray(-22) }),
    ['two-directories'],
  ],
  'with two ends that disagree': [
    (() => {
      const bytes = writeZip([one, two], { zip64: true })
      bytes.writeUInt16LE(7, bytes.length - 22 + 10)
      return bytes
    })(),
    ['end-mismatch'],
  ],
  'whose directory breaks off': [
    (() => {
      const bytes = writeZip([one, two])
      bytes[bytes.lastIndexOf('PK\x01\x02', bytes.length, 'latin1')] = 0
      return bytes
    })(),
    ['count-mismatch', 'directory-truncated', 'hidden-bytes'],
  ],
}

describe('a zip', () => {
  for (const [what, [bytes, codes]] of Object.entries(oddWhole))
    it(what, () => {
      assert.deepEqual(odditiesOf(bytes, name), codes)
      assert.deepEqual(textsOf(openArchive(bytes, name))[0], ['a.py', 'a = 1\n'])
    })

  it('under the name of an sdist', () => {
    assert.deepEqual(odditiesOf(writeZip([one]), 'toy-1.tar.gz'), ['wrong-container'])
  })

  it('with nothing in it', () => assert.deepEqual(textsOf(openArchive(writeZip([]), name)), []))

  it('whose directory is missing is read by the headers of its members', () => {
    const whole = writeZip([one, { ...two, descriptor: true }, { ...one, name: 'c.py' }])
    const directory = whole.indexOf('PK\x01\x02', 0, 'latin1')
    const archive = openArchive(whole.subarray(0, directory), name)
    assert.deepEqual(
      textsOf(archive).map(([path]) => path),
      ['a.py', 'b.py', 'c.py'],
    )
    assert.deepEqual(textsOf(archive)[2], ['c.py', 'a = 1\n'])
    assert.equal(Buffer.from(archive.members[1]?.bytes() ?? '').toString(), two.data)
    assert.equal(archive.oddities[0]?.code, 'directory-missing')
    const cut = openArchive(whole.subarray(0, directory - 3), name)
    assert.deepEqual(textsOf(cut)[0], ['a.py', 'a = 1\n'])
    assert.ok(cut.oddities.some(({ code }) => code === 'member-truncated'))
  })

  it('of which nothing is left is none', () => {
    for (const bytes of [writeZip([one]).subarray(10), writeZip([one]).subarray(0, 20)])
      assert.throws(
        () => openArchive(bytes.subarray(0, -22), name),
        (error) => error instanceof ArchiveError && error.code === 'NOT_AN_ARCHIVE',
      )
  })
})

type Case = readonly [readonly ZipMember[], readonly string[], ZipOptions?]

const oddMembers: Readonly<Record<string, Case>> = {
  'twice of one name': [[one, { ...one, data: 'a = 2\n' }], ['duplicate-member']],
  'of names that differ in case': [[one, { ...one, name: 'A.py' }], ['case-collision']],
  'that is a file and a folder': [[one, { ...two, name: 'a.py/b.py' }], ['base-name-collision']],
  'with a wrong checksum': [[{ ...one, lie: { crc: 1 } }, two], ['member-checksum']],
  'that is larger than it says': [[{ ...one, lie: { size: 3 } }, two], ['member-size']],
  'that is smaller than it says': [[{ ...one, lie: { size: 300 } }, two], ['member-size']],
  'that says to unpack to megabytes': [
    [{ ...one, lie: { size: 5_000_000 } }, two],
    ['compression-ratio', 'member-size'],
  ],
  'with bytes hidden behind its data': [
    [{ ...one, lie: { hidden: Buffer.from('hidden') } }, two],
    ['member-trailing-data'],
  ],
  'with another name in its own header': [[{ ...one, lie: { localName: 'x.py' } }, two], ['local-mismatch']],
  'with a longer name in its own header': [[{ ...one, lie: { localName: 'xyz.py' } }, two], ['local-mismatch']],
  'of another method than its header says': [
    [{ ...one, method: 'stored', lie: { method: 12 } }, two],
    ['member-corrupt', 'unusual-method'],
  ],
  'that is encrypted': [[{ ...one, lie: { flags: 1 } }, two], ['encrypted-member']],
  'that shares the bytes of another': [
    [one, { ...one, name: 'b.py', lie: { offset: 0 } }],
    ['hidden-bytes', 'local-mismatch', 'overlapping-members'],
  ],
  'whose header lies beyond the end': [
    [{ ...one, lie: { offset: 5_000_000 } }, two],
    ['hidden-bytes', 'leading-data', 'local-mismatch'],
  ],
  'with a false descriptor': [
    [{ ...one, descriptor: true, lie: { hidden: Buffer.from('x') } }, two],
    ['member-trailing-data'],
  ],
  'that climbs out': [[{ ...one, name: '../../a.py' }], ['parent-path']],
  'that climbs and comes back': [[{ ...one, name: 'pkg/../a.py' }], ['parent-path']],
  'with an absolute name': [[{ ...one, name: '/etc/a.py' }], ['absolute-path']],
  'with a drive': [[{ ...one, name: 'C:\\a.py' }], ['absolute-path', 'windows-path']],
  'with backslashes': [[{ ...one, name: 'pkg\\a.py' }], ['windows-path']],
  'with dots between': [[{ ...one, name: 'pkg/./a.py' }], ['dot-segment']],
  'with a NUL in its name': [[{ ...one, name: 'a.py\0.txt' }], ['nul-in-name']],
  'with a line break in its name': [[{ ...one, name: 'a\n.py' }], ['control-in-name']],
  'with a direction mark in its name': [
    [{ ...one, name: Buffer.from('a\u202eyp.txt'), lie: { flags: 0x800 } }],
    ['control-in-name'],
  ],
  'with the name of a device': [[{ ...one, name: 'pkg/AUX.py' }], ['device-name']],
  'with no name': [[{ ...one, name: '' }], ['empty-name']],
  'with a name in no encoding': [
    [{ ...one, name: Buffer.from([0x61, 0xff]), lie: { flags: 0x800 } }],
    ['name-encoding'],
  ],
  'with a name in an encoding that is not told': [[{ ...one, name: Buffer.from('ä.py') }], ['name-encoding']],
  'that is a folder with content': [[{ ...one, name: 'a/' }], ['folder-with-content']],
}

describe('a member of a zip', () => {
  for (const [what, [members, codes, options]] of Object.entries(oddMembers))
    it(what, () => assert.deepEqual(odditiesOf(writeZip(members, options), name), codes))

  const paths: readonly [string, string][] = [
    ['../../a.py', 'a.py'],
    ['pkg/../a.py', 'a.py'],
    ['/etc/a.py', 'etc/a.py'],
    ['C:\\x\\a.py', 'x/a.py'],
    ['pkg//./a.py', 'pkg/a.py'],
    ['a.py\0.txt', 'a.py'],
    ['', ''],
  ]
  for (const [written, path] of paths)
    it(`${JSON.stringify(written)} is at ${JSON.stringify(path)}`, () => {
      const [member] = openArchive(writeZip([{ ...one, name: written }]), name).members
      assert.deepEqual([member?.written, member?.path], [written, path])
    })

  it('is listed as often as it is there', () => {
    const archive = openArchive(writeZip([one, { ...one, data: 'a = 2\n' }]), name)
    assert.deepEqual(textsOf(archive), [
      ['a.py', 'a = 1\n'],
      ['a.py', 'a = 2\n'],
    ])
  })

  it('is read up to its fault', () => {
    const words = Array.from({ length: 4000 }, (_, index) => `word${(index * 7919) % 1000}`).join(' ')
    // A whole block, then one of the type that does not exist.
    const broken = Buffer.concat([deflateRawSync(words, { finishFlush: constants.Z_SYNC_FLUSH }), Buffer.alloc(9, 7)])
    const lie = { method: 8, size: words.length * 2 }
    const archive = openArchive(writeZip([{ name: 'a.txt', data: broken, method: 'stored', lie }, two]), name)
    const read = archive.members[0]?.bytes() ?? new Uint8Array()
    assert.ok(
      words.startsWith(Buffer.from(read).toString()) && read.length > words.length - 1000,
      `${read.length} bytes`,
    )
    assert.deepEqual(
      archive.oddities.map(({ code }) => code),
      ['member-corrupt'],
    )
  })

  it('gives its first bytes without the rest', () => {
    for (const method of ['stored', 'deflated'] as const) {
      const [member] = openArchive(writeZip([{ name: 'a', data: 'abc'.repeat(100_000), method }]), name).members
      assert.equal(Buffer.from(member?.head(5) ?? '').toString(), 'abcab')
    }
  })

  it('may be packed by a newer method', () => {
    const packed = zstdCompressSync(Buffer.from('a = 1\n'))
    const bytes = writeZip([{ name: 'a.py', data: packed, method: 'stored', lie: { method: 93, size: 6 } }])
    assert.deepEqual(textsOf(openArchive(bytes, name)), [['a.py', 'a = 1\n']])
    assert.ok(odditiesOf(bytes, name).includes('unusual-method'))
  })
})

describe('bounds', () => {
  const limits = { ...defaultArchiveLimits, members: 3, memberBytes: 1000, totalBytes: 2500 }
  it('on members', () => {
    const many = Array.from({ length: 5 }, (_, index) => ({ name: `${index}.py`, data: '' }))
    assert.equal(openArchive(writeZip(many), name, limits).members.length, 3)
    assert.ok(odditiesOf(writeZip(many), name, limits).includes('too-many-members'))
  })
  it('on the bytes of one member', () => {
    const bytes = writeZip([{ name: 'a', data: 'x'.repeat(5000) }])
    assert.deepEqual(odditiesOf(bytes, name, limits), ['member-too-large'])
    assert.ok((openArchive(bytes, name, limits).members[0]?.bytes().length ?? 0) <= 1000)
  })
  it('on the bytes of all members, each counted once', () => {
    const archive = openArchive(
      writeZip([1, 2, 3].map((index) => ({ name: `${index}`, data: 'x'.repeat(900) }))),
      name,
      limits,
    )
    const lengths = [...archive.members, ...archive.members].map((member) => member.bytes().length)
    assert.deepEqual(lengths, [900, 900, 0, 0, 0, 0])
    assert.deepEqual(
      archive.oddities.map(({ code }) => code),
      ['total-too-large'],
    )
  })
  it('on what is unpacked of members that announce less', () => {
    const lying = [1, 2, 3, 4].map((index) => ({ name: `${index}`, data: 'x'.repeat(900), lie: { size: 1 } }))
    const archive = openArchive(writeZip(lying), name, { ...limits, members: 9 })
    assert.deepEqual(
      archive.members.map((member) => member.bytes().length),
      [900, 900, 900, 0],
    )
    assert.ok(archive.oddities.some(({ code }) => code === 'total-too-large'))
  })
  it('on oddities of one kind', () => {
    const many = Array.from({ length: 2000 }, (_, index) => ({ name: `../${index}.py`, data: '' }))
    const { oddities } = openArchive(writeZip(many), name)
    assert.equal(oddities.length, 26)
    assert.equal(oddities.at(-1)?.member, null)
  })
  it('on what unpacks to far more than it is packed in', () => {
    const bytes = writeZip([{ name: 'bomb', data: Buffer.alloc(4 * 1024 * 1024) }])
    assert.deepEqual(odditiesOf(bytes, name), ['compression-ratio'])
  })
})

it('law: damage ends in an archive or in NOT_AN_ARCHIVE, within the bounds', () => {
  const good = writeZip([one, { ...two, descriptor: true }, { ...one, name: 'c/d.py', zip64: true }], { zip64: true })
  const damage = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 })
  const limits = { ...defaultArchiveLimits, memberBytes: 10_000, totalBytes: 30_000 }
  fc.assert(
    fc.property(damage, fc.nat(good.length), (changes, length) => {
      const bytes = Buffer.from(good)
      for (const [at, value] of changes) bytes[at] = value
      for (const input of [bytes, bytes.subarray(0, length), bytes.subarray(length)])
        try {
          const archive = openArchive(input, name, limits)
          assert.ok(archive.members.every((member) => member.bytes().length <= 10_000 && member.head(9).length <= 9))
        } catch (error) {
          assert.ok(error instanceof ArchiveError, String(error))
        }
    }),
    { numRuns: 1500 },
  )
})
