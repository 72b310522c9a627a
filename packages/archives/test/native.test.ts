import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readNative, readPyc, readTexts } from '@cordon/archives'
import fc from 'fast-check'
import { buildElf, buildMachO, buildPe } from './native-builder.ts'

const names = { library: 'libtoy.so.1', imported: 'toy_call', exported: 'PyInit_toy' }
const files: Readonly<Record<string, readonly [Buffer, string, string]>> = {
  'an ELF by its sections': [buildElf(names, 'sections'), 'elf', 'x86-64'],
  'an ELF by its segments': [buildElf(names, 'segments'), 'elf', 'x86-64'],
  'a PE': [buildPe(names), 'pe', 'x86-64'],
  'a Mach-O': [buildMachO(names, false), 'mach-o', 'aarch64'],
  'a universal Mach-O': [buildMachO(names, true), 'mach-o', 'aarch64'],
}

describe('native code', () => {
  for (const [what, [file, format, architecture]] of Object.entries(files)) {
    it(`${what} tells what it takes and offers`, () => {
      assert.deepEqual(readNative(file), {
        format,
        architecture,
        libraries: [names.library],
        imports: [names.imported],
        exports: [names.exported],
        isWhole: true,
      })
    })
    it(`law: ${what}, damaged or cut, is read without an error`, () => {
      const damage = fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { maxLength: 6 })
      fc.assert(
        fc.property(damage, fc.nat(file.length), (changes, length) => {
          const bytes = Buffer.from(file)
          for (const [at, value] of changes) bytes[at] = value
          readNative(bytes)
          readNative(bytes.subarray(0, length))
        }),
        { numRuns: 500 },
      )
    })
  }

  it('says when a table leads out of the file', () => {
    assert.equal(readNative(buildElf(names, 'sections').subarray(0, 200))?.isWhole, false)
    const pe = buildPe(names)
    pe.writeUInt32LE(0x7fffffff, 64 + 24 + 120)
    assert.equal(readNative(pe)?.isWhole, false)
  })

  it('is nothing else', () => {
    for (const other of ['', 'MZ', '#!/bin/sh\n', '\x7fEL'])
      assert.equal(readNative(Buffer.from(other, 'latin1')), null)
  })

  it('holds texts, narrow and wide, each once', () => {
    const wide = Buffer.from('wide text', 'utf16le')
    const bytes = Buffer.concat([Buffer.from('\x01toy text\x00\xfftoy text\x00short\x00\x01', 'latin1'), wide])
    assert.deepEqual(readTexts(bytes), ['toy text', 'wide text'])
    assert.deepEqual(readTexts(bytes, { shortest: 5, longest: 3, count: 10 }), [])
    assert.equal(readTexts(bytes, { shortest: 3, longest: 3, count: 2 }).length, 2)
  })
})

it('bytecode is not read where there is none', () => {
  for (const other of ['', 'abcdefghij', '\xcb\x0d\x0d\x0a']) assert.equal(readPyc(Buffer.from(other, 'latin1')), null)
})
