import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { ArchiveError, archiveOfFiles, openArchive } from '@cordon/archives'
import { writeTar, writeZip } from '@cordon/testkit'

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8')
const files = [
  { name: 'demo/__init__.py', data: 'value = 1\n' },
  { name: 'demo/data.txt', data: 'x'.repeat(70_000) },
]

describe('an archive in order', () => {
  const inputs: readonly [string, Uint8Array][] = [
    ['demo-1-py3-none-any.whl', writeZip(files)],
    ['demo-1.zip', writeZip(files.map((file) => ({ ...file, descriptor: true, zip64: true })))],
    ['demo-1.tar', writeTar(files)],
    ['demo-1.tar.gz', gzipSync(writeTar(files))],
    ['demo-1.tgz', gzipSync(writeTar(files))],
  ]
  for (const [name, bytes] of inputs)
    it(`reads ${name}`, () => {
      const archive = openArchive(bytes, name)
      assert.deepEqual(archive.oddities, [])
      assert.deepEqual(
        archive.members.map((member) => [member.path, member.type, text(member.bytes())]),
        files.map(({ name: path, data }) => [path, 'file', data]),
      )
      assert.deepEqual(archive.oddities, [])
    })

  it('reads by position, and only what is asked for', () => {
    const bytes = writeZip([{ name: 'large.bin', data: Buffer.alloc(3_000_000, 7), method: 'stored' }, ...files])
    let read = 0
    const source = {
      size: bytes.length,
      readAt: (position: number, length: number) => {
        read += length
        return bytes.subarray(position, position + length)
      },
    }
    const archive = openArchive(source, 'demo-1-py3-none-any.whl')
    assert.equal(text(archive.members[1]?.bytes() ?? Buffer.alloc(0)), 'value = 1\n')
    assert.ok(read < 200_000, `${read} bytes`)
  })
})

it('knows an application by its first line and its last bytes, whatever its name', () => {
  const zip = writeZip([{ name: '__main__.py', data: 'pass\n' }])
  const application = Buffer.concat([Buffer.from('#!/usr/bin/env python3\n'), zip])
  for (const name of ['app', 'app.pyz', 'app.pyzw', 'app.bin']) {
    const { members, oddities } = openArchive(application, name)
    assert.deepEqual(
      members.map(({ path }) => path),
      ['__main__.py'],
    )
    assert.ok(
      oddities.every(({ code }) => code !== 'wrong-container'),
      name,
    )
  }
  assert.throws(() => openArchive(Buffer.from('#!/bin/sh\nexit 0\n'), 'app'), ArchiveError)
})

it('says that something is no archive', () => {
  const random = Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 251))
  for (const bytes of [Buffer.alloc(0), Buffer.from('PK'), Buffer.alloc(2048), random, gzipSync(random)])
    for (const name of ['a-1.tar.gz', 'a-1-py3-none-any.whl', 'a'])
      assert.throws(
        () => openArchive(bytes, name),
        (error) => error instanceof ArchiveError && error.code === 'NOT_AN_ARCHIVE',
      )
})

it('presents a folder in the shape of an archive', () => {
  const archive = archiveOfFiles([
    { path: 'pkg/a.py', size: 3, read: () => Buffer.from('a=1') },
    { path: 'pkg/A.py', size: 3, mode: 0o755, read: () => Buffer.from('b=1') },
  ])
  assert.deepEqual(
    archive.members.map((member) => [member.path, member.mode, text(member.bytes())]),
    [
      ['pkg/a.py', null, 'a=1'],
      ['pkg/A.py', 0o755, 'b=1'],
    ],
  )
  assert.deepEqual(
    archive.oddities.map(({ code }) => code),
    ['case-collision'],
  )
})
