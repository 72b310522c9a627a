/** What statements did and did not do stands in every format. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Report, Verdict, VexReference } from '@cordon/model'
import {
  advisoryFinding,
  cleanReport,
  found,
  hostileText,
  sampleAdvisory,
  sampleDependency,
  sampleVerdict,
} from '@cordon/testkit'
import { reportFormats } from '../src/index.ts'
import { plainOptions } from './options.ts'
import { shippedValidator } from './schemas.ts'

const check = 'advisory/known-vulnerability'
const reference: VexReference = {
  statement: null,
  status: 'not_affected',
  justification: 'vulnerable_code_not_present',
  detail: `The parser is not shipped ${hostileText}`,
  author: 'Storefront team',
  time: '2026-08-01T00:00:00Z',
  at: { path: 'vex/shop.json', line: 12 },
}

function verdictOf(decision: 'allow' | 'block', id: string, vex: VexReference): Verdict {
  const dependency = sampleDependency('pillow', '11.3.0', 'uv.lock:7')
  const match = sampleAdvisory(id, { severity: 'high' })
  const verdict = sampleVerdict(dependency, { [check]: found(advisoryFinding(match, dependency)) })
  const rule = decision === 'allow' ? `vex:${vex.at.path}:${vex.at.line}` : 'default:fixable'
  const text = 'Not affected, says Storefront team on 2026-08-01: the parser is not shipped.'
  return { ...verdict, decision, because: [{ decision, rule, check, finding: id, text, vex }] }
}

const report: Report = {
  ...cleanReport(),
  verdicts: [
    verdictOf('allow', 'CVE-2026-1001', reference),
    verdictOf('block', 'CVE-2026-1002', { ...reference, status: 'affected', at: { path: 'vex/shop.json', line: 20 } }),
  ],
  exceptions: [
    {
      kind: 'unmatched',
      about: 'vex',
      decision: 'incomplete',
      name: 'CVE-2026-1003',
      text: 'CVE-2026-1003 in pkg:pypi/gone@1 matches nothing that was found.',
      at: { path: 'vex/shop.json', line: 30 },
    },
  ],
  exit: 4,
}

/** Formats write paths and lines in their own ways. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('\\/', '/').replaceAll('&#8203;', '')
}

describe('VEX in reports', () => {
  for (const format of reportFormats) {
    const text = plain(format.render(report, { ...plainOptions, columns: 200 }))

    it(`${format.id} names what is about nothing`, () => {
      assert.match(text, /CVE-2026-1003/)
      assert.match(text, /pkg:\S*pypi/)
    })

    // An annotation is for what is to be done: silenced findings are not.
    if (format.id !== 'github')
      it(`${format.id} says which statement silenced what`, () => {
        assert.match(text, /CVE-2026-1001/)
        if (format.id === 'json') {
          const { verdicts } = JSON.parse(format.render(report, plainOptions)) as { verdicts: { because: object[] }[] }
          assert.deepEqual(
            verdicts.map(({ because }) =>
              because.map((each) => ('vex' in each ? (each.vex as { at: object }).at : null)),
            ),
            [[{ path: 'vex/shop.json', line: 20 }], [{ path: 'vex/shop.json', line: 12 }]],
          )
        } else assert.match(text, /vex\/shop\.json:12/)
        assert.match(text, /Storefront team/)
      })
  }

  it('the JSON report is as its schema says', () => {
    const json = reportFormats.find(({ id }) => id === 'json')
    assert.ok(json !== undefined)
    assert.deepEqual(shippedValidator('cordon.report-1', true)(JSON.parse(json.render(report, plainOptions))), [])
  })

  it('the conclusion says why a run is incomplete in which everything was judged', () => {
    const table = reportFormats.find(({ id }) => id === 'table')
    assert.match(table?.render(report, plainOptions) ?? '', /INCOMPLETE: VEX statements about what is not here/)
  })
})
