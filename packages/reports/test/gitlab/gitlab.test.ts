import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { Report } from '@cordon/model'
import { cleanReport, golden, sampleReport } from '@cordon/testkit'
import { Ajv } from 'ajv'
import { gitlab } from '../../src/formats/gitlab.ts'
import { acceptedVectors } from '../../src/gitlab/cvss.ts'
import { plainOptions } from '../options.ts'
import { reportShape } from './shape.ts'

interface GitlabReport {
  readonly scan: {
    readonly status: string
    readonly messages: readonly { readonly level: string; readonly value: string }[]
  }
  readonly vulnerabilities: readonly {
    readonly id: string
    readonly severity: string
    readonly identifiers: readonly { readonly type: string; readonly value: string }[]
    readonly cvss_vectors?: readonly { readonly vector: string }[]
  }[]
  readonly dependency_files: readonly { readonly path: string; readonly dependencies: readonly unknown[] }[]
}

function read(report: Report): GitlabReport {
  return JSON.parse(gitlab.render(report, plainOptions)) as GitlabReport
}

describe('gitlab', () => {
  it('writes the sample report as its golden', () => {
    golden(join(import.meta.dirname, 'sample.golden'), gitlab.render(sampleReport(), plainOptions))
    golden(join(import.meta.dirname, 'clean.golden'), gitlab.render(cleanReport(), plainOptions))
  })

  it('has the shape that GitLab asks for', () => {
    const validate = new Ajv({ allErrors: true, strict: false }).compile(reportShape)
    for (const report of [sampleReport(), cleanReport(), { ...sampleReport(), exit: 4 as const }]) {
      validate(read(report))
      assert.deepEqual(validate.errors ?? [], [])
    }
  })

  it('lists every open flaw at every place, worst first, with ids of its own', () => {
    const { vulnerabilities } = read(sampleReport())
    assert.deepEqual(
      vulnerabilities.map(({ severity, identifiers }) => `${severity} ${identifiers[0]?.value}`),
      [
        'Critical PYSEC-2022-199',
        'Critical CVE-2022-34265',
        'Critical CVE-2022-34265',
        'High CVE-2021-45115',
        'High CVE-2021-45115',
        'High CVE-2023-27524',
        'Unknown CVE-2024-00001',
      ],
    )
    assert.equal(new Set(vulnerabilities.map(({ id }) => id)).size, vulnerabilities.length)
    assert.deepEqual(
      vulnerabilities[1]?.identifiers.map(({ type }) => type),
      ['cve', 'ghsa', 'pysec'],
    )
    assert.deepEqual(
      vulnerabilities[3]?.cvss_vectors?.map(({ vector }) => vector),
      ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', 'AV:N/AC:L/Au:N/C:N/I:N/A:P'],
    )
  })

  it('tells in messages what has no place among vulnerabilities', () => {
    const { messages } = read(sampleReport()).scan
    for (const wanted of [
      /^hygiene\/unpinned-requirement: .* \(2 places, first at requirements\.txt:4\)$/,
      /^hygiene\/trusted-host: /,
      /^Not judged: 2 packages, UNPINNED: /,
      /^File not understood: legacy\/poetry\.lock, MALFORMED: /,
      /^Line not understood: requirements\.txt:9, UNSET_VARIABLE: /,
    ])
      assert.ok(
        messages.some(({ level, value }) => level === 'warn' && wanted.test(value)),
        String(wanted),
      )
  })

  it('is no success when it is incomplete', () => {
    assert.equal(read({ ...sampleReport(), exit: 4 }).scan.status, 'failure')
    assert.equal(read(sampleReport()).scan.status, 'success')
  })

  it('passes on only vectors that the schema takes', () => {
    const vectorsOf = (...texts: readonly string[]) =>
      acceptedVectors(
        texts.map((vector) => {
          const type = vector.startsWith('CVSS:4') ? 'CVSS_V4' : vector.startsWith('CVSS:3') ? 'CVSS_V3' : 'CVSS_V2'
          return { record: 'CVE-2024-1', type, vector, score: null }
        }),
      )
    const good = 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'
    assert.deepEqual(vectorsOf(good, good, 'AV:N/AC:L/Au:N/C:P/I:P/A:P'), [good, 'AV:N/AC:L/Au:N/C:P/I:P/A:P'])
    for (const bad of [
      'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N',
      'CVSS:3.1/AV:N',
      'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/__proto__:x',
      `${good}/constructor:N`,
      `${good}\n`,
      `${good}${'/E:X'.repeat(40)}`,
    ])
      assert.deepEqual(vectorsOf(bad), [], bad)
  })
})
