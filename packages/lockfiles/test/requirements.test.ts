import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { sharedData, withoutSharedData } from '@cordon/testkit'
import fc from 'fast-check'
import { requirements } from '../src/formats/requirements.ts'
import { forEachLogicalLine } from '../src/requirements/lines.ts'
import { parseRequirementsText } from '../src/requirements/read.ts'
import { readRequirement, readSpecifierText } from '../src/requirements/requirement.ts'
import { splitWords } from '../src/requirements/words.ts'

const at = { path: 'requirements.txt', line: 1 }

test('the short way for a pin gives what the long way gives', () => {
  const name = fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9._-]{0,6}[A-Za-z0-9])?$/)
  const tail = fc.stringMatching(/^[0-9a-z!.*+_ ;<>=,-]{0,12}$/)
  const version = fc.oneof(
    fc.stringMatching(/^[0-9]{1,3}(\.[0-9]{1,3}){0,3}((a|rc|\.post|\.dev)[0-9])?(\+cu1)?$/),
    tail,
  )
  fc.assert(
    fc.property(name, fc.constantFrom('==', ' == ', '==', '===', '== '), version, (left, operator, right) => {
      const text = `${left}${operator}${right}`.trim()
      assert.deepEqual(readRequirement(text, { at }), readSpecifierText(text, { at }))
    }),
    { numRuns: 500 },
  )
})

test('words are split as a POSIX shell does', () => {
  assert.deepEqual(splitWords(`a  'b c'd "e \\" \\x" f\\ g ""`), ['a', 'b cd', 'e " \\x', 'f g', ''])
  assert.equal(splitWords(`a 'b`), null)
  assert.equal(splitWords(`a "b`), null)
  assert.equal(splitWords('a\\'), null)
})

test('a line keeps the number of its first physical line', () => {
  const seen: [string, number][] = []
  forEachLogicalLine('a\\\r\nb\r\n\r\n\\\nc\n', (line) => seen.push([line.text, line.line]))
  assert.deepEqual(seen, [
    ['ab', 1],
    ['c', 4],
  ])
})

test('white space and line ends are those of Python, so that nothing hides behind them', () => {
  const texts: string[] = []
  forEachLogicalLine('# a\x0bb==1\n\x1c c==1\x1f\n#\u2028d==1\x85e==1\n', ({ text }) => {
    if (text !== '') texts.push(text)
  })
  assert.deepEqual(texts, ['b==1', 'c==1', 'd==1', 'e==1'])
  const short = parseRequirementsText('--i https://a.example.org\n--extra-index https://b.example.org\n', 'r.txt')
  assert.deepEqual(
    short.options.map(({ kind }) => kind),
    ['index-url', 'extra-index-url'],
  )
})

test('constraints are told apart by name, or by whoever asks', () => {
  const constraintOf = (path: string): boolean | undefined =>
    requirements.parse('a==1', path).dependencies[0]?.constraint
  assert.equal(constraintOf('requirements.txt'), false)
  assert.equal(constraintOf('constraints.txt'), true)
  assert.equal(constraintOf('deploy/constraints/base.txt'), true)
  assert.equal(parseRequirementsText('a==1', 'limits.txt', { constraint: true }).dependencies[0]?.constraint, true)
})

test('the names that projects use are matched, and no others', () => {
  const yes = ['requirements.txt', 'dev-requirements.txt', 'requirements/base.in', 'reqs/ci/a.txt', 'Requirements.TXT']
  const alsoYes = [
    'x/requirements_dev.txt',
    'docs/requirements-docs.pip',
    'upper-constraints.txt',
    'requirement.txt',
    'requirements-dev.lock',
  ]
  const no = [
    'notes.txt',
    'requirements/README.txt',
    'requirements.md',
    'requirements.txt.bak',
    'constraint.py',
    'robots.txt',
  ]
  for (const path of [...yes, ...alsoYes]) assert.ok(requirements.matches(path), path)
  for (const path of no) assert.ok(!requirements.matches(path), path)
})

test('only the folder itself is the project itself', () => {
  for (const own of ['.', './', '-e .', '-e file:.', '.[dev]', './.']) {
    const { dependencies, skipped } = parseRequirementsText(own, 'requirements.txt')
    assert.deepEqual([dependencies, skipped], [[], []], own)
  }
  for (const other of ['..', '../', '-e ..', './..', './?.whl']) {
    assert.equal(parseRequirementsText(other, 'requirements.txt').skipped[0]?.code, 'NO_NAME', other)
  }
})

test('a local project goes by the name of its folder', () => {
  for (const line of ['./x', 'file:x', '-e ../libs/x', '-e file:///srv/x[dev]', '/srv/x ; python_version > "3"']) {
    const { dependencies, skipped } = parseRequirementsText(line, 'requirements.txt')
    assert.deepEqual(
      [dependencies.map((one) => [one.name, one.version, one.origin.kind]), skipped],
      [[['x', null, 'path']], []],
      line,
    )
  }
})

test('reading ends, and says so, where nearly nothing can be understood', () => {
  const file = parseRequirementsText(`${'?\n'.repeat(2_000)}flask==1.0\n`, 'requirements.txt')
  assert.deepEqual(file.dependencies, [])
  assert.equal(file.skipped.length, 2_001)
  assert.deepEqual([file.skipped.at(-1)?.code, file.skipped.at(-1)?.at.line], ['TOO_MANY', 2_001])
})

test('no password reaches a report', () => {
  const text = [
    '--index-url https://user:hunter2@index.example.org/simple',
    'a @ https://hunter2@files.example.org/a-1.0.tar.gz',
    'b @ git+https://x:hunter2@git.example.org/b.git',
    'c==1.0 --index-url https://user:hunter2@index.example.org/simple',
    '?? https://user:hunter2@index.example.org',
  ].join('\n')
  assert.ok(!JSON.stringify(parseRequirementsText(text, 'requirements.txt')).includes('hunter2'))
})

const folder = sharedData('locks', 'requirements')
for (const name of ['warehouse-deploy.txt', 'warehouse-main.txt', 'warehouse-tests.txt']) {
  test(`real file ${name}`, { skip: folder === null ? withoutSharedData('locks', 'requirements') : false }, () => {
    const text = readFileSync(join(folder ?? '', name), 'utf8')
    const file = parseRequirementsText(text, basename(name))
    const lines = text.split('\n')
    assert.equal(file.dependencies.length, text.match(/^\S+==/gm)?.length)
    assert.deepEqual(file.skipped, [])
    const hashes = file.dependencies.flatMap((one) => one.artifacts.flatMap((artifact) => artifact.hashes))
    assert.equal(hashes.length, text.match(/--hash=/g)?.length)
    for (const one of file.dependencies) {
      const line = lines[one.at.line - 1] ?? ''
      assert.ok(
        line
          .toLowerCase()
          .replace(/[-_.]+/g, '-')
          .startsWith(one.name),
        line,
      )
      assert.ok(one.version !== null && line.includes(`==${one.version.raw}`), line)
      assert.notEqual(one.direct, null)
    }
    const direct = text.match(/^ {4}#(?: via)? +-r requirements\/\S+\.in$/gm)?.length
    assert.equal(file.dependencies.filter((one) => one.direct).length, direct)
  })
}
