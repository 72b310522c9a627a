import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { type Case, caseFolders, casesOf, formats, textOfCase } from './support/cases.ts'
import { projectionOf, renderProjection } from './support/projection.ts'

const updating = process.env.UPDATE_EXPECTED === '1'

function check(one: Case, parse: (text: string, path: string) => ReturnType<(typeof formats)[number]['parse']>): void {
  const projection = projectionOf(() => parse(textOfCase(one), one.path))
  if (updating) {
    assert.notEqual(process.env.CI, 'true', 'UPDATE_EXPECTED=1 is refused in CI')
    writeFileSync(one.expectedPath, renderProjection(projection))
    return
  }
  const expected: unknown = JSON.parse(readFileSync(one.expectedPath, 'utf8'))
  assert.deepEqual(JSON.parse(renderProjection(projection)), expected)
}

test('the formats are sorted by id, and ids are unique', () => {
  const ids = formats.map((format) => format.id)
  assert.deepEqual(ids, [...new Set(ids)].sort())
})

test('every format has a folder of cases and every folder a format', () => {
  assert.deepEqual(
    caseFolders(),
    formats.map((format) => format.id),
  )
})

test('every path of a case is matched by its own format and by no other', () => {
  for (const one of formats.flatMap((format) => casesOf(format.id))) {
    const matching = formats.filter((format) => format.matches(one.path)).map((format) => format.id)
    assert.deepEqual(matching, [one.format], `${one.format}/${one.name}/${one.path}`)
  }
})

for (const format of formats) {
  describe(format.id, () => {
    const cases = casesOf(format.id)
    test('has a malformed case', () => {
      assert.ok(cases.some((one) => one.name === 'malformed'))
    })
    for (const one of cases) {
      test(`${format.id}: ${one.name}`, () => {
        check(one, format.parse)
      })
      test(`${format.id}: ${one.name} says its own path, id and role, and lines within the file`, () => {
        let file: ReturnType<typeof format.parse>
        try {
          file = format.parse(textOfCase(one), one.path)
        } catch {
          return
        }
        assert.deepEqual([file.path, file.format, file.role], [one.path, format.id, format.role])
        const lines = textOfCase(one).split(/\r\n|\r|\n/).length
        for (const { at } of [...file.dependencies, ...file.options, ...file.includes, ...file.skipped]) {
          assert.equal(at.path, one.path)
          assert.ok(at.line >= 0 && at.line <= lines, `line ${at.line} of ${lines}`)
        }
        for (const edge of file.edges) {
          assert.ok(file.dependencies[edge.from] !== undefined && file.dependencies[edge.to] !== undefined)
        }
      })
    }
  })
}

test('every format reads the names that it is documented by, and no other format does', () => {
  for (const format of formats) {
    assert.ok(format.files.length > 0, format.id)
    for (const name of format.files) {
      const path = name.replaceAll('*', 'x')
      assert.deepEqual(
        formats.filter((each) => each.matches(path)).map((each) => each.id),
        [format.id],
        path,
      )
    }
  }
})
