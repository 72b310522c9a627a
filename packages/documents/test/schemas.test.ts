/** Everything that is written is valid against the official schema of its format and version. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { bomOf, writeBom } from '@cordon/documents'
import { decodeText, lockfileFormats } from '@cordon/lockfiles'
import type { Lockfile } from '@cordon/model'
import { sharedData, withoutSharedData } from '@cordon/testkit'
import fc from 'fast-check'
import { anyBom } from './arbitrary.ts'
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

const schemas: readonly (readonly [string, string, readonly string[]])[] = [
  ...['1.4', '1.5', '1.6', '1.7'].map(
    (version) => ['cyclonedx-json', version, ['cyclonedx', `bom-${version}.schema.json`]] as const,
  ),
  ['spdx-json', '2.3', ['spdx-2.3.schema.json']],
]

describe('written documents', () => {
  for (const [format, version, parts] of schemas) {
    // The older versions differ in what any bill can show.
    if (version === '1.6' || version === '2.3')
      it(`of real locks are valid ${format} ${version}`, { skip }, () => {
        const check = officialSchema(...parts)
        assert.ok(check !== null)
        const locks = realLocks()
        assert.ok(locks.length >= 6, `${locks.length} locks`)
        for (const lock of locks) {
          const { text } = writeBom(bomOf([lock], request), format, version)
          assert.deepEqual(check(JSON.parse(text)), [], lock.path)
        }
      })

    it(`of any bill are valid ${format} ${version}`, { skip }, () => {
      const check = officialSchema(...parts)
      assert.ok(check !== null)
      fc.assert(
        fc.property(anyBom, (bom) => {
          assert.deepEqual(check(JSON.parse(writeBom(bom, format, version).text)), [])
        }),
        { numRuns: 40 },
      )
    })
  }
})
