import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { describe, it } from 'node:test'
import { archiveOfFiles, readDistribution, readPyc } from '@cordon/archives'
import fc from 'fast-check'

const int = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value)
  return bytes
}
const text = (value: string): Buffer => Buffer.concat([Buffer.from([0x7a, value.length]), Buffer.from(value)])
const tuple = (...items: readonly Buffer[]): Buffer => Buffer.concat([Buffer.from([0x29, items.length]), ...items])
const data = (value: string): Buffer => Buffer.concat([Buffer.from('s'), int(value.length), Buffer.from(value)])

/** A module of 3.12 with these constants and names; its instructions are two bytes of nothing. */
function moduleOf(constants: readonly Buffer[], names: readonly Buffer[], header = Buffer.alloc(12)): Buffer {
  const code = Buffer.concat([
    Buffer.from('c'),
    ...[0, 0, 0, 1, 0].map(int),
    data('\0\0'),
    tuple(...constants),
    tuple(...names),
    tuple(),
    data(''),
    text('toy.py'),
    text('<module>'),
    text('<module>'),
    int(1),
    data(''),
    data(''),
  ])
  return Buffer.concat([Buffer.from('cb0d0d0a', 'hex'), header, code])
}

describe('compiled Python', () => {
  it('tells its names and texts', () => {
    const inner = moduleOf([text('inside')], [text('exit')]).subarray(16)
    const read = readPyc(
      moduleOf([text('toy text'), Buffer.from('N'), tuple(text('deep')), inner], [text('os'), text('name')]),
    )
    assert.deepEqual(read?.code, [
      { name: '<module>', filename: 'toy.py', names: ['exit'], texts: ['inside'] },
      { name: '<module>', filename: 'toy.py', names: ['os', 'name'], texts: ['toy text', 'deep'] },
    ])
    assert.deepEqual([read?.python, read?.isUnchecked, read?.isWhole], ['3.12', false, true])
    assert.deepEqual(read?.texts, ['inside', 'toy text', 'deep'])
  })

  it('tells that an import would not compare it with its source', () => {
    assert.equal(readPyc(moduleOf([], [], Buffer.concat([int(1), Buffer.alloc(8)])))?.isUnchecked, true)
    assert.equal(readPyc(moduleOf([], [], Buffer.concat([int(3), Buffer.alloc(8)])))?.isUnchecked, false)
  })

  it('is bounded in depth and in references', () => {
    const nested = Buffer.concat([...Array.from({ length: 5000 }, () => Buffer.from([0x29, 1])), Buffer.from('N')])
    assert.equal(readPyc(moduleOf([nested], []))?.isWhole, false)
    // A tuple that holds itself, then tuples that hold the one before a hundred times.
    const self = Buffer.from([0xa9, 1, 0x72, 0, 0, 0, 0])
    const layers = Array.from({ length: 20 }, (_, index) => {
      const reference = Buffer.concat([Buffer.from('r'), int(index)])
      return Buffer.concat([Buffer.from([0xa9, 100]), ...Array.from({ length: 100 }, () => reference)])
    })
    assert.equal(readPyc(moduleOf([self, ...layers, text('end')], []))?.texts.at(-1), 'end')
  })

  it('law: damage is read without an error, and what is cut is not whole', () => {
    const good = moduleOf([text('toy text'), tuple(text('deep'))], [text('os')])
    const damage = fc.array(fc.tuple(fc.integer({ min: 4, max: good.length - 1 }), fc.nat(255)), { maxLength: 5 })
    fc.assert(
      fc.property(damage, fc.integer({ min: 16, max: good.length - 1 }), (changes, length) => {
        const bytes = Buffer.from(good)
        for (const [at, value] of changes) bytes[at] = value
        readPyc(bytes)
        assert.equal(readPyc(good.subarray(0, length))?.isWhole, false)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('compiled Python beside its source', () => {
  const foreignOf = (source: string | null, names: readonly string[]): readonly string[] | null | undefined => {
    const files = {
      'toy/__pycache__/a.cpython-312.pyc': moduleOf([], names.map(text)),
      'toy/a.py': Buffer.from(source ?? ''),
    }
    const members = Object.entries(files).filter(([path]) => source !== null || !path.endsWith('.py'))
    const archive = archiveOfFiles(members.map(([path, bytes]) => ({ path, size: bytes.length, read: () => bytes })))
    return readDistribution(archive, '').bytecode[0]?.foreign
  }
  it('names nothing that its source does not', () => {
    const source = 'import os.path\nfrom . import sub\nclass Toy:\n  def f(self): self.__hidden = os\nassert 1\n'
    const names = ['os.path', '', 'sub', '__name__', 'Toy', '_Toy__hidden', 'AssertionError', '__module__']
    assert.deepEqual(foreignOf(source, names), [])
  })
  it('shows what only it names', () => {
    assert.deepEqual(foreignOf('import os\n', ['os', 'urllib.request', 'urlopen']), ['urllib.request', 'urlopen'])
    assert.deepEqual(foreignOf(null, ['os']), ['os'])
  })
  it('is not called read when it was not', () => {
    const archive = archiveOfFiles([{ path: 'a.pyc', size: 3, read: () => Buffer.from('abc') }])
    assert.deepEqual(readDistribution(archive, '').bytecode, [])
    const large = archiveOfFiles([{ path: 'a.pyc', size: 5_000_000, read: () => Buffer.alloc(5_000_000) }])
    assert.equal(readDistribution(large, '').bytecode[0]?.foreign, null)
  })
})

const source = `
import os.path as p
class Toy:
    "a text"
    def call(self, x=1.5, y=2j, z=10**40):
        return [p.join(b'bytes', 'gr\\u00fc\\u00dfe'), ..., frozenset({'in', 'out'}), lambda: x in {'one', 'two'}]
`
const program = `
import json, marshal, importlib.util, sys
code = compile(${JSON.stringify(source)}, 'toy.py', 'exec')
sys.stdout.buffer.write(importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(code))
sys.stderr.write('%d.%d' % sys.version_info[:2])
`
const compiled = spawnSync('python3', ['-c', program])

it('reads what the CPython that is here compiles', { skip: compiled.status !== 0 && 'needs python3' }, () => {
  const read = readPyc(compiled.stdout)
  assert.equal(read?.python, compiled.stderr.toString())
  assert.deepEqual([read?.isWhole, read?.consumed], [true, compiled.stdout.length - 16])
  assert.deepEqual(
    read?.code.map(({ name }) => name),
    ['<lambda>', 'call', 'Toy', '<module>'],
  )
  assert.ok(read?.code.at(-1)?.names.includes('os.path'))
  for (const expected of ['bytes', 'grüße', 'in', 'two', 'a text']) assert.ok(read?.texts.includes(expected), expected)
})
