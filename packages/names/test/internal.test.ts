import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Resemblance } from '@cordon/model'
import { resemblance } from '@cordon/names'
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
