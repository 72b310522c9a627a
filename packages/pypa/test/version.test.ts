import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareVersions, parseVersion, readVersion, type Version } from '@cordon/pypa'
import fc from 'fast-check'
import { anyVersionText, nearVersionText, versionText } from './arbitrary.ts'

function version(text: string): Version {
  const parsed = parseVersion(text)
  assert.ok(parsed !== null, `${text} is a version`)
  return parsed
}

/** Oldest first; all on one line are equal. */
const ordered = [
  ['0.dev0', '0.0.0.dev'],
  ['0a0', '0.0alpha'],
  ['0', '0.0', '0.0.0', 'v0'],
  ['0.0.1'],
  ['1.dev0'],
  ['1.0.dev456', '1.0-dev456', '1.0dev456'],
  ['1.0a1.dev1'],
  ['1.0a1', '1.0.a.1', '1.0-alpha-1', '1.0_ALPHA_1', 'V1.0a01'],
  ['1.0a1.post1.dev2'],
  ['1.0a1.post1'],
  ['1.0a2.dev456'],
  ['1.0a12.dev456'],
  ['1.0a12'],
  ['1.0b1.dev456'],
  ['1.0b2', '1.0beta2', '1.0.BETA.2'],
  ['1.0b2.post345.dev456'],
  ['1.0b2.post345'],
  ['1.0rc1.dev456'],
  ['1.0rc1', '1.0c1', '1.0pre1', '1.0-preview_1'],
  ['1.0rc2'],
  ['1.0', '1', '1.0.0', ' 1.0\n', '0!1.0', '\t\v\f\r1'],
  ['1.0+abc'],
  ['1.0+abc.5'],
  ['1.0+abc.7', '1.0+ABC-07', '1.0+abc_7'],
  ['1.0+abcd'],
  ['1.0+5'],
  ['1.0+5.a'],
  ['1.0+10'],
  ['1.0.post456.dev34'],
  ['1.0.post456', '1.0-456', '1.0-r456', '1.0rev456', '1.0post456'],
  ['1.0.post456+local'],
  ['1.0.0.1'],
  ['1.0.1'],
  ['1.0.10'],
  ['1.1.dev1'],
  ['1.9999999999999999'],
  ['1.10000000000000000'],
  ['1.10000000000000001'],
  ['2'],
  ['10'],
  ['2012.4'],
  ['20240101000000000000000000001'],
  ['1!0.1'],
  ['1!1.0'],
  ['2!0.1'],
  ['10!0'],
].map((group) => group.map(version))

test('the order of PEP 440, pair by pair', () => {
  for (const [i, older] of ordered.entries()) {
    for (const [j, newer] of ordered.entries()) {
      for (const a of older) {
        for (const b of newer) {
          assert.equal(Math.sign(compareVersions(a, b)), Math.sign(i - j), `${a.raw} and ${b.raw}`)
        }
      }
    }
  }
})

test('normal forms of PEP 440', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['1.0', '1.0'],
    ['V1.0', '1.0'],
    ['00001.0.00', '1.0.0'],
    ['0!1.0', '1.0'],
    ['01!1', '1!1'],
    ['1.0ALPHA', '1.0a0'],
    ['1.0.beta-2', '1.0b2'],
    ['1.0c3', '1.0rc3'],
    ['1.0preview007', '1.0rc7'],
    ['1.0-1', '1.0.post1'],
    ['1.0.r', '1.0.post0'],
    ['1.0-rev-4', '1.0.post4'],
    ['1.0a.', '1.0a0'],
    ['1.0.DEV', '1.0.dev0'],
    ['1.0a1-2.dev3+Ubuntu-01_x', '1.0a1.post2.dev3+ubuntu.1.x'],
  ]
  for (const [text, expected] of cases) assert.equal(version(text).normalized, expected, text)
})

test('the parts', () => {
  const { key: _, publicKey: __, ...parts } = version(' 1!2.0.3rc4.post5.dev6+cu.118 ')
  assert.deepEqual(parts, {
    kind: 'pep440',
    raw: ' 1!2.0.3rc4.post5.dev6+cu.118 ',
    normalized: '1!2.0.3rc4.post5.dev6+cu.118',
    epoch: 1,
    release: [2, 0, 3],
    pre: ['rc', 4],
    post: 5,
    dev: 6,
    local: 'cu.118',
    isPrerelease: true,
  })
  assert.equal(version('1.0.post1').isPrerelease, false)
  assert.equal(version('1.0.post1.dev1').isPrerelease, true)
})

test('what is not a version', () => {
  const texts = [
    '',
    ' ',
    'v',
    'vv1',
    '1.',
    '.1',
    '1..0',
    '1.0-',
    '1.0+',
    '1.0+a..b',
    '1.0+a+b',
    '1.0+_a',
    '1!',
    '!1',
    '1!2!3',
  ]
  texts.push(
    '1.0x',
    '1.0--1',
    '1.0a1b1',
    '1.0.dev1.post1',
    '1 .0',
    '1.0 2',
    '١.0',
    '1.0\u00a0',
    '1.0poſt1',
    '2019-09-12',
    '0.2.0-n653',
  )
  texts.push('latest', '1.*', 'v 1', `1${'.0'.repeat(128)}`, '__proto__', '1.0\0')
  for (const text of texts) assert.equal(parseVersion(text), null, JSON.stringify(text))
  assert.deepEqual(readVersion(' 2019-09-12 '), { kind: 'legacy', raw: '2019-09-12' })
})

/** PEP 440's order once more, plainly and without keys: the parts of a normal form, compared one after the other. */
function compareParts(left: string, right: string): number {
  const [a, b] = [left, right].map(partsOf)
  for (const [index, part] of (a ?? []).entries()) {
    const difference = compareLists(part, b?.[index] ?? [])
    if (difference !== 0) return difference
  }
  return 0
}

const nothing = -1n

function partsOf(normalized: string): readonly (readonly (bigint | string)[])[] {
  const found = /^(?:(\d+)!)?([\d.]+?)(?:(a|b|rc)(\d+))?(?:\.post(\d+))?(?:\.dev(\d+))?(?:\+(.*))?$/.exec(normalized)
  assert.ok(found !== null, normalized)
  const [, epoch = '0', release = '', letter, pre = '0', post, dev, local] = found
  const numbers = release.split('.').map(BigInt)
  while (numbers.at(-1) === 0n) numbers.pop()
  const rank = letter ?? (post === undefined && dev !== undefined ? '' : 'zz')
  return [
    [BigInt(epoch)],
    [...numbers, nothing],
    [rank, BigInt(pre)],
    [post === undefined ? nothing : BigInt(post)],
    dev === undefined ? ['final'] : ['dev', BigInt(dev)],
    local === undefined
      ? [nothing]
      : [0n, ...local.split('.').flatMap((part) => (/^\d+$/.test(part) ? [2n, BigInt(part)] : [1n, part])), nothing],
  ]
}

function compareLists(a: readonly (bigint | string)[], b: readonly (bigint | string)[]): number {
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const [x = '', y = ''] = [a[index], b[index]]
    if (x !== y) return x < y ? -1 : 1
  }
  return 0
}

test('law: keys order as the parts do, and a normal form reads back as itself', () => {
  fc.assert(
    fc.property(versionText, nearVersionText, (left, other) => {
      const right = other ?? left.replace(/\d(?=\D*$)/, '4')
      const a = version(left)
      const b = version(right)
      assert.equal(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a)), 0)
      assert.equal(Math.sign(compareVersions(a, b)), compareParts(a.normalized, b.normalized), `${left} and ${right}`)
      assert.equal(a.key === b.key, compareVersions(a, b) === 0)
      assert.ok(a.key.startsWith(a.publicKey))
      const again = version(a.normalized)
      assert.equal(again.normalized, a.normalized)
      assert.equal(again.key, a.key)
      assert.match(a.key, /^[!-~]*$/)
    }),
    { numRuns: 2_000 },
  )
})

test('law: any text is a version or null, quickly', () => {
  fc.assert(fc.property(anyVersionText, (text) => void parseVersion(text)))
  for (const part of ['1', '1.', 'a', '-', '1-', '1_', ' ', '+', '+1', '1+a.', '\n', 'rev', '.dev']) {
    assert.equal(parseVersion(part.repeat(500_000)), null)
    parseVersion(part.repeat(Math.floor(256 / part.length)))
  }
})
