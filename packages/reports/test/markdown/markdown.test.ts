import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { Report } from '@cordon/model'
import {
  advisoryFinding,
  cleanReport,
  found,
  golden,
  hostileText,
  sampleAdvisory,
  sampleDependency,
  sampleReport,
  sampleVerdict,
} from '@cordon/testkit'
import { markdown } from '../../src/formats/markdown.ts'
import { codeMarkdown, escapeMarkdown } from '../../src/markdown/escape.ts'
import { plainOptions } from '../options.ts'

const text = markdown.render(sampleReport(), plainOptions)

function largeReport(count: number): Report {
  const verdicts = Array.from({ length: count }, (_, index) => {
    const dependency = sampleDependency(`package-${index}`, '1.0', `uv.lock:${index + 1}`)
    const match = sampleAdvisory(`CVE-2024-${10_000 + index}`, { summary: hostileText.repeat(3), severity: 'high' })
    return sampleVerdict(dependency, { 'advisory/known-vulnerability': found(advisoryFinding(match, dependency)) })
  })
  return { ...sampleReport(), verdicts }
}

describe('markdown', () => {
  it('writes the sample report as its golden', () => {
    golden(join(import.meta.dirname, 'sample.golden'), text)
    golden(join(import.meta.dirname, 'clean.golden'), markdown.render(cleanReport(), plainOptions))
  })

  it('holds no HTML but its own, and rows with the right number of cells', () => {
    for (const tag of text.match(/<[^>]*>/g) ?? []) assert.match(tag, /^<\/?(?:code|details|summary|sub)>$/)
    let columns = 0
    for (const line of text.split('\n')) {
      if (!line.startsWith('|')) columns = 0
      else if (columns === 0) columns = line.split('|').length
      else assert.equal(line.split('|').length, columns, line)
    }
  })

  it('stays within a comment of 65,536 characters and owns up to what it leaves out', () => {
    const large = markdown.render(largeReport(3000), plainOptions)
    assert.ok(large.length < 65_536, `${large.length} characters`)
    assert.match(large, /\| and [\d,]+ other rows: see the JSON report \| \| \| \| \|\n/)
    assert.ok(markdown.render(largeReport(300), { ...plainOptions, verbose: true }).split('\n').length > 600)
  })
})

describe('escapeMarkdown', () => {
  it('takes the meaning from everything that has one', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['a | b', 'a &#124; b'],
      ['`x` **b** _i_ ~s~', '&#96;x&#96; &#42;&#42;b&#42;&#42; &#95;i&#95; &#126;&#8203;s&#126;'],
      ['[t](https://e.example)', '&#91;t&#93;(https:&#8203;//e.example)'],
      ['<b>&amp;', '&#60;b&#62;&#38;&#8203;amp;'],
      ['@octocat', '@&#8203;octocat'],
      ['fixes #12, GH-12, !3', 'fixes #&#8203;12, GH&#8203;-12, !&#8203;3'],
      ['www.e.example', 'www&#8203;.e.example'],
      ['one\r\n\n# two', 'one # two'],
      ['\\| \u001b[0m', '&#92;&#124; &#92;x1b&#91;0m'],
      ['$x$', '&#36;&#8203;x&#36;'],
    ]
    for (const [hostile, harmless] of cases) assert.equal(escapeMarkdown(hostile), harmless)
  })

  it('keeps code type whole', () => {
    assert.equal(codeMarkdown('a`|</code>_b_\n'), '<code>a&#96;&#124;&#60;/code&#62;&#95;b&#95;&#92;n</code>')
  })
})
