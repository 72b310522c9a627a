import assert from 'node:assert/strict'
import { test } from 'node:test'
import { writeZip } from '@cordon/testkit'
import { inspectArtifact } from '../../src/artifact/index.ts'

const elf = `\x7fELF${'\0'.repeat(80)}`

function oddCodes(files: Readonly<Record<string, string>>, filename: string): readonly string[] {
  const bytes = writeZip(Object.entries(files).map(([name, data]) => ({ name, data: Buffer.from(data, 'latin1') })))
  const found = inspectArtifact(bytes, { file: filename, filename, sha256: '', size: bytes.length, clock: () => 0 })
  const known = ['MODULE_IN_PURE_WHEEL', 'PREBUILT_MODULE', 'FALSE_BYTECODE']
  return found.facts.oddities.map(({ code }) => code).filter((code) => known.includes(code))
}

const wheelFile = (tag: string): string => `Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: ${tag}\n`
const module = 'demo/_core.cpython-312-x86_64-linux-gnu.so'

test('a wheel for every platform holds no module for one', () => {
  const pure = { [module]: elf, 'demo-1.0.dist-info/WHEEL': wheelFile('py3-none-any') }
  assert.deepEqual(oddCodes(pure, 'demo-1.0-py3-none-any.whl'), ['MODULE_IN_PURE_WHEEL'])
  const platform = { [module]: elf, 'demo-1.0.dist-info/WHEEL': wheelFile('cp312-cp312-manylinux_2_28_x86_64') }
  assert.deepEqual(oddCodes(platform, 'demo-1.0-cp312-cp312-manylinux_2_28_x86_64.whl'), [])
})

test('a compiled module of a source distribution comes with what it is compiled from', () => {
  const setup = { 'demo-1.0/setup.py': '', [`demo-1.0/${module}`]: elf }
  assert.deepEqual(oddCodes(setup, 'demo-1.0.zip'), ['PREBUILT_MODULE'])
  assert.deepEqual(oddCodes({ ...setup, 'demo-1.0/demo/_core.pyx': '' }, 'demo-1.0.zip'), [])
})

test('a file that is called bytecode bears the mark of bytecode', () => {
  const files = { 'demo/__init__.py': '', 'demo/__pycache__/a.pyc': 'no bytecode at all' }
  assert.deepEqual(oddCodes(files, 'demo-1.0-py3-none-any.whl'), ['FALSE_BYTECODE'])
  assert.deepEqual(oddCodes({ 'demo/a.pyc': `\xcb\x0d\x0d\x0a${'\0'.repeat(20)}` }, 'demo-1.0-py3-none-any.whl'), [])
})
