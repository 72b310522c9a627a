import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { cleanReport, golden, sampleReport } from '@cordon/testkit'
import { table } from '../../src/formats/table.ts'
import { displayWidth } from '../../src/text/width.ts'
import { plainOptions } from '../options.ts'

const widths = [60, 80, 120] as const

function goldenAt(name: string): string {
  return join(import.meta.dirname, `${name}.golden`)
}

describe('table', () => {
  for (const columns of widths) {
    it(`fits ${columns} columns, plain and coloured alike`, () => {
      for (const verbose of [false, true]) {
        const plain = table.render(sampleReport(), { ...plainOptions, columns, verbose })
        const colored = table.render(sampleReport(), { ...plainOptions, columns, verbose, color: true })
        if (!verbose) golden(goldenAt(`sample-${columns}`), plain)
        for (const line of plain.split('\n')) assert.ok(displayWidth(line) <= columns, `too wide: ${line}`)
        const undrawn = stripVTControlCharacters(colored).replaceAll('✗', 'x').replaceAll('›', '>').replaceAll('✓', '-')
        assert.equal(undrawn, plain)
      }
    })
  }

  it('shows colours, everything there is, and a clean report as their goldens', () => {
    golden(goldenAt('sample-80-color'), table.render(sampleReport(), { ...plainOptions, color: true }))
    golden(
      goldenAt('sample-100-verbose'),
      table.render(sampleReport(), { ...plainOptions, columns: 100, verbose: true }),
    )
    golden(goldenAt('clean'), table.render(cleanReport(), plainOptions))
  })

  it('is ASCII without colours when the report is', () => {
    const report = cleanReport()
    assert.match(table.render(report, plainOptions), /^[\n\x20-\x7e]*$/)
  })

  it('obeys no control character of the report', () => {
    for (const verbose of [false, true]) {
      const text = table.render(sampleReport(), { ...plainOptions, verbose })
      assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
      assert.doesNotMatch(text, /hunter2|secret/)
    }
  })

  it('treats widths below 60 and nonsense as what can be laid out', () => {
    const sixty = table.render(sampleReport(), { ...plainOptions, columns: 60 })
    assert.equal(table.render(sampleReport(), { ...plainOptions, columns: 1 }), sixty)
    assert.equal(
      table.render(sampleReport(), { ...plainOptions, columns: Number.NaN }),
      table.render(sampleReport(), plainOptions),
    )
  })

  it('ends with the verdict and the exit code', () => {
    const lastLines = (exit: 0 | 1 | 2 | 3 | 4 | 70) =>
      table
        .render({ ...sampleReport(), exit }, { ...plainOptions, columns: 120 })
        .trimEnd()
        .split('\n')
        .at(-1)
    assert.equal(lastLines(1), 'BLOCKED: 3 of 11 packages and 1 file (exit 1: the policy forbids it)')
    assert.match(
      lastLines(4) ?? '',
      /^INCOMPLETE: 2 of 11 packages not judged, 2 files and 2 lines not understood \(exit 4: /,
    )
    assert.match(lastLines(0) ?? '', /^ALLOWED with \d+ warnings in 11 packages \(exit 0: /)
    assert.match(lastLines(3) ?? '', /^NOTHING TO SCAN: .* \(exit 3: /)
    assert.match(lastLines(70) ?? '', /^FAILED: .* \(exit 70: /)
  })

  it('tells the story of one package when asked', () => {
    const text = table.render(sampleReport(), { ...plainOptions, explain: 'django' })
    assert.match(text, /^django 3\.2\.4 +BLOCKED\n/)
  })
})
