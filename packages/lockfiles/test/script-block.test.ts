import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { scriptBlocks } from '../src/script-block.ts'

// The reference regular expression of PEP 723, as an oracle for short texts.
const reference = /^# \/\/\/ ([a-zA-Z0-9-]+)$\s((?:^#(?:| .*)$\s)+)^# \/\/\/$/gm

function byReference(source: string): readonly string[] {
  return [...source.matchAll(reference)]
    .filter((match) => match[1] === 'script')
    .map((match) =>
      (match[2] ?? '')
        .split('\n')
        .slice(0, -1)
        .map((line) => line.slice(line.startsWith('# ') ? 2 : 1))
        .join('\n'),
    )
}

test('finds the blocks that the reference expression finds (law)', () => {
  const line = fc.constantFrom('# /// script', '# /// other', '# ///', '#', '# a = 1', '#b', 'x = 1', '', '# ///  ')
  fc.assert(
    fc.property(fc.array(line, { maxLength: 14 }), (lines) => {
      const source = lines.join('\n')
      assert.deepEqual(
        scriptBlocks(source).map((block) => block.text.replace(/\n$/, '')),
        byReference(source),
      )
    }),
    { numRuns: 2000 },
  )
})

test('tells the line on which the text begins, whatever the line ends', () => {
  const [block] = scriptBlocks('x\r\n# /// script\r\n# a = 1\r\n#\r\n# ///\r\n')
  assert.deepEqual(block, { text: 'a = 1\n\n', firstLine: 3 })
})

test('many openings without a closing cost one pass', () => {
  assert.deepEqual(scriptBlocks('# /// script\n'.repeat(200_000)), [])
})
