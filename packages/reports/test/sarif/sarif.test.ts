import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { Report } from '@cordon/model'
import { cleanReport, golden, hostileText, sampleReport, sharedData, withoutSharedData } from '@cordon/testkit'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { sarif } from '../../src/formats/sarif.ts'
import { hostileReport } from '../hostile-report.ts'
import { plainOptions } from '../options.ts'

interface Result {
  readonly ruleId: string
  readonly ruleIndex: number
  readonly level: string
  readonly message: { readonly text: string }
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string }
      readonly region?: { readonly startLine: number }
    }
  }[]
  readonly partialFingerprints: Readonly<Record<string, string>>
  readonly suppressions?: readonly { readonly kind: string }[]
}

interface Rule {
  readonly id: string
  readonly helpUri?: string
  readonly properties: Readonly<Record<string, unknown>>
}

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly Rule[]; readonly notifications: readonly unknown[] } }
  readonly invocations: readonly {
    readonly executionSuccessful: boolean
    readonly exitCode: number
    readonly toolExecutionNotifications: readonly {
      readonly descriptor: { readonly id: string; readonly index: number }
      readonly level: string
    }[]
  }[]
  readonly originalUriBaseIds: Readonly<Record<string, unknown>>
  readonly results: readonly Result[]
}

function runOf(report: Report): Run {
  const log = JSON.parse(sarif.render(report, plainOptions)) as {
    readonly version: string
    readonly runs: readonly Run[]
  }
  assert.equal(log.version, '2.1.0')
  assert.equal(log.runs.length, 1)
  const [run] = log.runs
  assert.ok(run !== undefined)
  return run
}

function fingerprints(report: Report): readonly string[] {
  return runOf(report).results.map((result) => result.partialFingerprints['cordon/v1'] ?? '')
}

const schemaPath = sharedData('schemas', 'sarif-2.1.0.schema.json')

describe('sarif', () => {
  it('writes the sample report as its golden', () => {
    golden(join(import.meta.dirname, 'sample.golden'), sarif.render(sampleReport(), plainOptions))
    golden(join(import.meta.dirname, 'clean.golden'), sarif.render(cleanReport(), plainOptions))
  })

  it('is valid by the official schema', {
    skip: schemaPath === null ? withoutSharedData('schemas', 'sarif-2.1.0.schema.json') : false,
  }, () => {
    const ajv = new Ajv({ allErrors: true, strict: false })
    addFormats.default(ajv)
    // Written for draft 4; but for the name of the dialect it reads the same in draft 7.
    const {
      $schema: _,
      id: __,
      ...schema
    } = JSON.parse(readFileSync(schemaPath ?? '', 'utf8')) as Record<string, unknown>
    const validate = ajv.compile(schema)
    for (const report of [
      sampleReport(),
      cleanReport(),
      { ...sampleReport(), exit: 4 as const },
      ...['', hostileText, '\ud800', '../a b', 'C:\\x'].map((text) => hostileReport(text)),
    ]) {
      validate(JSON.parse(sarif.render(report, plainOptions)))
      assert.deepEqual(validate.errors ?? [], [])
    }
  })

  it('gives every result a rule, a place and a fingerprint of its own', () => {
    const { results, tool, originalUriBaseIds } = runOf(sampleReport())
    assert.equal(results.length, 13)
    for (const result of results) {
      assert.equal(tool.driver.rules[result.ruleIndex]?.id, result.ruleId)
      assert.ok(['error', 'warning', 'note'].includes(result.level))
      const [place] = result.locations
      const { uri = '', uriBaseId = '' } = place?.physicalLocation.artifactLocation ?? {}
      assert.match(uri, /^[A-Za-z0-9._~!'()*%/-]+$/)
      assert.ok(Object.hasOwn(originalUriBaseIds, uriBaseId))
      assert.ok((place?.physicalLocation.region?.startLine ?? 1) >= 1)
      assert.match(result.partialFingerprints['cordon/v1'] ?? '', /^[0-9a-f]{32}:\d+$/)
    }
    assert.equal(new Set(fingerprints(sampleReport())).size, results.length)
    const ids = tool.driver.rules.map((rule) => rule.id)
    assert.deepEqual(ids, [...new Set(ids)].sort())
  })

  it('scores rules for code scanning and links the flaw', () => {
    const { rules } = runOf(sampleReport()).tool.driver
    const ruleOf = (id: string) => rules.find((rule) => rule.id === id)
    assert.equal(ruleOf('CVE-2022-34265')?.properties['security-severity'], '9.8')
    assert.equal(ruleOf('CVE-2023-27524')?.properties['security-severity'], '8.9')
    assert.equal(ruleOf('hygiene/unpinned-requirement')?.properties['security-severity'], '5.5')
    assert.equal(ruleOf('CVE-2024-00001')?.properties['security-severity'], undefined)
    assert.equal(ruleOf('CVE-2023-27524')?.helpUri, 'https://osv.dev/vulnerability/PYSEC-2026-1161')
  })

  it('keeps fingerprints when lines move, versions change or the order differs', () => {
    const moved = sampleReport().verdicts.map((verdict) => {
      const { inspection } = verdict
      const at = { ...inspection.at, line: inspection.at.line + (inspection.dependency === null ? 0 : 7) }
      return { ...verdict, inspection: { ...inspection, at } }
    })
    const before = fingerprints(sampleReport())
    assert.deepEqual([...fingerprints({ ...sampleReport(), verdicts: moved.reverse() })].sort(), [...before].sort())
  })

  it('suppresses what an exception allows, and says nothing is well when it is not', () => {
    const run = runOf({ ...sampleReport(), exit: 4 })
    const suppressed = run.results.filter((result) => result.suppressions !== undefined)
    assert.deepEqual([...new Set(suppressed.map((result) => result.ruleId))], ['CVE-2022-22818'])
    assert.deepEqual(
      run.invocations.map(({ executionSuccessful, exitCode }) => ({ executionSuccessful, exitCode })),
      [{ executionSuccessful: false, exitCode: 4 }],
    )
    assert.equal(runOf(sampleReport()).invocations[0]?.executionSuccessful, true)
  })

  it('tells what was not checked as notifications', () => {
    const [invocation] = runOf(sampleReport()).invocations
    const seen = invocation?.toolExecutionNotifications.map((each) => `${each.level} ${each.descriptor.id}`) ?? []
    for (const wanted of [
      'error LEGACY_VERSION',
      'warning UNPINNED',
      'error MALFORMED',
      'error UNSET_VARIABLE',
      'note PASSED_OVER',
      'note NOT_SELECTED',
      'warning DATABASE_STALE',
    ])
      assert.ok(seen.includes(wanted), `${wanted} is not among ${seen.join(', ')}`)
  })

  it('writes absolute, odd and malformed paths as URIs, and no links in messages', () => {
    const sample = sampleReport()
    const uriOf = (path: string) => {
      const failed = [{ path, format: null, code: 'BINARY' as const, message: '[x](https://evil.example)' }]
      const text = sarif.render({ ...sample, coverage: { ...sample.coverage, failed } }, plainOptions)
      assert.doesNotMatch(text, /\]\(/)
      return /"File not understood[^}]*\}[^}]*"uri": "([^"]*)"/.exec(text)?.[1]
    }
    assert.equal(uriOf('a b/ü#?.txt'), 'a%20b/%C3%BC%23%3F.txt')
    assert.equal(uriOf('a:b.txt'), 'a%3Ab.txt')
    assert.equal(uriOf('/srv/app/uv.lock'), 'file:///srv/app/uv.lock')
    assert.equal(uriOf('C:\\app\\uv.lock'), 'file:///C:/app/uv.lock')
    assert.equal(uriOf('\ud800.txt'), '%EF%BF%BD.txt')
  })
})
