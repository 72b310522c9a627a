import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseRecord, withoutRecordRow, withRecordRow } from '@cordon/pypa'
import fc from 'fast-check'

const row = { path: 'x-1.dist-info/provenance_url.json', digest: 'abc', size: 7 }
const written = 'x-1.dist-info/provenance_url.json,sha256=abc,7'

describe('a row of RECORD', () => {
  it('goes before the row of RECORD itself, with its line end', () => {
    assert.equal(
      withRecordRow('x.py,sha256=a,1\r\nx-1.dist-info/RECORD,,\r\n', row),
      `x.py,sha256=a,1\r\n${written}\r\nx-1.dist-info/RECORD,,\r\n`,
    )
    assert.equal(withRecordRow('x.py,,\nx-1.dist-info/RECORD,,', row), `x.py,,\n${written}\nx-1.dist-info/RECORD,,`)
  })

  it('goes to the start where RECORD does not list itself', () => {
    assert.equal(withRecordRow('x.py,,', row), `${written}\nx.py,,`)
    assert.equal(withRecordRow('', row), `${written}\n`)
    assert.equal(withRecordRow('\ufeffx.py,,\n', row), `\ufeff${written}\nx.py,,\n`)
  })

  it('takes the place of a row that says something else, once', () => {
    const text = `a,,\nx-1.dist-info/provenance_url.json,sha256=old,1\r\nb,,\n"x-1.dist-info/provenance_url.json",,\n`
    assert.equal(withRecordRow(text, row), `a,,\n${written}\r\nb,,\n`)
  })

  it('is quoted as the csv module of Python does', () => {
    const odd = { ...row, path: 'a,"b"/c' }
    const text = withRecordRow('', odd)
    assert.equal(text, '"a,""b""/c",sha256=abc,7\n')
    assert.equal(parseRecord(text).entries[0]?.path, odd.path)
    assert.equal(withoutRecordRow(text, odd.path), '')
  })

  it('is added once, and taken out without a trace', () => {
    const line = fc.stringMatching(/^(?:[a-z/."',]{0,9}(?:\r\n|\n)?)$/)
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const text = lines.join('')
        const added = withRecordRow(text, row)
        assert.equal(withRecordRow(added, row), added)
        // An open quote swallows whatever stands behind it: there a row cannot be told from the rest.
        if ((text.match(/"/g)?.length ?? 0) % 2 === 0) assert.equal(withoutRecordRow(added, row.path), text)
      }),
    )
  })
})
