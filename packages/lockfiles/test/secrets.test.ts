import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseRequirementsText } from '../src/index.ts'
import { withoutSecrets } from '../src/secrets.ts'

test('secrets in the query of a URL are masked, and what is none stays', () => {
  for (const [text, shown] of [
    ['https://h/simple?token=abc&x=1', 'https://h/simple?token=***&x=1'],
    ['https://h/s?X-Amz-Signature=abc#egg=b', 'https://h/s?X-Amz-Signature=***#egg=b'],
    ['https://u:p@h/s?api_key=abc', 'https://u:***@h/s?api_key=***'],
    ['https://h/s?private_token=$' + '{TOKEN}', 'https://h/s?private_token=$' + '{TOKEN}'],
    ['https://h/s?rev=main&subdirectory=a', 'https://h/s?rev=main&subdirectory=a'],
  ] as const)
    assert.equal(withoutSecrets(text), shown)
})

test('masking takes time in line with the text', { timeout: 20_000 }, () => {
  const text = `https://h/?${'token'.repeat(100_000)}${'?a&token'.repeat(60_000)}://@`
  assert.ok(withoutSecrets(text).length > 0)
})

test('a line of nothing but options is read without running out of stack, and told a few times', () => {
  for (const word of ['-- ', '--a ', '-e ', '-r x ', '--pre ']) {
    const file = parseRequirementsText(word.repeat(300_000), 'requirements.txt')
    assert.ok(file.skipped.length <= 111, `${word}: ${file.skipped.length}`)
    assert.ok(file.skipped.length > 0 || file.options.length > 0, word)
  }
})
