import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { cleanReport, golden, sampleReport } from '@cordon/testkit'
import { github } from '../../src/formats/github.ts'
import { plainOptions } from '../options.ts'

const text = github.render(sampleReport(), plainOptions)

describe('github', () => {
  it('writes the sample report as its golden', () => {
    golden(join(import.meta.dirname, 'sample.golden'), text)
    golden(join(import.meta.dirname, 'clean.golden'), github.render(cleanReport(), plainOptions))
  })

  it('writes nothing but commands, whatever the texts of the report are', () => {
    for (const line of text.trimEnd().split('\n')) {
      assert.match(line, /^::(?:error|warning|notice) (?:file=[^:,]*,)?(?:line=[1-9]\d*,)?title=[^:,]*::/)
      assert.doesNotMatch(line, /##\[|[\p{Cc}\p{Cf}]|hunter2|secret/u)
      assert.doesNotMatch(line.replace(/%(?:25|0A|3A|2C)/g, ''), /%/)
    }
  })

  it('puts the verdict first and the worst next, since a run shows ten of each level', () => {
    const levels = text
      .trimEnd()
      .split('\n')
      .map((line) => /^::(\w+)/.exec(line)?.[1] ?? '')
    assert.match(text, /^::error title=cordon::BLOCKED: 3 of 11 packages and 1 file/)
    assert.deepEqual(levels, [...levels].sort())
  })

  it('speaks of all flaws of one line at once', () => {
    const lines = text.split('\n').filter((line) => line.includes('title=django 3.2.4%3A 2 known flaws'))
    assert.equal(lines.length, 2)
    for (const line of lines) assert.match(line, /CVE-2022-34265 .*%0ACVE-2021-45115 .*%0AMove to 3\.2\.14\./)
  })
})
