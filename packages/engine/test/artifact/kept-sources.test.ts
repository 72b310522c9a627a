import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Archive, Member } from '@cordon/archives'
import { keepSources } from '../../src/artifact/kept-sources.ts'

const mebibyte = 1024 * 1024

function archiveOf(sizes: Readonly<Record<string, number>>): { archive: Archive; reads: Map<string, number> } {
  const reads = new Map<string, number>()
  const members = Object.entries(sizes).map(([path, size]): Member => {
    const bytes = (): Uint8Array => {
      reads.set(path, (reads.get(path) ?? 0) + 1)
      return new Uint8Array(size)
    }
    return { path, written: path, type: 'file', size, mode: null, link: null, bytes, head: bytes }
  })
  return { archive: { kind: 'zip', compression: 'none', members, oddities: [] }, reads }
}

function readTwice(archive: Archive): void {
  for (const member of archive.members) assert.equal(member.bytes().length, member.size)
  for (const member of archive.members) assert.equal(member.bytes().length, member.size)
}

test('Python is unpacked once, what is large or no Python each time', () => {
  const { archive, reads } = archiveOf({ 'a.py': 10, 'b.PYW': 10, 'c.txt': 10, 'd.py': mebibyte + 1 })
  readTwice(keepSources(archive))
  assert.deepEqual(Object.fromEntries(reads), { 'a.py': 1, 'b.PYW': 1, 'c.txt': 2, 'd.py': 2 })
})

test('what is kept is bounded', () => {
  const { archive, reads } = archiveOf(
    Object.fromEntries(Array.from({ length: 70 }, (_, nth) => [`${nth}.py`, mebibyte])),
  )
  readTwice(keepSources(archive))
  assert.equal([...reads.values()].filter((count) => count === 1).length, 64)
})
