import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { it } from 'node:test'
import { distInfo, temporaryFolder, writeZip } from '@cordon/testkit'
import { type PlanContext, planDependency, planTarget, readTarget } from '../../src/artifact/plan.ts'
import { takeInventory } from '../../src/inventory.ts'

const library = join('.venv', 'lib', 'python3.12', 'site-packages')

function contextOf(cwd: string): PlanContext {
  const index = (): never => {
    throw new Error('what stands there is not asked of an index')
  }
  return { cwd, env: {}, index, atHand: null, isKept: () => false, allFiles: false }
}

it('what is installed or packed is inspected itself, not what an index has under its name', async (t) => {
  const cwd = temporaryFolder(t)
  for (const [path, text] of Object.entries(distInfo(library, { name: 'demo', version: '1.0' }))) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true })
    writeFileSync(join(cwd, path), text)
  }
  writeFileSync(join(cwd, '.venv', 'pyvenv.cfg'), '')
  const wheel = Object.entries(distInfo('', { name: 'packed', version: '1.0' })).map(([name, data]) => ({ name, data }))
  writeFileSync(join(cwd, 'packed-1.0-py3-none-any.whl'), writeZip(wheel))
  const { files } = takeInventory({
    targets: ['.venv', 'packed-1.0-py3-none-any.whl'],
    cwd,
    exclude: [],
    includeEnvironments: false,
  })
  const sources = []
  for (const dependency of files.flatMap(({ file }) => file.dependencies))
    for await (const { job } of planDependency(dependency, contextOf(cwd))) sources.push(job.source)
  assert.deepEqual(sources, [
    { kind: 'installed', sitePackages: join(cwd, library), distInfo: 'demo-1.0.dist-info' },
    { kind: 'file', path: join(cwd, 'packed-1.0-py3-none-any.whl'), filename: 'packed-1.0-py3-none-any.whl' },
  ])
})

it('a virtual environment that is named is each of its distributions, and what belongs to none', async (t) => {
  const cwd = temporaryFolder(t)
  mkdirSync(join(cwd, library, 'demo-1.0.dist-info'), { recursive: true })
  writeFileSync(join(cwd, '.venv', 'pyvenv.cfg'), '')
  for (const target of ['.venv', library]) {
    const kinds = []
    for await (const { job } of planTarget(readTarget(target, cwd), contextOf(cwd))) kinds.push(job.source.kind)
    assert.deepEqual(kinds, ['installed', 'loose'])
  }
})

it('broken escapes in the address of a locked file stay as they are written', async (t) => {
  const cwd = temporaryFolder(t)
  const sha256 = 'ab'.repeat(32)
  writeFileSync(join(cwd, 'requirements.txt'), `demo @ https://example.invalid/files/%zz%#sha256=${sha256}\n`)
  const { files } = takeInventory({ targets: ['requirements.txt'], cwd, exclude: [], includeEnvironments: false })
  const sources = []
  for (const dependency of files.flatMap(({ file }) => file.dependencies))
    for await (const { job } of planDependency(dependency, { ...contextOf(cwd), isKept: () => true }))
      sources.push(job.source)
  assert.deepEqual(sources, [{ kind: 'kept', sha256, filename: '%zz%' }])
})
