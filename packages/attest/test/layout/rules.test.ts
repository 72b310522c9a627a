/** Patterns and artifact rules, one by one. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { AttestError } from '../../src/index.ts'
import { canonicalBytes } from '../../src/layout/canonical.ts'
import { matchesPattern } from '../../src/layout/pattern.ts'
import { type Artifacts, applyRules, readRule, type StepArtifacts } from '../../src/layout/rules.ts'

describe('a pattern', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['*', '', true],
    ['*', 'a/b/c', true],
    ['a*c', 'abbc', true],
    ['a*c', 'abcd', false],
    ['*.py', 'src/deep/x.py', true],
    ['?', 'é', true],
    ['?', '😀', true],
    ['?', '', false],
    ['[ab]x', 'bx', true],
    ['[!ab]x', 'bx', false],
    ['[!ab]x', 'cx', true],
    ['[a-c]', 'b', true],
    ['[c-a]', 'b', false],
    ['[]a]', ']', true],
    ['[!]a]', ']', false],
    ['[a-]', '-', true],
    ['a[b', 'a[b', true],
    ['a.c', 'abc', false],
    ['A', 'a', false],
    ['**a**', 'xxaxx', true],
    ['(a|b)+', '(a|b)+', true],
  ]
  for (const [pattern, path, expected] of cases)
    it(`${pattern} ${expected ? 'matches' : 'does not match'} ${JSON.stringify(path)}`, () =>
      assert.equal(matchesPattern(path, pattern), expected))

  it('agrees with a regular expression', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.'), maxLength: 12 })
    const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '?', '.'), maxLength: 8 })
    fc.assert(
      fc.property(letters, patterns, (path, pattern) => {
        const source = pattern.replaceAll('.', '\\.').replaceAll('?', '.').replaceAll('*', '.*')
        assert.equal(matchesPattern(path, pattern), new RegExp(`^${source}$`, 's').test(path))
      }),
      { numRuns: 1000 },
    )
  })

  it('takes no longer for many stars', () => {
    assert.equal(matchesPattern('a'.repeat(2000), `${'a*'.repeat(200)}b`), false)
  })
})

const artifacts = (...pairs: readonly (readonly [string, string])[]): Artifacts => new Map(pairs)

describe('rules', () => {
  const own: StepArtifacts = {
    materials: artifacts(['kept', '1'], ['changed', '1'], ['gone', '1']),
    products: artifacts(['kept', '1'], ['changed', '2'], ['new', '3'], ['in/new', '3']),
  }
  const steps = new Map([
    ['own', own],
    ['before', { materials: artifacts(), products: artifacts(['new', '3'], ['out/new', '3'], ['kept', 'other']) }],
  ])

  /** What a rule leaves for a DISALLOW behind it, or what it says itself. */
  function left(side: 'materials' | 'products', ...rules: readonly (readonly string[])[]): string | null {
    return applyRules(
      rules.map((rule) => readRule(rule, 'own')),
      { side, own, steps },
    )
  }
  const leaves = (rule: readonly string[], path: string, side: 'materials' | 'products' = 'products'): boolean =>
    left(side, rule, ['DISALLOW', path]) !== null

  it('take what was created, deleted, changed or allowed', () => {
    for (const [word, taken] of [
      ['CREATE', ['new', 'in/new']],
      ['MODIFY', ['changed']],
      ['ALLOW', ['kept', 'changed', 'new', 'in/new']],
      ['DELETE', []],
    ] as const)
      for (const path of own.products.keys())
        assert.equal(leaves([word, '*'], path), !(taken as readonly string[]).includes(path), `${word} ${path}`)
    assert.equal(leaves(['DELETE', '*'], 'gone', 'materials'), false)
    assert.equal(leaves(['DELETE', '*'], 'kept', 'materials'), true)
    assert.equal(leaves(['create', 'new'], 'in/new'), true)
  })

  it('take what another step has, by path and digest', () => {
    const match = (...words: readonly string[]): readonly string[] => ['MATCH', '*', ...words]
    assert.equal(leaves(match('WITH', 'PRODUCTS', 'FROM', 'before'), 'new'), false)
    assert.equal(leaves(match('WITH', 'PRODUCTS', 'FROM', 'before'), 'kept'), true)
    assert.equal(leaves(match('WITH', 'MATERIALS', 'FROM', 'before'), 'new'), true)
    assert.equal(leaves(match('WITH', 'PRODUCTS', 'FROM', 'nobody'), 'new'), true)
    assert.equal(leaves(match('IN', 'in', 'WITH', 'products', 'IN', 'out/', 'FROM', 'before'), 'in/new'), false)
    assert.equal(leaves(match('IN', 'in', 'WITH', 'products', 'FROM', 'before'), 'in/new'), false)
    assert.equal(leaves(match('IN', 'i', 'WITH', 'products', 'FROM', 'before'), 'in/new'), true)
    assert.equal(leaves(match('WITH', 'products', 'IN', 'out', 'FROM', 'before'), 'new'), false)
    assert.equal(leaves(['MATCH', 'in/*', 'WITH', 'products', 'FROM', 'before'], 'new'), true)
  })

  it('require a file by its very name, and leave it', () => {
    assert.equal(left('products', ['REQUIRE', 'new']), null)
    assert.notEqual(left('products', ['REQUIRE', 'n*']), null)
    assert.notEqual(left('products', ['ALLOW', 'new'], ['REQUIRE', 'new']), null)
    assert.equal(leaves(['REQUIRE', 'new'], 'new'), true)
  })

  it('allow what is left', () => {
    assert.equal(left('products'), null)
    assert.equal(left('materials', ['DISALLOW', 'nothing*']), null)
  })

  it('are one of those that in-toto knows', () => {
    for (const rule of [
      [],
      ['ALLOW'],
      ['ALLOW', ''],
      ['ALLOW', 'a', 'b'],
      ['MATCH', '*', 'WITH', 'x', 'FROM', 'y'],
      ['MATCH', '*', 'IN', 'a', 'FROM', 'y'],
      'ALLOW *',
      ['ALLOW', 1],
    ])
      assert.throws(() => readRule(rule, 'own'), AttestError, JSON.stringify(rule))
  })
})

describe('canonical JSON', () => {
  it('sorts by code point and escapes only what it must', () => {
    // U+FF5E comes before U+1F600, whose first half comes before U+FF5E.
    const value = { '\u{1f600}': 1, '\uff5e': 2, b: [true, null], a: 'x"\\\n' }
    assert.equal(canonicalBytes(value).toString(), '{"a":"x\\"\\\\\n","b":[true,null],"\uff5e":2,"\u{1f600}":1}')
  })

  it('is refused for what it cannot say', () => {
    for (const value of [0.5, 1e300, '\ud800', { '\udc00': 1 }]) assert.throws(() => canonicalBytes(value), AttestError)
  })
})
