import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ArtifactInspection, Verdict } from '@cordon/model'
import { hostileText } from '@cordon/testkit'
import { type ArtifactFormat, artifactFormats, artifactSentence } from '../../src/index.ts'

function artifact(text: string): ArtifactInspection {
  return {
    file: text,
    sha256: 'ab'.repeat(32),
    size: 7,
    name: text,
    version: text,
    verdict: 'malicious',
    score: 1,
    behaviours: [
      {
        id: 'source/toy',
        stage: 'install',
        confidence: 'high',
        isConclusive: true,
        at: { path: text, line: 3 },
        does: text,
        evidence: text,
        trail: [text],
        attack: [text],
      },
    ],
    notes: [{ code: 'TOY', path: text, detail: text }],
    family: { id: text, similarity: 0.9 },
    contributions: [{ feature: text, points: 1 }],
    facts: {
      kind: 'sdist',
      members: 1,
      pythonFiles: 1,
      pythonBytes: 7,
      summary: text,
      requires: [text],
      entryPoints: [text],
      native: [text],
      binaries: [],
      bytecode: [{ path: text, hasSource: false, foreign: [text], isUnchecked: false }],
      nestedArchives: [text],
      startFiles: [text],
      outside: [{ path: text, what: 'script' }],
      oddities: [{ code: 'TOY', path: text, detail: text }],
    },
    unanalysed: [{ at: { path: text, line: 0 }, code: 'TOY', detail: text }],
    ms: 1,
  }
}

function verdictOf({ file }: ArtifactInspection): Verdict {
  const at = { path: file, line: 0 }
  const lockfile = {
    path: file,
    format: 'artifact',
    role: 'lock',
    dependencies: [],
    edges: [],
    options: [],
    includes: [],
    skipped: [],
    requiresPython: null,
    contentHash: null,
  } as const
  const finding = {
    id: 'source/toy',
    title: file,
    severity: 'critical',
    confidence: 'high',
    domain: 'malicious',
    message: file,
    remedy: file,
    evidence: [{ kind: 'line', path: file, line: 3, text: file }],
  } as const
  const outcomes = new Map([['source/toy', { kind: 'found', findings: [finding] } as const]])
  const inspection = { dependency: null, file: lockfile, at, via: [], direct: null, locked: null, outcomes }
  const because = [{ decision: 'block', rule: file, check: 'source/toy', finding: 'source/toy', text: file }] as const
  return { inspection, decision: 'block', because }
}

function written(format: ArtifactFormat, all: readonly ArtifactInspection[], verbose = false): string {
  const { text, writer } = format.open({
    meta: {
      tool: { name: 'cordon', version: '0.0.0' },
      time: '2026-11-21T12:00:00.000Z',
      targets: ['demo'],
      environment: null,
      configuration: null,
      asOf: null,
      warnings: [],
    },
    style: { columns: 80, color: false, verbose, explain: verbose, isAlone: false, prevalence: () => null },
  })
  const pieces = all.map((each) => writer.add({ artifact: each, verdict: verdictOf(each) }))
  return [text, ...pieces, writer.end({ exit: 1, exceptions: [], milliseconds: 5 })].join('')
}

test('formats are alphabetical, each id once', () => {
  const ids = artifactFormats.map((format) => format.id)
  assert.deepEqual(ids, [...new Set(ids)].sort())
})

test('hostile text of an artifact acts on no screen and breaks no line', () => {
  const acting = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/
  for (const format of artifactFormats)
    for (const verbose of [false, true]) {
      const text = written(format, [artifact(hostileText)], verbose)
      assert.doesNotMatch(text, acting, format.id)
      assert.ok(text.endsWith('\n'), format.id)
    }
})

test('JSON stays JSON with none, one and many artifacts, and says how many', () => {
  const json = artifactFormats.find(({ id }) => id === 'json')
  assert.ok(json !== undefined)
  for (const count of [0, 1, 3]) {
    const all = Array.from({ length: count }, () => artifact(hostileText))
    const document = JSON.parse(written(json, all)) as { artifacts: unknown[]; summary: { artifacts: number } }
    assert.deepEqual([document.artifacts.length, document.summary.artifacts], [count, count])
  }
})

test('one sentence for each verdict', () => {
  const one = { ...artifact('x'), facts: { ...artifact('x').facts, native: [], bytecode: [] } }
  const sentences = (['malicious', 'suspicious', 'unanalysable', 'placeholder', 'clean'] as const).map((verdict) =>
    artifactSentence({ ...one, verdict }),
  )
  assert.deepEqual(sentences, [
    'Runs when installed: x line 3 x.',
    'Runs when installed: x line 3 x.',
    'Could not be looked at enough: x: x.',
    'Holds nothing that does anything: a placeholder.',
    'Nothing was seen that weighs enough; the most telling: Runs when installed: x line 3 x.',
  ])
})
