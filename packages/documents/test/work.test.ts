import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type Bom,
  diffBoms,
  findingsOf,
  isSameBom,
  mergeBoms,
  profiles,
  readBom,
  scoreBom,
  stripBom,
} from '@cordon/documents'
import fc from 'fast-check'
import { componentOf, emptyBom, inOrder } from '../src/draft.ts'
import { anyBom } from './arbitrary.ts'

const request = { name: 'all', created: '2026-11-21T12:00:00Z', tool: { name: 'cordon', version: '1' } }

function library(name: string, version: string, parts: object = {}): Bom['components'][number] {
  return componentOf({ ref: `${name}@${version}`, name, version, purl: `pkg:pypi/${name}@${version}`, ...parts })
}

const app = componentOf({ ref: 'app', name: 'app', type: 'application', version: '1' })
const first = inOrder(
  emptyBom({
    subject: 'app',
    created: request.created,
    components: [
      app,
      library('flask', '3.0', { scope: 'required' }),
      library('pytest', '8.0', { scope: 'excluded', occurrences: [{ location: 'uv.lock', line: 3 }] }),
      componentOf({
        ref: 'vendored',
        name: 'urllib3',
        version: '1.26',
        purl: 'pkg:pypi/urllib3@1.26',
        within: 'flask@3.0',
      }),
    ],
    edges: [
      { from: 'app', to: 'flask@3.0', kind: 'runtime' },
      { from: 'app', to: 'pytest@8.0', kind: 'dev' },
    ],
  }),
)

describe('diff', () => {
  it('is empty for a bill and itself, whatever it says', () => {
    fc.assert(
      fc.property(anyBom, (bom) => assert.ok(isSameBom(diffBoms(bom, bom)))),
      { numRuns: 60 },
    )
  })

  it('names what came, went and changed, by name and not by ref', () => {
    const sha256 = 'a'.repeat(64)
    const second = inOrder({
      ...first,
      components: [
        { ...app, ref: 'other-ref' },
        library('flask', '3.1', { hashes: [{ algorithm: 'sha256', value: sha256 }], scope: 'required' }),
        library('click', '8.2'),
      ],
      subject: 'other-ref',
      edges: [{ from: 'other-ref', to: 'flask@3.1', kind: 'runtime' }],
    })
    const diff = diffBoms(first, second)
    assert.deepEqual(
      diff.added.map(({ name }) => name),
      ['click'],
    )
    assert.deepEqual(
      diff.removed.map(({ name }) => name),
      ['pytest', 'urllib3'],
    )
    assert.deepEqual(
      diff.changed.map(({ name, changes }) => [name, changes]),
      [
        [
          'flask',
          [
            { field: 'version', before: '3.0', after: '3.1' },
            { field: 'hashes', before: '', after: `sha256:${sha256}` },
          ],
        ],
      ],
    )
    assert.deepEqual(diff.edgesRemoved, [{ from: 'app', to: 'pytest', kind: 'dev' }])
    assert.deepEqual(diff.edgesAdded, [])
  })
})

describe('merge', () => {
  it('of one bill, or of one twice, says the same', () => {
    fc.assert(
      fc.property(anyBom, (bom) => {
        fc.pre(bom.subject !== null && new Set(bom.components.map(({ name }) => name)).size === bom.components.length)
        assert.ok(isSameBom(diffBoms(mergeBoms([bom], request), mergeBoms([bom, bom], request))))
      }),
      { numRuns: 60 },
    )
  })

  it('joins what is the same, keeps what is bundled apart, and is about both', () => {
    const second = inOrder(
      emptyBom({
        subject: 'tool',
        components: [
          componentOf({ ref: 'tool', name: 'tool', type: 'application' }),
          library('pytest', '8.0', { scope: 'required', occurrences: [{ location: 'pylock.toml', line: 9 }] }),
          library('urllib3', '1.26'),
        ],
        edges: [{ from: 'tool', to: 'pytest@8.0', kind: 'runtime' }],
      }),
    )
    const merged = mergeBoms([first, second], request)
    const pytest = merged.components.filter(({ name }) => name === 'pytest')
    assert.deepEqual(
      pytest.map(({ scope, occurrences }) => [scope, occurrences.length]),
      [['required', 2]],
    )
    assert.deepEqual(
      merged.components.filter(({ name }) => name === 'urllib3').map(({ within }) => within),
      [null, 'flask@3.0'],
    )
    assert.equal(merged.subject, 'all')
    assert.deepEqual(
      merged.edges.filter(({ from }) => from === 'all').map(({ to }) => to),
      ['app', 'tool'],
    )
  })
})

describe('strip', () => {
  it('takes out what is named, and what lies within', () => {
    const stripped = stripBom(first, { remove: ['development', 'evidence'], hides: () => false })
    assert.deepEqual(
      stripped.components.map(({ name }) => name),
      ['app', 'flask', 'urllib3'],
    )
    assert.deepEqual(
      stripped.edges.map(({ to }) => to),
      ['flask@3.0'],
    )
    assert.deepEqual(stripBom(first, { remove: ['nested'], hides: () => false }).components.length, 3)
  })

  it('leaves no trace of a hidden name', () => {
    const hidden = stripBom(first, { remove: [], hides: ({ name }) => name === 'flask' })
    assert.equal(JSON.stringify(hidden).includes('flask'), false)
    assert.equal(hidden.components.find(({ name }) => name === 'urllib3')?.within, 'hidden')
  })
})

describe('findings and profiles', () => {
  it('names what is weak in what a bill says', () => {
    const text = JSON.stringify({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      metadata: { component: { 'bom-ref': 'app', name: 'app', version: '1', type: 'application' } },
      components: [
        { 'bom-ref': 'a', name: 'a', version: '2', purl: 'pkg:pypi/a@1' },
        { 'bom-ref': 'b', name: 'b', version: '1' },
      ],
      dependencies: [{ ref: 'app', dependsOn: ['a'] }],
    })
    assert.deepEqual(
      findingsOf(readBom(text, 'x')).map(({ level, code, place }) => `${level} ${code} ${place}`),
      ['error PURL_MISMATCH a', 'warning NO_TIME document', 'warning NO_PURL b', 'warning UNREACHED b'],
    )
  })

  it('counts what each profile wants', () => {
    const score = (id: string, bom: Bom): readonly (readonly [string, number, number])[] => {
      const profile = profiles.find((each) => each.id === id)
      assert.ok(profile !== undefined)
      return scoreBom(bom, profile).elements.map(({ id: element, met, of }) => [element, met, of] as const)
    }
    assert.deepEqual(score('ntia', first), [
      ['supplier-name', 0, 4],
      ['component-name', 4, 4],
      ['component-version', 4, 4],
      ['unique-identifiers', 3, 4],
      ['dependency-relationship', 4, 4],
      ['sbom-author', 0, 1],
      ['timestamp', 1, 1],
    ])
    const supplier = { kind: 'organization' as const, name: 'Pallets', email: null, url: null }
    const whole: Bom = {
      ...first,
      authors: [{ kind: 'person', name: 'Ada', email: 'ada@example.invalid', url: null }],
      components: first.components.map((component) => ({
        ...component,
        supplier,
        purl: component.purl ?? 'pkg:pypi/app@1',
      })),
    }
    const ntia = profiles.find(({ id }) => id === 'ntia')
    assert.ok(ntia !== undefined)
    assert.deepEqual([scoreBom(whole, ntia).isMet, scoreBom(whole, ntia).percent], [true, 100])
  })
})
