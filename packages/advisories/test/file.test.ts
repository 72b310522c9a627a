import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { parseName, readVersion } from '@cordon/pypa'
import fc from 'fast-check'
import { AdvisoryError, type AdvisoryErrorCode, openDatabase } from '../src/index.ts'
import { build, range, record } from './support.ts'

const zero = { introduced: '0' }
const { bytes } = build(
  [
    record('GHSA-1', range(zero, { fixed: '1.5' }, { introduced: '2' }), { aliases: ['CVE-2024-1'], summary: 'Größe' }),
    record('PYSEC-1', { versions: ['1.0', 'trunk'] }, { aliases: ['CVE-2024-1'], withdrawn: '2024-02-01T00:00:00Z' }),
    record('PYSEC-2', range(zero, { last_affected: '2.6.0-NA' }), {
      severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
    }),
    record('MAL-2024-1', [{ versions: ['1.4'] }, { package: { ecosystem: 'PyPI', name: 'other' } }]),
  ],
  {
    kev: { vulnerabilities: [{ cveID: 'CVE-2024-1', dateAdded: '2024-05-01', dueDate: '2024-06-01' }] },
    epss: ['CVE-2024-1,0.5,0.5'],
  },
)
const headerSize = 48

function throwsCode(code: AdvisoryErrorCode, run: () => unknown): void {
  assert.throws(run, (error) => error instanceof AdvisoryError && error.code === code)
}

function changed(change: (copy: Uint8Array) => void): Uint8Array {
  const copy = bytes.slice()
  change(copy)
  return copy
}

/** With a header that fits whatever the payload has become. */
function forged(payload: Uint8Array): Uint8Array {
  const file = Buffer.concat([bytes.subarray(0, headerSize), payload])
  file.writeUInt32LE(payload.length, 12)
  createHash('sha256').update(payload).digest().copy(file, 16)
  return file
}

test('the empty file, other files, other versions', () => {
  throwsCode('NOT_A_DATABASE', () => openDatabase(new Uint8Array(0)))
  throwsCode('NOT_A_DATABASE', () => openDatabase(Buffer.from('PK\u0003\u0004 and so on')))
  throwsCode('DATABASE_VERSION', () => openDatabase(changed((copy) => copy.set([2], 8))))
  throwsCode('DATABASE_DAMAGED', () => openDatabase(bytes.subarray(0, 20)))
})

test('cut anywhere: an error with its code', () => {
  for (let length = 0; length < bytes.length; length += 1)
    throwsCode(length < 8 ? 'NOT_A_DATABASE' : 'DATABASE_DAMAGED', () => openDatabase(bytes.subarray(0, length)))
})

test('any byte changed: an error with its code', () => {
  for (let at = 0; at < bytes.length; at += 1)
    assert.throws(
      () => openDatabase(changed((copy) => copy.set([(copy[at] ?? 0) ^ 0x41], at))),
      (error) => error instanceof AdvisoryError,
      `byte ${at}`,
    )
})

test('bytes of another buffer, at any offset', () => {
  const shifted = new Uint8Array(bytes.length + 3)
  shifted.set(bytes, 3)
  assert.deepEqual(openDatabase(shifted.subarray(3)).meta, openDatabase(bytes).meta)
})

/** Everything there is to ask, so that every part is decoded. */
function askAll(file: Uint8Array): void {
  const database = openDatabase(file)
  for (const asOf of [undefined, '2023-06-01', '2024-05-02'])
    for (const name of ['demo', 'other', 'none'])
      for (const version of ['1.0', '1.4', '2.6.0', '2.7+x', 'trunk', null]) {
        const parsed = parseName(name)
        assert.ok(parsed !== null)
        const query = { name: parsed, version: version === null ? null : readVersion(version), specifier: null }
        database.answer({ ...query, ecosystem: 'pypi' }, { asOf })
      }
}

test('a forged file with a right checksum: answers or an error with its code, in bounded time', () => {
  askAll(bytes)
  const payload = bytes.subarray(headerSize)
  const change = fc.tuple(fc.nat(payload.length - 1), fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255)))
  fc.assert(
    fc.property(
      fc.array(change, { minLength: 1, maxLength: 4 }),
      fc.option(fc.nat(payload.length), { freq: 10 }),
      (list, cut) => {
        const copy = payload.slice(0, cut ?? payload.length)
        for (const [at, value] of list) if (at < copy.length) copy[at] = value
        try {
          askAll(forged(copy))
        } catch (error) {
          if (!(error instanceof AdvisoryError)) throw error
        }
      },
    ),
    { numRuns: 3_000 },
  )
})
