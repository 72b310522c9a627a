import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { sampleFile, sampleReport } from '@cordon/testkit'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { table } from '../src/formats/table.ts'
import { inventoryFormats, renderExplanation, renderInventory, reportFormats } from '../src/index.ts'
import { displayWidth } from '../src/text/width.ts'
import { reportShape } from './gitlab/shape.ts'
import { hostileReport } from './hostile-report.ts'
import { elementsOf } from './junit/elements.ts'
import { plainOptions } from './options.ts'
import { shippedValidator } from './schemas.ts'

const fragments = [
  '\u001b[31m',
  '\u009b2J',
  '\n',
  '\r\n',
  '\u2028',
  '\u0000',
  '\u202e',
  '\u200b',
  '\ud800',
  '\uffff',
  '\u0301',
  '漢',
  '🎉',
  ' ',
  '::error::',
  '##[error]',
  '%0A',
  '%',
  ':',
  ',',
  ']]>',
  '<![CDATA[',
  '<b>',
  '&lt;',
  '"',
  "'",
  '`',
  '```',
  '|',
  '\\',
  '\\|',
  '[x](https://e.example)',
  '](',
  '@octocat',
  '#1',
  '</details>',
  '-->',
  '\n- [ ] x',
  'https://u:secret@h/',
  '{0}',
  '__proto__',
  'a',
  'x'.repeat(130),
  'B',
  '9',
  '-',
  '.',
  '/',
  '..',
  'CVE-2024-1',
  'pkg:pypi/x@1',
] as const

const hostileTexts = fc
  .array(fc.oneof(fc.constantFrom(...fragments), fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 12 })
  .map((parts) => parts.join(''))

const validateGitlab = new Ajv({ allErrors: true, strict: false }).compile(reportShape)
const validateInventory = shippedValidator('cordon.inventory-1', true)
const validateReport = shippedValidator('cordon.report-1', false)

const acting = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u

/** What every output of a format obeys, whatever the report says. */
const laws: Readonly<Record<string, (text: string) => void>> = {
  github: (text) => {
    for (const line of text.trimEnd().split('\n')) {
      assert.match(line, /^::(?:error|warning|notice) (?:file=[^:,]*,)?(?:line=\d+,)?title=[^:,]*::/)
      assert.doesNotMatch(line, /##\[/)
    }
  },
  gitlab: (text) => {
    validateGitlab(JSON.parse(text))
    assert.deepEqual(validateGitlab.errors ?? [], [])
  },
  json: (text) => assert.deepEqual(validateReport(JSON.parse(text)), []),
  junit: (text) => void elementsOf(text),
  markdown: (text) => {
    for (const tag of text.match(/<[^>]*>?/g) ?? []) assert.match(tag, /^<\/?(?:code|details|summary|sub)>$/)
    assert.equal(text.match(/<details>/g)?.length, text.match(/<\/details>/g)?.length)
    const prose = text.replaceAll(/<code>.*?<\/code>/g, '').replaceAll(/&#\d+;/g, '·')
    assert.doesNotMatch(prose, /[@#]\w|\]\(|`|https:\/\//)
  },
  sarif: (text) => {
    JSON.parse(text, (key, value: unknown) => {
      if (/^(?:message|shortDescription|fullDescription|help)$/.test(key))
        assert.doesNotMatch((value as { readonly text: string }).text, /\]\(/)
      return value
    })
  },
  table: (text) => {
    for (const line of text.split('\n')) assert.ok(displayWidth(line) <= 80, `too wide: ${line}`)
  },
}

describe('every format', () => {
  for (const format of reportFormats) {
    it(`${format.id} keeps its structure under hostile text`, () => {
      fc.assert(
        fc.property(hostileTexts, (hostile) => {
          const text = format.render(hostileReport(hostile), plainOptions)
          assert.ok(text.endsWith('\n'))
          assert.doesNotMatch(text.replaceAll('\n', ''), acting)
          assert.doesNotMatch(text, /u:secret@/)
          const law = laws[format.id]
          assert.ok(law !== undefined)
          law(text)
        }),
        { numRuns: 60 },
      )
    })

    it(`${format.id} writes the same bytes whatever the order of the report's parts`, () => {
      const sample = sampleReport()
      const { coverage } = sample
      const reversed = {
        ...sample,
        verdicts: [...sample.verdicts].reverse(),
        skipped: [...sample.skipped].reverse(),
        coverage: {
          ...coverage,
          read: [...coverage.read].reverse(),
          failed: [...coverage.failed].reverse(),
          passedOver: [...coverage.passedOver].reverse(),
        },
      }
      assert.equal(format.render(reversed, plainOptions), format.render(sample, plainOptions))
    })
  }

  it('explains a package safely whatever its texts are', () => {
    fc.assert(
      fc.property(hostileTexts, (hostile) => {
        const text = renderExplanation(hostileReport(hostile), 'package', plainOptions)
        for (const line of text.split('\n')) {
          assert.ok(displayWidth(line) <= 80, `too wide: ${line}`)
          assert.doesNotMatch(line, acting)
        }
        renderExplanation(hostileReport(hostile), hostile, plainOptions)
      }),
      { numRuns: 60 },
    )
  })
})

describe('the inventory', () => {
  it('keeps its structure under hostile text', () => {
    fc.assert(
      fc.property(hostileTexts, (hostile) => {
        const { skipped, coverage, meta, verdicts } = hostileReport(hostile)
        const dependencies = verdicts.flatMap(({ inspection }) => inspection.dependency ?? [])
        const files = [sampleFile(hostile, { dependencies })]
        for (const format of inventoryFormats) {
          const text = renderInventory({ files, skipped, coverage, meta }, format, plainOptions)
          assert.doesNotMatch(text.replaceAll('\n', ''), acting)
          assert.doesNotMatch(text, /u:secret@/)
          if (format === 'json') assert.deepEqual(validateInventory(JSON.parse(text)), [])
          else for (const line of text.split('\n')) assert.ok(displayWidth(line) <= 80, `too wide: ${line}`)
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('names and numbers without end', () => {
  it('fit the screen', () => {
    const long = 'n'.repeat(900)
    const report = hostileReport('1.0', long)
    for (const columns of [60, 100])
      for (const verbose of [false, true])
        for (const text of [
          table.render(report, { ...plainOptions, columns, verbose }),
          renderExplanation(report, long, { ...plainOptions, columns }),
          renderExplanation(report, 'm'.repeat(900), { ...plainOptions, columns }),
        ])
          for (const line of text.split('\n')) assert.ok(displayWidth(line) <= columns, `too wide: ${line}`)
  })
})

describe('the registry', () => {
  const ids = reportFormats.map((format) => format.id)

  it('is alphabetical, and equals the files and the test folders', () => {
    assert.deepEqual(ids, [...new Set(ids)].sort())
    const files = readdirSync(join(import.meta.dirname, '..', 'src', 'formats'))
    assert.deepEqual(
      files.sort(),
      ids.map((id) => `${id}.ts`),
    )
    for (const id of ids)
      assert.ok(
        readdirSync(join(import.meta.dirname, id)).some((name) => name.endsWith('.golden')),
        id,
      )
  })

  it('is documented', () => {
    const page = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'reports.md'), 'utf8')
    for (const id of ids) assert.ok(page.includes(`\n## \`${id}\``), `docs/reports.md has no section on ${id}`)
  })
})
