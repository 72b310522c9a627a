import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { it, type TestContext } from 'node:test'
import type { ArtifactInspection } from '@cordon/model'
import { distInfo, temporaryFolder, writeZip } from '@cordon/testkit'
import { type ArtifactSource, fileVerifier, inspectArtifact, inspectionOfArtifact } from '../../src/artifact/index.ts'

const library = join('.venv', 'lib', 'python3.12', 'site-packages')

function written(t: TestContext, files: Readonly<Record<string, string>>): string {
  const cwd = temporaryFolder(t)
  for (const [path, text] of Object.entries({ '.venv/pyvenv.cfg': '', ...files })) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true })
    writeFileSync(join(cwd, path), text)
  }
  return cwd
}

const bytes = writeZip([{ name: 'demo/__init__.py', data: 'def f():\n    return 1\n' }])
const plain = inspectArtifact(bytes, {
  file: 'demo-1.0',
  filename: 'demo-1.0.zip',
  sha256: '00'.repeat(32),
  size: bytes.length,
  clock: () => 0,
})

function told(found: ArtifactInspection): readonly string[] {
  const old = new Set(plain.notes)
  const notes = found.notes.filter((each) => !old.has(each))
  return [...notes.map(({ code, path }) => `${code} ${path}`), ...found.unanalysed.map(({ code }) => code)]
}

it('tells of an installed package what was changed, and of the rest what nobody lists', (t) => {
  const demo = distInfo(library, { name: 'demo', version: '1.0', code: { 'demo/__init__.py': '', 'demo/a.py': '' } })
  const other = distInfo(library, { name: 'other', version: '1.0' })
  const cwd = written(t, { ...demo, ...other, [join(library, 'demo', 'a.py')]: 'x = 1\n', [join(library, 's.py')]: '' })
  const verifier = fileVerifier(cwd)
  const sitePackages = join(cwd, library)
  const of = (source: ArtifactSource): ArtifactInspection => verifier.complete(plain, source)
  const changed = of({ kind: 'installed', sitePackages, distInfo: 'demo-1.0.dist-info' })
  assert.deepEqual(told(changed), ['environment/changed-file lib/python3.12/site-packages/demo/a.py'])
  assert.equal(inspectionOfArtifact(changed).outcomes.get('environment/changed-file')?.kind, 'found')
  assert.equal(of({ kind: 'installed', sitePackages, distInfo: 'other-1.0.dist-info' }), plain)
  assert.deepEqual(told(of({ kind: 'loose', sitePackages })), [
    'environment/stray-file lib/python3.12/site-packages/s.py',
  ])
})

it('is not clean of what has no RECORD to compare with', (t) => {
  const { [join(library, 'demo-1.0.dist-info', 'RECORD')]: _, ...rest } = distInfo(library, {
    name: 'demo',
    version: '1.0',
  })
  const cwd = written(t, rest)
  const source = { kind: 'installed', sitePackages: join(cwd, library), distInfo: 'demo-1.0.dist-info' } as const
  const found = fileVerifier(cwd).complete(plain, source)
  assert.deepEqual(told(found), ['NOT_VERIFIED'])
  assert.equal(inspectionOfArtifact(found).outcomes.get('environment/changed-file')?.kind, 'unknown')
})

it('compares a wheel with its own RECORD, by its real name', (t) => {
  const files = { ...distInfo('', { name: 'demo', version: '1.0' }), 'demo/__init__.py': 'x = 1\n' }
  const cwd = written(t, {})
  const path = join(cwd, 'fetched')
  writeFileSync(path, writeZip(Object.entries(files).map(([name, data]) => ({ name, data }))))
  const source = { kind: 'file', path, filename: 'demo-1.0-py3-none-any.whl' } as const
  assert.deepEqual(told(fileVerifier(cwd).complete(plain, source)), ['environment/changed-file demo/__init__.py'])
  writeFileSync(path, 'no archive')
  assert.equal(fileVerifier(cwd).complete(plain, source), plain)
})
