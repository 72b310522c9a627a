import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { satisfies } from '@cordon/pypa'
import { sharedData, withoutSharedData } from '@cordon/testkit'
import type { LockfileFormat } from '../src/format.ts'
import { pdmLock } from '../src/formats/pdm-lock.ts'
import { poetryLock } from '../src/formats/poetry-lock.ts'
import { pylock } from '../src/formats/pylock.ts'
import { uvLock } from '../src/formats/uv-lock.ts'

/** Real locks with a second, rough reading of each: what a line-wise look at the text counts. */
interface RealLock {
  readonly file: string
  readonly format: LockfileFormat
  /** The header line of each package. */
  readonly header: string
  /** A line or piece that stands once for each file of a package. */
  readonly artifact: RegExp
}

const locks: readonly RealLock[] = [
  { file: 'uv/saleor.uv.lock', format: uvLock, header: '[[package]]', artifact: /\bhash = "sha256:[0-9a-f]{64}"/g },
  { file: 'poetry/poetry.poetry.lock', format: poetryLock, header: '[[package]]', artifact: /^ {4}\{file = /gm },
  { file: 'pdm/pdm.pdm.lock', format: pdmLock, header: '[[package]]', artifact: /^ {4}\{file = /gm },
  { file: 'pylock/pdm-demo.pylock.toml', format: pylock, header: '[[packages]]', artifact: /\{url = /g },
]

for (const { file, format, header, artifact } of locks) {
  const path = sharedData('locks', ...file.split('/'))
  describe(file, { skip: path === null ? withoutSharedData('locks', file) : false }, () => {
    const text = path === null ? '' : readFileSync(path, 'utf8')
    const lines = text.split('\n')
    const lock = path === null ? null : format.parse(text, file)

    test('lists as many packages and files as the text has', () => {
      // pdm writes `name[extra]` as a table of its own, with the files of `name` again.
      const tables = text.split(`${header}\n`).slice(1)
      const packages = tables.filter((table) => !/^extras = /m.test(table))
      assert.ok(packages.length > 0)
      assert.equal(lock?.dependencies.length, packages.length)
      assert.deepEqual(lock?.skipped, [])
      const files = lock?.dependencies.flatMap((dependency) => dependency.artifacts) ?? []
      assert.equal(files.length, [...packages.join('').matchAll(artifact)].length)
      assert.ok(files.every((one) => one.hashes.length === 1 && one.filename !== null))
    })

    test('points at the header of each package', () => {
      for (const dependency of lock?.dependencies ?? []) {
        assert.equal(lines[dependency.at.line - 1], header)
        const name = (lines[dependency.at.line] ?? '').replace(/^name = "(.*)"$/, '$1')
        assert.equal(name.toLowerCase().replace(/[-_.]+/g, '-'), dependency.name)
      }
    })

    test('has an end for each edge, which answers what is asked', () => {
      assert.ok((lock?.edges.length ?? 0) > 0)
      for (const edge of lock?.edges ?? []) {
        const to = lock?.dependencies[edge.to]
        assert.notEqual(lock?.dependencies[edge.from], undefined)
        assert.notEqual(to, undefined)
        // A requirement for environments that the lock is not made for may stay without an answer.
        if (edge.specifier === undefined || edge.marker !== null || !to?.version) continue
        assert.ok(satisfies(to.version, edge.specifier, true), `${to.name} ${to.version.raw} ${edge.specifier.raw}`)
      }
    })
  })
}
