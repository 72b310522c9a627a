import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { checkRooms, type RoomTable } from './check-rooms.ts'

const table: RoomTable = { pypa: [], lockfiles: ['pypa'] }
const page =
  '| room | holds | may import |\n|---|---|---|\n| `pypa` | standards | – |\n| `lockfiles` | formats | all above |\n'

/** A small house in order, with these files over it; what the check says of it. */
function problemsOf(t: TestContext, files: Readonly<Record<string, string>>): string[] {
  const root = mkdtempSync(join(tmpdir(), 'cordon-rooms-'))
  t.after(() => rmSync(root, { recursive: true }))
  const manifest = (name: string, dependencies: object): string =>
    JSON.stringify({ name: `@cordon/${name}`, dependencies })
  const house: Record<string, string> = {
    'docs/architecture.md': page,
    'packages/pypa/package.json': manifest('pypa', {}),
    'packages/pypa/src/index.ts': 'export const a = 1\n',
    'packages/lockfiles/package.json': manifest('lockfiles', { '@cordon/pypa': '0.0.0' }),
    'packages/lockfiles/src/index.ts': "import { a } from '@cordon/pypa'\nexport const b = a\n",
    ...files,
  }
  for (const [path, text] of Object.entries(house)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return checkRooms(root, table)
}

describe('the room check', () => {
  it('finds nothing in a house that is in order', (t) => {
    assert.deepEqual(problemsOf(t, {}), [])
  })

  const mistakes: Readonly<Record<string, readonly [Readonly<Record<string, string>>, RegExp]>> = {
    'a forbidden import': [
      { 'packages/pypa/src/b.ts': "import type { b } from '@cordon/lockfiles'\nexport type B = typeof b\n" },
      /pypa may not import lockfiles/,
    ],
    'a deep import': [
      { 'packages/lockfiles/src/c.ts': "export { a } from '@cordon/pypa/src/index.ts'\n" },
      /deep import/,
    ],
    'a relative import into another room': [
      { 'packages/lockfiles/src/c.ts': "export { a } from '../../pypa/src/index.ts'\n" },
      /leaves the room/,
    ],
    'a dependency that is not declared': [
      { 'packages/pypa/src/b.ts': "import x from 'left-pad'\nexport const y = x\n" },
      /left-pad is imported and not declared/,
    ],
    'a dependency that is declared and not used': [
      { 'packages/lockfiles/src/index.ts': 'export const b = 1\n' },
      /@cordon\/pypa is declared and not imported/,
    ],
    'a cycle of types': [
      {
        'packages/pypa/src/x.ts': "import type { Y } from './y.ts'\nexport type X = Y\n",
        'packages/pypa/src/y.ts': "import type { X } from './x.ts'\nexport type Y = X\n",
      },
      /cycle of files/,
    ],
    'its own door from inside': [
      { 'packages/pypa/src/x.ts': "export { a } from './index.ts'\n" },
      /its own room's door/,
    ],
    'the file system in a pure room': [
      { 'packages/pypa/src/x.ts': "import { readFileSync } from 'node:fs'\nexport const r = readFileSync\n" },
      /is pure and may not import node:fs/,
    ],
    'the clock in a pure room': [{ 'packages/pypa/src/x.ts': 'export const now = () => Date.now()\n' }, /pypa is pure/],
    'a room without a row': [{ 'packages/graph/src/index.ts': 'export {}\n' }, /graph: not in the table/],
    'a page that says something else': [
      { 'docs/architecture.md': page.replace('all above', 'model') },
      /lockfiles may import "model" there/,
    ],
  }
  for (const [name, [files, expected]] of Object.entries(mistakes))
    it(`finds ${name}`, (t) => {
      const problems = problemsOf(t, files)
      assert.ok(
        problems.some((problem) => expected.test(problem)),
        `said only: ${problems.join('; ')}`,
      )
    })
})
