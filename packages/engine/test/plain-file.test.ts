import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'
import { readPlainFile } from '@cordon/engine'
import { temporaryFolder } from '@cordon/testkit'

it('a regular file is read as a whole up to its bound', (t) => {
  const path = join(temporaryFolder(t), 'file')
  writeFileSync(path, 'eleven byte')
  assert.equal(String(readPlainFile(path, 11)), 'eleven byte')
  assert.deepEqual(readPlainFile(path, 10), {
    code: 'TOO_LARGE',
    reason: '11 bytes are over the bound of 10',
    size: 11,
  })
  writeFileSync(path, '')
  assert.deepEqual(readPlainFile(path, 0), Buffer.alloc(0))
})

it('what is no regular file is told, and not waited for', {
  skip: process.platform === 'win32' && 'needs mkfifo',
}, (t) => {
  const folder = temporaryFolder(t)
  mkdirSync(join(folder, 'folder'))
  execFileSync('mkfifo', [join(folder, 'pipe')])
  symlinkSync('loop', join(folder, 'loop'))
  const codeOf = (name: string): string => {
    const read = readPlainFile(join(folder, name), 100)
    return 'code' in read ? `${read.code} ${read.reason}` : 'read'
  }
  assert.equal(codeOf('folder'), 'NOT_A_FILE not a regular file')
  assert.equal(codeOf('pipe'), 'NOT_A_FILE not a regular file')
  assert.equal(codeOf('absent'), 'NOT_OPENED ENOENT')
  assert.equal(codeOf('loop'), 'NOT_OPENED ELOOP')
})
