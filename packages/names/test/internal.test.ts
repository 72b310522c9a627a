import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Resemblance } from '@cordon/model'
import { InternalNames, resemblance } from '@cordon/names'
import { normalizeName } from '@cordon/pypa'
import fc from 'fast-check'

const kind = (name: string, target: string): Resemblance['kind'] | null =>
  resemblance(normalizeName(name), normalizeName(target))?.kind ?? null

test('each way to pass for an internal name', () => {
  const cases: readonly (readonly [string, string, Resemblance['kind'] | null])[] = [
    ['acmetools', 'acme-tools', 'separators'],
    ['ac-me-tools', 'acme-tools', 'separators'],
    ['tools-acme', 'acme-tools', 'order'],
    ['acme-too1s', 'acme-tools', 'look-alike'],
    ['acrne-tools', 'acme-tools', 'look-alike'],
    ['acme-tolos', 'acme-tools', 'typo'],
    ['acme-tools-client', 'acme-tools', 'affix'],
    ['python-acme-tools', 'acme-tools', 'affix'],
    ['acme-tools2', 'acme-tools', 'affix'],
    ['acme-tools', 'acme-tools', null],
    ['acme-shipping', 'acme-tools', null],
    ['acme-tools-dashboard', 'acme-tools', null],
  ]
  for (const [name, target, expected] of cases) assert.equal(kind(name, target), expected, name)
})

test('short names resemble others by chance and protect nothing', () => {
  for (const name of ['ap-i', 'ipa', 'api-client', 'apl']) assert.equal(kind(name, 'api'), null)
})

test('any two names: no error, and nothing resembles itself', () => {
  const name = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,20}[a-z0-9])?$/).map(normalizeName)
  fc.assert(
    fc.property(name, name, (first, second) => {
      assert.equal(resemblance(first, first), null)
      const { kind: found } = resemblance(first, second) ?? {}
      if (found === 'separators') assert.equal(first.replaceAll('-', ''), second.replaceAll('-', ''))
    }),
  )
})

test('asking many names at once answers as comparing with each does', () => {
  const piece = fc.constantFrom('acme', 'tools', 'client', 'billing', 'bi11ing', 'api', 'utils', '-', '-', 'x')
  const name = fc
    .array(piece, { minLength: 1, maxLength: 5 })
    .map((pieces) => pieces.join('').replace(/^-+|-+$/g, '') || 'acme')
    .map(normalizeName)
  const at = { path: 'uv.lock', line: 1 }
  fc.assert(
    fc.property(fc.uniqueArray(name, { maxLength: 12 }), name, (targets, asked) => {
      const all = targets.map((target) => ({ name: target, index: null, version: null, at }))
      const found = new InternalNames(all).resembledBy(asked).map(({ internal }) => internal.name)
      const slow = targets.filter((target) => resemblance(asked, target) !== null)
      // Of names that are one form of each other four are as good as all.
      if (slow.length <= 4) assert.deepEqual([...found].sort(), [...slow].sort())
    }),
    { numRuns: 2000 },
  )
})

test('a word of another internal name makes a near one no less near', () => {
  const at = { path: 'uv.lock', line: 1 }
  const all = ['acme-client', 'clientxx'].map((name) => ({ name: normalizeName(name), index: null, version: null, at }))
  const found = new InternalNames(all).resembledBy(normalizeName('client'))
  assert.deepEqual(
    found.map(({ internal }) => internal.name),
    ['clientxx'],
  )
})

test('a hostile file of many names is asked in no time that grows with their product', () => {
  const at = { path: 'uv.lock', line: 1 }
  const all = Array.from({ length: 20_000 }, (_, index) => normalizeName(`member-${index}-of-many`))
  const internal = new InternalNames(all.map((name) => ({ name, index: null, version: null, at })))
  for (let index = 0; index < 200; index += 1) internal.resembledBy(normalizeName(`membre-${index}-of-many`))
  assert.equal(internal.resembledBy(normalizeName('member-77-of-mnay'))[0]?.internal.name, 'member-77-of-many')
})
