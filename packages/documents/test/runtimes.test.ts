import assert from 'node:assert/strict'
import { it } from 'node:test'
import { bomOf } from '@cordon/documents'
import type { PythonRuntime } from '@cordon/model'
import { sampleFile, sampleOwner } from '@cordon/testkit'

function environment(path: string, runtime: Partial<PythonRuntime>) {
  const python = { implementation: 'cpython', version: '3.12.4', path, owner: null, layer: null, ...runtime } as const
  const facts = { base: '/', root: path, kind: 'venv', manager: null, libraries: [], startFiles: [] } as const
  return sampleFile(path, { format: 'environment', role: 'installed', environment: { ...facts, runtime: python } })
}

it('names the Python of each environment once, and the package that owns it', () => {
  const owner = sampleOwner('libpython3.11-minimal', '3.11.2-6')
  const bom = bomOf(
    [
      environment('a', {}),
      environment('b', {}),
      environment('c', { implementation: 'pypy', version: '3.10' }),
      environment('d', { version: null }),
      environment('usr', { version: '3.11.2', owner }),
    ],
    { name: 'image', created: '2026-11-21T12:00:00Z', tool: { name: 'cordon', version: '0' } },
  )
  assert.deepEqual(
    bom.components
      .filter(({ type }) => type === 'platform')
      .map(({ name, version, purl, occurrences }) => [
        name,
        version,
        purl,
        occurrences.map(({ location }) => location).join(),
      ]),
    [
      ['pypy', '3.10', 'pkg:generic/pypy@3.10', 'c'],
      ['python', '3.12.4', 'pkg:generic/python@3.12.4', 'a,b'],
      ['python', '3.11.2', owner.purl, 'usr'],
    ],
  )
  assert.equal(bom.edges.filter(({ from, kind }) => from === bom.subject && kind === 'runtime').length, 3)
})
