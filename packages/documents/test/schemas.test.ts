/** Everything that is written is valid against the official schema of its format and version. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { bomOf, writeBom } from '@cordon/documents'
import { decodeText, lockfileFormats } from '@cordon/lockfiles'
import type { Lockfile } from '@cordon/model'
import { sharedData, withoutSharedData } from '@cordon/testkit'
import { officialSchema } from './official.ts'

const request = { name: 'sample', created: '2026-11-21T12:00:00Z', tool: { name: 'cordon', version: '1.0' } }

function lockOf(id: string, path: string): Lockfile | null {
  const format = lockfileFormats.find((each) => each.id === id)
  try {
    return format?.parse(decodeText(readFileSync(path)), path.slice(path.lastIndexOf('/') + 1)) ?? null
  } catch {
    // A few of the real files are damaged; the lockfiles room has tests of them.
    return null
  }
}

const formatOfFolder: Readonly<Record<string, string>> = {
  pdm: 'pdm-lock',
  pixi: 'pixi-lock',
  poetry: 'poetry-lock',
  pylock: 'pylock',
  requirements: 'requirements',
  uv: 'uv-lock',
}

function realLocks(): readonly Lockfile[] {
  const root = sharedData('locks')
  if (root === null) return []
  return Object.entries(formatOfFolder).flatMap(([folder, id]) =>
    readdirSync(join(root, folder))
      .sort()
      .flatMap((name) => lockOf(id, join(root, folder, name)) ?? []),
  )
}

const skip = sharedData('schemas') === null ? withoutSharedData('schemas') : false

describe('written documents', () => {
  for (const version of ['1.4', '1.5', '1.6', '1.7'])
    it(`are valid CycloneDX ${version}`, { skip }, () => {
      const check = officialSchema('cyclonedx', `bom-${version}.schema.json`)
      assert.ok(check !== null)
      const locks = realLocks()
      assert.ok(locks.length >= 6, `${locks.length} locks`)
      for (const lock of locks) {
        const { text } = writeBom(bomOf([lock], request), 'cyclonedx-json', version)
        assert.deepEqual(check(JSON.parse(text)), [], lock.path)
      }
    })
})
