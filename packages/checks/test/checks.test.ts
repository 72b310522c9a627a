import assert from 'node:assert/strict'
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'
import { suite, test } from 'node:test'
import type { ProjectFile } from '@cordon/model'
import { checks } from '../src/index.ts'
import { answersOf } from './support/answers.ts'
import { provenanceOf } from './support/provenance.ts'
import { readProject, runChecks } from './support/run.ts'

const root = import.meta.dirname
const repository = join(root, '..', '..', '..')

/** `path:line id` for each mark `# expect: <id>, <id>` and each entry of expected.json: everything that must be found, by any check. */
function expected(folder: string, project: readonly ProjectFile[]): readonly string[] {
  const marked = project.flatMap(({ file, text }) =>
    text.split('\n').flatMap((line, index) => {
      const ids = /# expect: ([a-z0-9/, -]+)/.exec(line)?.[1] ?? ''
      return ids.split(',').flatMap((id) => (id.trim() === '' ? [] : [`${file.path}:${index + 1} ${id.trim()}`]))
    }),
  )
  const path = join(folder, 'expected.json')
  const listed: Readonly<Record<string, readonly string[]>> = existsSync(path)
    ? JSON.parse(readFileSync(path, 'utf8'))
    : {}
  return [
    ...marked,
    ...Object.entries(listed).flatMap(([id, places]) => places.map((place) => `${place} ${id}`)),
  ].sort()
}

function found(folder: string, project: readonly ProjectFile[]): readonly string[] {
  return runChecks(checks, project, answersOf(folder), provenanceOf(folder))
    .flatMap(({ check, outcome }) => {
      if (outcome.kind === 'clean') return []
      const unknown = outcome.kind === 'unknown' ? [`${outcome.code} ${check.id}`] : []
      const findings = (outcome.findings ?? []).map(({ evidence: [first] }) => {
        assert.equal(first.kind, 'line')
        return `${first.kind === 'line' ? `${first.path}:${first.line}` : ''} ${check.id}`
      })
      return [...unknown, ...findings]
    })
    .sort()
}

for (const check of checks) {
  suite(check.id, () => {
    for (const kind of ['hit', 'clean']) {
      const folder = join(root, check.id, kind)
      const cases = existsSync(folder) ? readdirSync(folder) : []
      test(`has a ${kind} case`, () => assert.ok(cases.length > 0, `${folder} holds no case`))
      for (const name of cases) {
        test(`${kind}: ${name}`, () => {
          const path = join(folder, name)
          const project = readProject(path)
          assert.ok(project.length > 0, 'no format reads a file of the case')
          const must = expected(path, project)
          assert.deepEqual(found(path, project), must)
          assert.equal(
            must.some((line) => line.endsWith(` ${check.id}`)),
            kind === 'hit',
          )
        })
      }
    }
  })
}

test('the registry is sorted, each id is its file, each file is in it, each has a page', () => {
  const ids = checks.map((check) => check.id)
  assert.deepEqual(ids, [...new Set(ids)].sort())
  // Behaviours of code and remarks are registries of their own.
  const files = globSync('*/*.ts', {
    cwd: join(root, '..', 'src'),
    exclude: ['source/**', 'metadata/**', 'release/**'],
  }).map((path) => path.replaceAll(sep, '/').slice(0, -3))
  assert.deepEqual(files.sort(), ids)
  for (const id of ids) assert.ok(existsSync(join(repository, 'docs', 'checks', `${id}.md`)), `no page for ${id}`)
})

test('every case folder belongs to a check', () => {
  const folders = globSync('*/*/{hit,clean}', { cwd: root, exclude: ['source/**', 'metadata/**', 'release/**'] }).map(
    (path) => dirname(path).replaceAll(sep, '/'),
  )
  const ids = new Set(checks.map((check) => check.id))
  for (const folder of folders) assert.ok(ids.has(folder), `${folder} is no check`)
  assert.equal(basename(root), 'test')
})

test('every check explains itself', () => {
  for (const { id, meta } of checks) {
    assert.ok(!meta.title.endsWith('.') && meta.title.length <= 60, `${id}: title`)
    assert.ok(meta.why.length > 200 && meta.remedy.endsWith('.'), `${id}: why and remedy`)
    assert.ok(meta.references.length > 0 && meta.references.every((url) => URL.canParse(url)), `${id}: references`)
  }
})
