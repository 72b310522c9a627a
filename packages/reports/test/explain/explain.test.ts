import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { golden, sampleReport } from '@cordon/testkit'
import { renderExplanation } from '../../src/explain.ts'
import { displayWidth } from '../../src/text/width.ts'
import { plainOptions } from '../options.ts'

function explain(name: string, columns = 80): string {
  return renderExplanation(sampleReport(), name, { ...plainOptions, columns })
}

describe('renderExplanation', () => {
  for (const name of ['django', 'apache-superset', 'ctx', 'flask', 'pytz', 'free-money', 'certifi'])
    it(`tells all of ${name}`, () => golden(join(import.meta.dirname, `${name}.golden`), explain(name)))

  it('fits its width and obeys no control character', () => {
    for (const columns of [60, 80, 120])
      for (const name of ['django', 'free-money', 'flask']) {
        const lines = explain(name, columns).split('\n')
        for (const line of lines) {
          assert.ok(displayWidth(line) <= columns, `too wide: ${line}`)
          assert.doesNotMatch(line, /[\p{Cc}\p{Cf}]|secret/u)
        }
      }
  })

  it('reads names in any spelling, with or without a version', () => {
    for (const asked of ['Django', 'DJANGO==3.2.4', 'django@3.2.4', ' django 3.2.4 '])
      assert.equal(explain(asked), explain('django'), asked)
    assert.match(explain('apache_superset'), /^apache-superset 2\.0\.1/)
  })

  it('suggests the near names for one that is not there', () => {
    assert.equal(explain('djagno'), 'djagno is not in this report. Did you mean django?\n')
    assert.equal(explain('superset'), 'superset is not in this report. Did you mean apache-superset?\n')
    assert.match(explain('django==9'), /^django is not in this report/)
    assert.match(explain('something-else', 120), /names 11 packages; `cordon inventory` lists them/)
    assert.match(explain('\u001b[31m\n'), /^\\x1b\[31m\\n is not in this report/)
  })
})
