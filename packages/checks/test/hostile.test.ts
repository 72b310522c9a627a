import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type LockfileFormat, lockfileFormats } from '@cordon/lockfiles'
import type { ProjectFile } from '@cordon/model'
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
