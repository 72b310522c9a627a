import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { ArchiveError, defaultArchiveLimits, openArchive } from '@cordon/archives'
import { type TarMember, writeTar } from '@cordon/testkit'
import fc from 'fast-check'
import { odditiesOf, textsOf } from './support.ts'

const one: TarMember = { name: 'toy-1/a.py', data: 'a = 1\n' }
const two: TarMember = { name: 'toy-1/b.py', data: 'b = 2\n' }
const first = ['toy-1/a.py', 'a = 1\n'] as const

type Case = readonly [readonly TarMember[], readonly string[], (readonly (readonly [string, string])[])?]
const second = ['toy-1/b.py', 'b = 2\n'] as const
const longName = `toy-1/${'long/'.repeat(40)}a.py`

const cases: Readonly<Record<string, Case>> = {
  'with a long name in GNU form': [[{ ...one, longName }], [], [[longName, 'a = 1\n']]],
  'with a long name in an extended header': [[{ ...one, pax: { path: longName } }], [], [[longName, 'a = 1\n']]],
  'with an extended header that tells times': [[{ ...one, pax: { mtime: '1.5', uname: 'toy' } }], [], [first]],
  'in the old form': [[{ ...one, type: '\0', lie: { magic: '\0'.repeat(8) } }], [], [first]],
  'behind a dot': [[{ ...one, name: './toy-1/a.py' }], [], [first]],
  'that is a folder': [[{ name: 'toy-1/', type: '5' }, one], [], [first]],
  'that is an old folder': [[{ name: 'toy-1/', type: '\0' }, one], [], [first]],
  'with its size in base 256': [
    [{ ...one, lie: { size: Buffer.from('800000000000000000000006', 'hex') } }, two],
    [],
    [first, second],
  ],
  'with another name in the extended header': [
    [{ ...one, pax: { path: 'toy-1/x.py' } }],
    ['pax-path'],
    [['toy-1/x.py', 'a = 1\n']],
  ],
  'with another size in the extended header': [
    [{ ...one, pax: { size: '3' } }, two],
    ['pax-size'],
    [['toy-1/a.py', 'a ='], second],
  ],
  'with a size of zero and another in the extended header': [
    [{ ...one, pax: { size: '6' }, lie: { size: 0 } }, two],
    ['pax-size'],
    [first, second],
  ],
  'with a size that is no number in the extended header': [
    [{ ...one, pax: { size: '-6' } }, two],
    ['lone-member-data', 'header-checksum'],
  ],
  'with a negative size': [
    [{ ...one, lie: { size: Buffer.alloc(12, 255) } }, two],
    ['header-checksum', 'lone-member-data'],
  ],
  'with a size that is no number': [
    [{ ...one, lie: { size: '9z' } }, two],
    ['header-checksum', 'lone-member-data'],
  ],
  'with a size beyond the end': [
    [{ ...one, lie: { size: 99_999 } }, two],
    ['member-truncated', 'stream-truncated'],
  ],
  'with a wrong checksum': [[two, { ...one, lie: { checksum: 1 } }], ['header-checksum'], [second]],
  'twice of one name': [[one, one], ['duplicate-member'], [first, first]],
  'that climbs out': [[{ ...one, name: '../a.py' }], ['parent-path'], [['a.py', 'a = 1\n']]],
  'with an absolute name': [[{ ...one, name: '/etc/a.py' }], ['absolute-path'], [['etc/a.py', 'a = 1\n']]],
  'that is a symbolic link': [
    [one, { name: 'toy-1/l.py', type: '2', link: 'a.py' }],
    ['symbolic-link'],
    [first, ['toy-1/l.py', 'a = 1\n']],
  ],
  'that is a hard link': [
    [one, { name: 'toy-1/l.py', type: '1', link: 'toy-1/a.py' }],
    ['hard-link'],
    [first, ['toy-1/l.py', 'a = 1\n']],
  ],
  'that is a link to a link': [
    [one, { name: 'toy-1/l', type: '2', link: 'm' }, { name: 'toy-1/m', type: '2', link: './x/../a.py' }],
    ['symbolic-link'],
    [first, ['toy-1/l', 'a = 1\n'], ['toy-1/m', 'a = 1\n']],
  ],
  'that is a link to itself': [[{ name: 'l', type: '2', link: 'l' }], ['symbolic-link'], [['l', '']]],
  'that is a link to nothing': [[{ name: 'l', type: '2', link: 'gone' }], ['symbolic-link'], [['l', '']]],
  'that is a link out of the archive': [
    [{ name: 'l', type: '2', link: '../../etc/passwd' }],
    ['link-outside', 'symbolic-link'],
    [['l', '']],
  ],
  'that is a link to an absolute place': [
    [{ name: 'l', type: '1', link: '/etc/passwd' }],
    ['hard-link', 'link-outside'],
    [['l', '']],
  ],
  'that is a link with content': [
    [{ name: 'l', type: '1', link: 'toy-1/a.py', lie: { size: 512 } }, one],
    ['hard-link', 'link-with-content'],
    [['l', 'a = 1\n'], first],
  ],
  'that is a device': [[{ name: 'd', type: '3' }, one], ['device-member'], [['d', ''], first]],
  'that is a pipe': [[{ name: 'd', type: '6' }, one], ['device-member'], [['d', ''], first]],
  'of an unknown type': [[{ ...one, type: 'Z' }], ['unknown-member-type'], [first]],
  'that is sparse': [[{ ...one, type: 'S' }, two], ['old-sparse'], [['toy-1/a.py', ''], second]],
  'that is sparse by its extended header': [
    [{ ...one, pax: { 'GNU.sparse.major': '1' } }],
    ['old-sparse'],
    [['toy-1/a.py', '']],
  ],
  'with a name that is not UTF-8': [[{ ...one, name: Buffer.from([0x61, 0xff]) }], ['name-encoding']],
  'that a global header renames': [
    [{ name: 'g', type: 'g', data: '19 path=toy-1/g.py\n' }, one],
    ['pax-global-path'],
    [['toy-1/g.py', 'a = 1\n']],
  ],
  'behind a global comment': [[{ name: 'g', type: 'g', data: '14 comment=abc\n' }, one], ['lone-member-data'], [first]],
  'behind an extended header with a wrong length': [
    [{ name: 'x', type: 'x', data: '99 path=a\n' }, one],
    ['lone-member-data'],
    [first],
  ],
}

describe('a member of a tar', () => {
  for (const [what, [members, codes, texts]] of Object.entries(cases))
    it(what, () => {
      const tar = writeTar(members)
      assert.deepEqual(odditiesOf(tar, 'toy-1.tar'), codes.toSorted())
      if (texts !== undefined) assert.deepEqual(textsOf(openArchive(tar, 'toy-1.tar')), texts)
    })
})

describe('a tar', () => {
  const tar = writeTar([one, two])
  const gz = gzipSync(tar)
  const wholes: Readonly<Record<string, readonly [Uint8Array, string, readonly string[]]>> = {
    'in zstd': [zstdCompressSync(tar), 'toy-1.tar.zst', []],
    'in several gzip streams': [
      Buffer.concat([gzipSync(tar.subarray(0, 700)), gzipSync(tar.subarray(700))]),
      'toy-1.tgz',
      [],
    ],
    'in gzip, padded with zeros': [Buffer.concat([gz, Buffer.alloc(512)]), 'toy-1.tar.gz', []],
    'with only one block of zeros at its end': [writeTar([one, two], { end: Buffer.alloc(512) }), 'toy-1.tar', []],
    'with no end': [writeTar([one, two], { end: Buffer.alloc(0) }), 'toy-1.tar', []],
    'uncompressed under the name of a compressed one': [tar, 'toy-1.tar.gz', ['wrong-container']],
    'under the name of a wheel': [gz, 'toy-1-py3-none-any.whl', ['wrong-container']],
    'in zstd under the name of gzip': [zstdCompressSync(tar), 'toy-1.tar.gz', ['wrong-container']],
    'in gzip in gzip': [gzipSync(gz), 'toy-1.tar.gz', ['nested-compression']],
    'with text behind the gzip': [Buffer.concat([gz, Buffer.from('more')]), 'toy-1.tar.gz', ['trailing-data']],
    'with another tar behind it': [Buffer.concat([tar, tar]), 'toy-1.tar', ['trailing-data']],
    'with a wrong checksum of the gzip': [
      (() => {
        const bytes = Buffer.from(gz)
        bytes[bytes.length - 8] = (bytes[bytes.length - 8] ?? 0) ^ 1
        return bytes
      })(),
      'toy-1.tar.gz',
      ['stream-checksum'],
    ],
    'in gzip without its last bytes': [gz.subarray(0, -5), 'toy-1.tar.gz', ['stream-truncated']],
    'that ends inside of the last padding': [
      writeTar([one, two], { end: Buffer.alloc(100) }),
      'toy-1.tar',
      ['stream-truncated'],
    ],
  }
  for (const [what, [bytes, name, codes]] of Object.entries(wholes))
    it(what, () => {
      assert.deepEqual(odditiesOf(bytes, name), codes)
      assert.deepEqual(textsOf(openArchive(bytes, name)), [first, second])
    })

  it('in a gzip that breaks off is read as far as it goes', () => {
    const random = createHash('shake256', { outputLength: 20_000 }).update('toy').digest()
    const bytes = gzipSync(writeTar([one, { name: 'toy-1/random', data: random }, two]))
    const cut = openArchive(bytes.subarray(0, 2000), 'toy-1.tar.gz')
    assert.deepEqual(textsOf(cut)[0], first)
    assert.deepEqual(cut.members.length, 2)
    assert.deepEqual(odditiesOf(bytes.subarray(0, 2000), 'toy-1.tar.gz'), ['member-truncated', 'stream-truncated'])
    const broken = Buffer.concat([bytes.subarray(0, 1500), Buffer.alloc(3000, 0xa5)])
    assert.deepEqual(textsOf(openArchive(broken, 'toy-1.tar.gz'))[0], first)
  })

  it('is bounded', () => {
    const limits = { ...defaultArchiveLimits, members: 1, memberBytes: 3, totalBytes: 100_000 }
    assert.deepEqual(odditiesOf(tar, 'toy-1.tar', limits), ['member-too-large', 'too-many-members'])
    assert.deepEqual(textsOf(openArchive(tar, 'toy-1.tar', limits)), [['toy-1/a.py', 'a =']])
    const bomb = gzipSync(writeTar([one, { name: 'toy-1/zeros', data: Buffer.alloc(1_000_000) }]))
    const codes = odditiesOf(bomb, 'toy-1.tar.gz', { ...defaultArchiveLimits, totalBytes: 100_000 })
    assert.ok(codes.includes('total-too-large'), codes.join())
  })

  it('with a modern compression that is refused by nothing but its content is no archive when it holds none', () => {
    assert.throws(
      () => openArchive(zstdCompressSync(Buffer.from('text')), 'toy-1.tar.zst'),
      (error) => error instanceof ArchiveError && error.code === 'NOT_AN_ARCHIVE',
    )
  })
})

it('law: damage ends in an archive or in NOT_AN_ARCHIVE', () => {
  const good = writeTar([one, { ...two, pax: { path: longName } }, { name: 'l', type: '2', link: 'toy-1/a.py' }])
  const packed = gzipSync(good)
  const limits = { ...defaultArchiveLimits, memberBytes: 10_000, totalBytes: 30_000 }
  const open = (bytes: Uint8Array, name: string): void => {
    try {
      const archive = openArchive(bytes, name, limits)
      assert.ok(archive.members.every((member) => member.bytes().length <= 10_000 && member.head(9).length <= 9))
    } catch (error) {
      assert.ok(error instanceof ArchiveError, String(error))
    }
  }
  const change = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), fc.nat(255))
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), fc.nat(4000), (changes, length) => {
      for (const [whole, name] of [[good, 'a.tar'] as const, [packed, 'a.tar.gz'] as const]) {
        const bytes = Buffer.from(whole)
        for (const [at, value] of changes) bytes[Math.floor(at * bytes.length)] = value
        open(bytes, name)
        open(bytes.subarray(0, length), name)
      }
    }),
    { numRuns: 1000 },
  )
})

describe('what lies behind the end of a tar', () => {
  const other: TarMember = { name: 'toy-1/c.py', data: 'c = 3\n' }

  it('is read apart from what an installer takes, however many archives it is', () => {
    const archive = openArchive(Buffer.concat([writeTar([one]), writeTar([two]), writeTar([other])]), 'toy-1.tar')
    assert.deepEqual(textsOf(archive), [first])
    assert.ok(archive.behind !== undefined)
    assert.deepEqual(textsOf(archive.behind), [second, ['toy-1/c.py', 'c = 3\n']])
    assert.equal(openArchive(writeTar([one]), 'toy-1.tar').behind, undefined)
  })

  it('is bounded', () => {
    const many = Buffer.concat(Array.from({ length: 50 }, () => writeTar([one])))
    const behind = openArchive(many, 'toy-1.tar').behind?.members.length ?? 0
    assert.ok(behind > 0 && behind < 50)
    const few = openArchive(many, 'toy-1.tar', { ...defaultArchiveLimits, members: 2 })
    assert.equal(few.behind?.members.length, 2)
  })
})
