import assert from 'node:assert/strict'
import { closeSync, fstatSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type ArchiveLimits, bufferBytes } from '@cordon/archives'
import { defaultZipLimits, fileBytes, readZip, SourceError } from '@cordon/sources'
import {
  sharedData,
  temporaryFolder,
  withoutSharedData,
  writeZip,
  type ZipMember,
  type ZipOptions,
} from '@cordon/testkit'
import fc from 'fast-check'

function unpackAll(bytes: Uint8Array, limits: ArchiveLimits = defaultZipLimits): [string, string][] {
  return readZip(bufferBytes(bytes), 'test.zip', limits).map((entry) => [entry.name, entry.bytes().toString('utf8')])
}

function refused(bytes: Uint8Array, limits?: ArchiveLimits): void {
  assert.throws(
    () => unpackAll(bytes, limits),
    (error) => error instanceof SourceError && error.code === 'BAD_ARCHIVE' && error.message.startsWith('test.zip: '),
  )
}

const one: ZipMember = { name: 'a.json', data: '{"id":"A"}' }
const two: ZipMember = { name: 'folder/b.json', data: 'x'.repeat(5000) }

const variants: Readonly<Record<string, [readonly ZipMember[], ZipOptions?]>> = {
  deflated: [[one, two]],
  stored: [[{ ...one, method: 'stored' }, two]],
  'with data descriptors': [[{ ...one, descriptor: true }, two, { name: 'c', data: '', descriptor: true }]],
  'with 64-bit sizes': [
    [
      { ...one, zip64: true },
      { ...two, zip64: true, descriptor: true },
    ],
    { zip64: true },
  ],
  'with a comment that holds an end signature': [[one], { comment: Buffer.from('PK\x05\x06 and more') }],
  'with folders': [[{ name: 'folder/', data: '', method: 'stored' }, two]],
  'with no member': [[]],
}

for (const [name, [members, options]] of Object.entries(variants))
  test(`reads a zip ${name}`, () => {
    const expected = members.filter((each) => !String(each.name).endsWith('/')).map((each) => [each.name, each.data])
    assert.deepEqual(unpackAll(writeZip(members, options)), expected)
  })

test('reads from a file what it reads from memory', (t) => {
  const path = join(temporaryFolder(t), 'a.zip')
  const members = Array.from({ length: 3000 }, (_, index) => ({
    name: `${index}.json`,
    data: `${index},`.repeat(index % 500),
    method: 'stored' as const,
  }))
  const bytes = writeZip(members)
  writeFileSync(path, bytes)
  const descriptor = openSync(path, 'r')
  t.after(() => closeSync(descriptor))
  const entries = readZip(fileBytes(descriptor, fstatSync(descriptor).size), path)
  assert.deepEqual(
    entries.map((entry) => [entry.name, entry.bytes().toString('utf8')]),
    unpackAll(bytes),
  )
})

const hostile: Readonly<Record<string, [readonly ZipMember[], ZipOptions?]>> = {
  'the same name twice': [[one, { ...one, data: 'other' }]],
  'a wrong checksum': [[{ ...one, lie: { crc: 1 } }]],
  'a smaller size than it has': [[{ ...one, lie: { size: 3 } }]],
  'a larger size than it has': [[{ ...one, lie: { size: 3000 } }]],
  'a packed size beyond the end': [[{ ...one, lie: { packedSize: 1_000_000 } }]],
  'bytes hidden behind the packed data': [[{ ...one, lie: { hidden: Buffer.from('hidden') } }]],
  'another name in the local header': [[{ ...one, lie: { localName: 'b.json' } }]],
  'another method in the directory': [[{ ...one, method: 'stored', lie: { method: 12 } }]],
  'an encrypted member': [[{ ...one, lie: { flags: 1 } }]],
  'a strongly encrypted member': [[{ ...one, lie: { flags: 0x41 } }]],
  'members that share their bytes': [[one, { ...one, name: 'b.json', lie: { offset: 0 } }]],
  'a local header beyond the end': [[{ ...one, lie: { offset: 5_000_000 } }]],
  'a local header that is none': [[{ ...one, lie: { offset: 7 } }]],
  'fewer members than it announces': [[one], { announced: 2 }],
  'more members than it announces': [[one, two], { announced: 1 }],
  'a name that climbs out': [[{ ...one, name: '../a.json' }]],
  'an absolute name': [[{ ...one, name: '/a.json' }]],
  'a drive in a name': [[{ ...one, name: 'C:a.json' }]],
  'a backslash in a name': [[{ ...one, name: 'a\\b.json' }]],
  'a NUL in a name': [[{ ...one, name: 'a.json\0.txt' }]],
  'a name that is not UTF-8': [[{ ...one, name: Buffer.from([0x61, 0xff]) }]],
  'an empty name': [[{ ...one, name: '' }]],
  'a folder with content': [[{ ...one, name: 'a/' }]],
  'a member that is far larger than it is packed': [[{ name: 'bomb.json', data: Buffer.alloc(4 * 1024 * 1024) }]],
}

for (const [name, [members, options]] of Object.entries(hostile))
  test(`refuses ${name}`, () => refused(writeZip(members, options)))

test('refuses what is over a bound before anything is unpacked', () => {
  const bytes = writeZip([one, two])
  refused(bytes, { ...defaultZipLimits, members: 1 })
  refused(bytes, { ...defaultZipLimits, memberBytes: 4999 })
  refused(bytes, { ...defaultZipLimits, totalBytes: 5000 })
  refused(bytes, { ...defaultZipLimits, directoryBytes: 50 })
  refused(bytes, { ...defaultZipLimits, ratio: 2, ratioFrom: 100 })
})

test('refuses many small bombs by what they are together', () => {
  const members = Array.from({ length: 20 }, (_, index) => ({ name: `${index}`, data: Buffer.alloc(1024 * 1024) }))
  refused(writeZip(members))
})

test('refuses a zip that is cut at any byte', () => {
  const bytes = writeZip([one, { ...one, name: 'b.json', descriptor: true }], { zip64: true })
  for (let length = 0; length < bytes.length; length++) refused(bytes.subarray(0, length))
  refused(Buffer.concat([bytes, Buffer.from('x')]))
})

test('refuses two ends that disagree', () => {
  const bytes = writeZip([one], { zip64: true })
  bytes.writeUInt16LE(7, bytes.length - 22 + 10)
  refused(bytes)
})

test('law: what was written is what is read', () => {
  const member = fc.record({
    data: fc.uint8Array({ maxLength: 300 }),
    method: fc.constantFrom('stored' as const, 'deflated' as const),
    descriptor: fc.boolean(),
    zip64: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(member, { maxLength: 6 }), fc.boolean(), (members, zip64) => {
      const named = members.map((each, index) => ({ ...each, name: `${index}.json` }))
      const read = readZip(bufferBytes(writeZip(named, { zip64 })), 'test.zip')
      assert.deepEqual(
        read.map((entry) => [entry.name, [...entry.bytes()]]),
        named.map((each) => [each.name, [...each.data]]),
      )
    }),
    { numRuns: 150 },
  )
})

test('law: damaged bytes give the true content or BAD_ARCHIVE, never another error', () => {
  const good = writeZip([one, { ...two, descriptor: true }, { ...one, name: 'c.json', zip64: true }])
  const truth = new Map(unpackAll(good).map(([, data]) => [data, true]))
  const damage = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(damage, (changes) => {
      const bytes = Buffer.from(good)
      for (const [at, value] of changes) bytes[at] = value
      try {
        for (const [, data] of unpackAll(bytes)) assert.ok(truth.has(data))
      } catch (error) {
        assert.ok(error instanceof SourceError && error.code === 'BAD_ARCHIVE', String(error))
      }
    }),
    { numRuns: 2000 },
  )
})

const real = sharedData('osv', 'PyPI-all.zip')
test('reads the real advisory archive whole', {
  skip: real === null && withoutSharedData('osv', 'PyPI-all.zip'),
}, (t) => {
  const descriptor = openSync(real ?? '', 'r')
  t.after(() => closeSync(descriptor))
  const entries = readZip(fileBytes(descriptor, fstatSync(descriptor).size), 'PyPI-all.zip')
  assert.equal(entries.length, 7080)
  assert.equal(
    entries.reduce((sum, entry) => sum + entry.bytes().length, 0),
    20_964_817,
  )
})
