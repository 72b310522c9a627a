import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LockfileError, type LockfileFormat, lockfileFormats } from '@cordon/lockfiles'
import type { ProjectFile } from '@cordon/model'
import fc from 'fast-check'
import { checks } from '../src/index.ts'
import { runChecks } from './support/run.ts'

function parse(path: string, text: string): ProjectFile {
  const formats: readonly LockfileFormat[] = lockfileFormats
  const format = formats.find((each) => each.matches(path))
  assert.ok(format !== undefined, path)
  return { file: format.parse(text, path), text }
}

test('files that all include each other are walked once', { timeout: 20_000 }, () => {
  const count = 120
  const paths = Array.from({ length: count }, (_, index) => `requirements-${index}.txt`)
  const everyone = paths.map((path) => `-r ${path}\n-c ${path}`).join('\n')
  const project = paths.map((path) => parse(path, `${everyone}\nflask\n`))
  const unpinned = runChecks(checks, project).filter((run) => run.check.id === 'hygiene/unpinned-requirement')
  assert.equal(unpinned.length, count)
  assert.ok(unpinned.every((run) => run.outcome.kind === 'found'))
})

test('names of the object prototype are names like others', () => {
  const lines = ['constructor', 'toString', 'hasOwnProperty'].map((name) => `${name}>=1`)
  const project = [parse('requirements.in', lines.join('\n')), parse('requirements.txt', 'valueOf==1\n')]
  const outcomes = runChecks(checks, project).filter((run) => run.check.id === 'hygiene/lock-out-of-date')
  assert.equal(outcomes[0]?.outcome.kind === 'found' && outcomes[0].outcome.findings.length, 3)
})

test('credentials do not reach a finding', () => {
  const text = [
    '--extra-index-url http://user:hunter2@internal.example/simple',
    '--find-links http://user:hunter2@internal.example/wheels',
    'flask @ git+https://user:hunter2@git.example/flask@main',
    'jinja2 @ http://user:hunter2@packages.example/jinja2-3.1.6.tar.gz',
    'click @ file://user:hunter2@host/click',
  ].join('\n')
  const runs = runChecks(checks, [parse('requirements.txt', text)])
  const findings = runs.flatMap(({ outcome }) => (outcome.kind === 'found' ? outcome.findings : []))
  assert.ok(findings.length >= 7)
  assert.ok(!JSON.stringify(findings).includes('hunter2'), JSON.stringify(findings, null, 1))
})

const piece = fc.constantFrom(
  ...[
    'flask',
    'Jinja2',
    '==',
    '>=',
    '1.0',
    '*',
    '~=',
    ' ',
    '@',
    'git+',
    'https://',
    'http://',
    'a.example/',
    '#sha256=',
    'ab',
  ],
  ...[
    '--hash=md5:',
    '-e',
    '-r',
    '-c',
    '--extra-index-url',
    '--trusted-host',
    '--find-links',
    './',
    '[x]',
    ';',
    '\n',
    '\\\n',
    '=',
    '$',
  ],
)
const anyRequirements = fc.array(piece, { maxLength: 40 }).map((parts) => parts.join(''))

test('law: whatever a file says, every check answers, and every finding has a place', () => {
  fc.assert(
    fc.property(anyRequirements, anyRequirements, (input, compiled) => {
      const project = [parse('requirements.in', input), parse('requirements.txt', compiled)]
      for (const { outcome } of runChecks(checks, project)) {
        if (outcome.kind !== 'found') continue
        for (const { evidence } of outcome.findings)
          assert.ok(
            evidence.every((each) => each.kind === 'line' && each.line >= 0 && each.path.startsWith('requirements.')),
          )
      }
    }),
    { numRuns: 300 },
  )
})

const manifest = `[project]
name = "shop"
dependencies = ["flask>=3", "tools @ git+https://git.example/tools@main"]
[tool.poetry.dependencies]
python = "^3.11"
[[tool.poetry.source]]
name = "x"
url = "http://a.example"
`
const lock = `[[package]]
name = "flask"
version = "2.0"
groups = ["main"]
files = [{file = "flask.whl", hash = "sha256:${'ab'.repeat(32)}"}]
[metadata]
lock-version = "2.1"
content-hash = "${'cd'.repeat(32)}"
`

test('law: a damaged manifest beside a damaged lock ends no check', () => {
  const damage = fc.tuple(fc.nat(400), fc.constantFrom('', '"', '[', ']', '\n', '=', '1.5', '{}', 'x', '1979-05-27'))
  const damaged = (text: string, hits: readonly (readonly [number, string])[]) =>
    hits.reduce((each, [at, put]) => each.slice(0, at % each.length) + put + each.slice((at % each.length) + 1), text)
  let judged = 0
  fc.assert(
    fc.property(fc.array(damage, { maxLength: 3 }), fc.array(damage, { maxLength: 3 }), (first, second) => {
      try {
        const project = [parse('pyproject.toml', damaged(manifest, first)), parse('poetry.lock', damaged(lock, second))]
        runChecks(checks, project)
        judged += 1
      } catch (error) {
        assert.ok(error instanceof LockfileError, String(error))
      }
    }),
    { numRuns: 400 },
  )
  assert.ok(judged > 40, `only ${judged} could be read`)
})
