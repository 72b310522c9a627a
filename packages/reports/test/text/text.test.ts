import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { dropCredentials } from '@cordon/model'
import fc from 'fast-check'
import { nearNames } from '../../src/near-names.ts'
import { maskCredentials } from '../../src/text/credentials.ts'
import { clip, countOf, groupDigits, sentence, visible } from '../../src/text/visible.ts'
import { cutToWidth, displayWidth, fitToWidth, wrapToWidth } from '../../src/text/width.ts'

const acting = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u
const anyText = fc.string({ unit: 'binary', maxLength: 60 })

describe('visible', () => {
  it('shows what would act', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['plain', 'plain'],
      ['\u001b[31mred', '\\x1b[31mred'],
      ['\u009b31m', '\\x9b31m'],
      ['a\nb\r\tc', 'a\\nb\\r\\tc'],
      ['\u202egnp', '\\u202egnp'],
      ['\u2028', '\\u2028'],
      ['\u{e0041}', '\\u{e0041}'],
      ['\ud800', '\\ud800'],
      ['\uffff', '\\uffff'],
      ['naïve 漢字 🎉', 'naïve 漢字 🎉'],
      ['z\u0301\u0301\u0301\u0301\u0301', 'z\u0301\u0301\u0301'],
      ['a\u00a0b', 'a b'],
    ]
    for (const [hostile, harmless] of cases) assert.equal(visible(hostile), harmless)
    assert.equal(sentence(' two\r\n  lines '), 'two lines')
  })

  it('leaves nothing that acts, in any text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        assert.doesNotMatch(visible(text), acting)
        assert.doesNotMatch(sentence(text), acting)
      }),
    )
  })
})

describe('maskCredentials', () => {
  it('hides users, passwords and tokens of URLs and nothing else', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['https://user:pass@host/x@1', 'https://***@host/x@1'],
      ['a https://t0ken@h/ b https://u:p@ss@i/', 'a https://***@h/ b https://***@i/'],
      ['git+ssh://git@host/x@main', 'git+ssh://git@host/x@main'],
      [`https://$\{USER}:$\{PASS}@host`, `https://$\{USER}:$\{PASS}@host`],
      [`https://$\{USER}:secret@host`, 'https://***@host'],
      ['https://host?a@b #c@d', 'https://host?a@b #c@d'],
      ['mail@host', 'mail@host'],
    ]
    for (const [open, masked] of cases) assert.equal(maskCredentials(open), masked)
    assert.equal(dropCredentials('https://user:pass@host/x'), 'https://host/x')
  })
})

describe('widths', () => {
  it('counts columns as terminals do', () => {
    const cases: readonly (readonly [string, number])[] = [
      ['', 0],
      ['ascii', 5],
      ['漢字', 4],
      ['ｆｕｌｌ', 8],
      ['한글', 4],
      ['e\u0301', 1],
      ['🎉', 2],
      ['❤\ufe0f', 2],
      ['→✗›', 3],
    ]
    for (const [text, width] of cases) assert.equal(displayWidth(text), width, text)
  })

  it('cuts and fills to the column', () => {
    assert.equal(cutToWidth('abcdefgh', 6), 'abc...')
    assert.equal(cutToWidth('漢字漢字', 7), '漢字...')
    assert.equal(fitToWidth('漢字漢字', 6), '漢... ')
    assert.equal(cutToWidth('abcdef', 2), 'ab')
    assert.equal(fitToWidth('ab', 4), 'ab  ')
  })

  it('never exceeds the width, and loses nothing when wrapping', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 4, max: 40 }), (text, columns) => {
        const shown = visible(text)
        assert.equal(displayWidth(fitToWidth(shown, columns)), columns)
        const lines = wrapToWidth(shown, columns)
        for (const line of lines) assert.ok(displayWidth(line) <= columns, JSON.stringify(line))
        assert.equal(lines.join('').replaceAll(' ', ''), shown.replaceAll(' ', ''))
      }),
    )
  })
})

describe('small words', () => {
  it('groups digits and counts things', () => {
    assert.deepEqual([0, 999, 1000, 7080, 1_234_567].map(groupDigits), ['0', '999', '1,000', '7,080', '1,234,567'])
    assert.equal(countOf(1, 'file'), '1 file')
    assert.equal(countOf(2000, 'hash', 'hashes'), '2,000 hashes')
  })

  it('clips without splitting a character', () => {
    assert.equal(clip('abcdef', 6), 'abcdef')
    assert.equal(clip('abcdefg', 6), 'abc...')
    assert.equal(clip('ab🎉cdefg', 6), 'ab...')
  })

  it('finds near names', () => {
    const names = ['django', 'flask', 'requests', 'apache-superset', 'six', 'django']
    assert.deepEqual(nearNames('dajngo', names), ['django'])
    assert.deepEqual(nearNames('request', names), ['requests'])
    assert.deepEqual(nearNames('superset', names), ['apache-superset'])
    assert.deepEqual(nearNames('sixx', names), ['six'])
    assert.deepEqual(nearNames('numpy', names), [])
    assert.deepEqual(nearNames('x'.repeat(100_000), names), [])
  })
})
