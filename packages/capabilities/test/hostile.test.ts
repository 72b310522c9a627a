import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { entriesOf, indicatorsOf } from '../src/index.ts'
import { codeOf } from './support/code-of.ts'

suite('hostile code', () => {
  const texts: readonly (readonly [string, string])[] = [
    ['a list that holds itself', 'import os\na = []\na.append(a)\nos.system(a)\nos.system([a, a])'],
    ['a value made of itself many times over', `import os\na = f()\n${'a = g(a, a, a)\n'.repeat(300)}os.system(a)`],
    ['thousands of calls at one line', `import os\n${'os.system("x");'.repeat(3000)}`],
    ['a file whose name is everything', 'open("." * 100000, "w").write("x")\nimport os\nos.system("." * 100000)'],
    ['code that writes itself', "s = \"import os;open('a.py', 'w').write(s);exec(s)\"\nexec(s)"],
    ['a script within a script within a script', nested(30)],
  ]
  for (const [name, source] of texts)
    test(name, () => {
      const { actions } = codeOf(source)
      assert.ok(actions.length > 0 && actions.length <= 20_000, `${actions.length} actions`)
      for (const action of actions) {
        assert.ok(action.texts.length <= 24 && action.texts.every((text) => text.length <= 32_768))
        assert.ok(action.trail.length < 200 && action.at.line >= 0)
      }
    })
})

/** A text that is handed to an interpreter, which hands on another. */
function nested(depth: number): string {
  let code = 'import os; os.system("x")'
  for (let level = 0; level < depth; level += 1)
    code = `import subprocess; subprocess.run(["python", "-c", ${JSON.stringify(code)}])`.slice(0, 60_000)
  return code
}

test('whatever a description of a build says, it is read or passed over', () => {
  const piece = fc.constantFrom(
    '[tool.hatch.version]',
    'path=',
    '"../../x.py"',
    '[build-system]',
    'backend-path=["."]',
    'build-backend="x:y"',
    '\n',
    '=',
    '[',
    ']',
    '"',
    '__proto__',
    'constructor',
    'attr:',
    ' toy.x',
  )
  const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(text, text, fc.string(), (pyproject, config, start) => {
      const files: Readonly<Record<string, string>> = {
        'pyproject.toml': pyproject,
        'setup.cfg': config,
        'toy.start': start,
        'toy/x.py': '',
        'x.py': '',
      }
      const found = entriesOf({ paths: Object.keys(files), entryPoints: [], textOf: (path) => files[path] ?? null })
      for (const { path } of found) assert.ok(Object.hasOwn(files, path), path)
    }),
    { numRuns: 500 },
  )
})

test('texts of megabytes are read in one pass', () => {
  const blanks = ' '.repeat(2_000_000)
  assert.deepEqual(indicatorsOf(blanks), [])
  assert.ok(codeOf(`x = "${'a/'.repeat(200_000)}"\nimport os\nos.system(x)`).actions.length === 1)
})
