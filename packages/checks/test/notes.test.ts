import assert from 'node:assert/strict'
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { suite, test } from 'node:test'
import { normalizeName, parseCoreMetadata, parseEntryPoints, parseProjectPage } from '@cordon/pypa'
import fc from 'fast-check'
import { contentNotes, type NoteCheck, noteChecks, publicationNotes } from '../src/artifact.ts'

const root = import.meta.dirname
const repository = join(root, '..', '..', '..')

function textOf(folder: string, name: string): string | null {
  const path = join(folder, name)
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}

/** What a check remarks in a case: `METADATA` and `pyproject.toml`, or `page.json` with the file, the day and what else `case.json` says. */
function remarked({ id, subject }: NoteCheck, folder: string): readonly string[] {
  const notes = subject === 'content' ? contentNotes(contentOf(folder)) : publicationNotes(publicationOf(folder))
  return notes.filter(({ code }) => code === id).map(({ detail }) => detail)
}

function contentOf(folder: string) {
  const text = textOf(folder, 'METADATA')
  const pyproject = textOf(folder, 'pyproject.toml')
  const metadata = parseCoreMetadata(text ?? '')
  return {
    name: metadata.name,
    names: null,
    metadata,
    metadataPath: 'METADATA',
    entryPoints: parseEntryPoints(textOf(folder, 'entry_points.txt') ?? '').entryPoints,
    pyproject: pyproject === null ? null : { path: 'pyproject.toml', text: pyproject },
  }
}

function pageOf(text: string) {
  return parseProjectPage({ text, url: 'https://index.example/simple/demo/', contentType: null })
}

function publicationOf(folder: string) {
  const given = JSON.parse(textOf(folder, 'case.json') ?? '')
  const rival = textOf(folder, 'rival.json')
  return {
    page: pageOf(textOf(folder, 'page.json') ?? ''),
    rivals: rival === null ? [] : [{ index: 'https://other.example/simple/', page: pageOf(rival) }],
    cooldownDays: 7,
    youngDays: 90,
    nearName: null,
    publishers: [],
    repositories: [],
    ...given,
    now: new Date(given.now),
  }
}

for (const check of noteChecks) {
  suite(check.id, () => {
    for (const kind of ['hit', 'clean']) {
      const folder = join(root, check.id, kind)
      const cases = existsSync(folder) ? readdirSync(folder) : []
      test(`has a ${kind} case`, () => assert.ok(cases.length > 0, `${folder} holds no case`))
      for (const name of cases)
        test(`${kind}: ${name}`, () => {
          const expected = JSON.parse(textOf(join(folder, name), 'expected.json') ?? '[]')
          assert.deepEqual(remarked(check, join(folder, name)), expected)
          assert.equal(expected.length > 0, kind === 'hit')
        })
    }
  })
}

test('the registry is sorted, each id is its file, each file is in it, each has a page', () => {
  const ids = noteChecks.map((check) => check.id)
  assert.deepEqual(ids, [...new Set(ids)].sort())
  const files = globSync('{metadata,release}/*.ts', { cwd: join(root, '..', 'src') })
  assert.deepEqual(files.map((path) => path.replaceAll(sep, '/').slice(0, -3)).sort(), ids)
  for (const id of ids) assert.ok(existsSync(join(repository, 'docs', 'checks', `${id}.md`)), `no page for ${id}`)
})

test('a name that looks like a popular one is a remark, a popular one is none', () => {
  const edits = [{ kind: 'doubled', at: 1, was: '', is: 'm' }] as const
  const parts = { edit: 1, position: 1, length: 1, novelty: 1, letters: 1, rank: 1, attacked: 1 }
  const near = [{ target: normalizeName('demo'), rank: 1, score: 1, parts, edits }]
  const facts = { name: normalizeName('demmo'), metadata: null, metadataPath: null, entryPoints: [], pyproject: null }
  const [note] = contentNotes({ ...facts, names: { isListed: false, near, listed: 9 } })
  assert.equal(note?.code, 'name/typosquat')
  assert.match(note?.detail ?? '', /^demmo is one step from demo: “m” is doubled \(score 1\.00 = /)
  assert.deepEqual(contentNotes({ ...facts, names: { isListed: true, near, listed: 9 } }), [])
})

test('metadata and manifests of any text: no error', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (metadata, text) => {
      const read = parseCoreMetadata(metadata)
      contentNotes({
        name: read.name,
        names: null,
        metadata: read,
        metadataPath: null,
        entryPoints: [],
        pyproject: { path: 'x', text },
      })
    }),
  )
})
