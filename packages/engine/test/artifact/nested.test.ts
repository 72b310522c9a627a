import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { ArtifactInspection } from '@cordon/model'
import { writeTar, writeZip } from '@cordon/testkit'
import { inspectArtifact } from '../../src/artifact/index.ts'

const code = Buffer.from('import os; os.system("true # https://drop.example.invalid/x")').toString('base64')
const hidden = `import base64\nexec(base64.b64decode("${code}"))\n`

function inspected(bytes: Uint8Array, filename: string): ArtifactInspection {
  return inspectArtifact(bytes, { file: filename, filename, sha256: '', size: bytes.length, clock: () => 0 })
}

function placesOf(found: ArtifactInspection): readonly string[] {
  return found.behaviours.filter(({ id }) => id === 'source/exec-of-decoded').map(({ at }) => at.path)
}

const inner = writeZip([{ name: 'inner.py', data: hidden }])

test('what an archive in an archive holds is read, to a depth', () => {
  const tar = gzipSync(writeTar([{ name: 'deep/inner.zip', data: inner }]))
  const wheel = [
    { name: 'demo/__init__.py', data: '' },
    { name: 'demo/data.bin', data: tar },
  ]
  assert.deepEqual(placesOf(inspected(writeZip(wheel), 'demo-1.0-py3-none-any.whl')), [
    'demo/data.bin!/deep/inner.zip!/inner.py',
  ])
  let bytes: Uint8Array = inner
  for (let depth = 0; depth < 8; depth += 1) bytes = writeZip([{ name: `${depth}.zip`, data: bytes }])
  const deep = inspected(writeZip([{ name: 'demo/deep.zip', data: bytes }]), 'demo-1.0-py3-none-any.whl')
  assert.deepEqual(placesOf(deep), [])
  assert.ok(deep.unanalysed.some(({ code: why }) => why === 'NESTED_ARCHIVE'))
})

test('archives beyond the budget are told, and data that is compressed is no archive', () => {
  const many = Array.from({ length: 60 }, (_, index) => ({ name: `demo/${index}.zip`, data: inner }))
  const found = inspected(writeZip(many), 'demo-1.0-py3-none-any.whl')
  assert.ok(found.unanalysed.some(({ code: why }) => why === 'NESTED_ARCHIVE'))
  const table = { name: 'demo/table.csv.gz', data: gzipSync('a,b\n1,2\n') }
  const data = inspected(writeZip([table, { name: 'demo/__init__.py', data: '' }]), 'demo-1.0-py3-none-any.whl')
  assert.deepEqual(data.unanalysed, [])
})

test('what lies behind the end of a source distribution is read as well', () => {
  const first = writeTar([
    { name: 'demo-1.0/setup.py', data: 'from setuptools import setup\nsetup(name="demo")\n' },
    { name: 'demo-1.0/PKG-INFO', data: 'Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n' },
  ])
  const second = writeTar([{ name: 'demo-1.0/demo/__init__.py', data: hidden }])
  const found = inspected(gzipSync(Buffer.concat([first, second])), 'demo-1.0.tar.gz')
  assert.deepEqual(placesOf(found), ['demo-1.0/behind-the-end!/demo-1.0/demo/__init__.py'])
})
