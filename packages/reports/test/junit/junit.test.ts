import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { cleanReport, golden, sampleReport } from '@cordon/testkit'
import { junit } from '../../src/formats/junit.ts'
import { plainOptions } from '../options.ts'
import { elementsOf } from './elements.ts'

const text = junit.render(sampleReport(), plainOptions)

describe('junit', () => {
  it('writes the sample report as its golden', () => {
    golden(join(import.meta.dirname, 'sample.golden'), text)
    golden(join(import.meta.dirname, 'clean.golden'), junit.render(cleanReport(), plainOptions))
  })

  it('is well-formed and counts what it holds', () => {
    const elements = elementsOf(text)
    const [root] = elements
    const count = (name: string) => elements.filter((each) => each.name === name).length
    assert.equal(root?.name, 'testsuites')
    assert.equal(root.attributes.get('tests'), String(count('testcase')))
    assert.equal(root.attributes.get('failures'), String(count('failure')))
    assert.equal(root.attributes.get('errors'), String(count('error')))
    const suites = elements.filter((each) => each.name === 'testsuite')
    const sum = (key: string) => suites.reduce((total, suite) => total + Number(suite.attributes.get(key)), 0)
    for (const key of ['tests', 'failures', 'errors', 'skipped'])
      assert.equal(root.attributes.get(key), String(sum(key)))
  })

  it('fails what is blocked, errs on what could not be judged, and passes warnings with a word', () => {
    assert.match(text, /name="ctx 0\.2\.2 \(line 7\)"[^>]*>\s*<failure type="advisory\/known-malware"/)
    assert.match(text, /name="pytz 2004d \(line 60\)"[^>]*>\s*<error type="LEGACY_VERSION"/)
    assert.match(text, /name="flask \(line 4\)"[^>]*>\s*<system-out>warning: /)
    assert.match(text, /name="certifi 2025\.8\.3 \(line 20\)"[^>]*\/>/)
    assert.match(text, /name="line 9 is understood"[^>]*>\s*<error type="UNSET_VARIABLE"/)
  })

  it('skips, visibly, a line that was not understood where the policy lets that pass', () => {
    const allowed = junit.render({ ...sampleReport(), skippedDecision: 'warn' }, plainOptions)
    assert.match(allowed, /name="line 9 is understood"[^>]*>\s*<skipped message="UNSET_VARIABLE: /)
  })
})
