import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  buildNameIndex,
  builtInNames,
  lowestScore,
  NameIndex,
  NamesError,
  protectedNames,
  scoreTypo,
} from '@cordon/names'
import fc from 'fast-check'

const meta = { source: 'test', dataTime: '2026-04-01T00:00:00.000Z', builtTime: '2026-04-02T00:00:00.000Z' }
/** Enough names for buckets: each popular one, and as members of a family that shares its beginning or its end. */
const many = [...builtInNames, ...builtInNames.flatMap((name) => [`cloud-service-${name}`, `${name}-extension`])]
const indexes = [builtInNames, many].map((ranked) => {
  const bytes = buildNameIndex({ ranked, unranked: protectedNames }, meta)
  const index = NameIndex.open(bytes)
  return { ranked: ranked.length, bytes, index, names: [...index.names()] }
})
const [few = never(), full = never()] = indexes

function never(): never {
  throw new Error('there are two')
}

type Tried = typeof few

/** The look-up without an index: every name that comes first, one by one. */
function slowLookup({ names, ranked }: Tried, name: string) {
  const own = names.indexOf(name as (typeof names)[number])
  const others = names.filter((each) => each !== name)
  const vocabulary = {
    uses: (word: string) => others.filter((each) => each.split('-').includes(word)).length,
    holds: (triple: string) => others.filter((each) => `-${each}-`.includes(triple)).length,
  }
  return names
    .flatMap((target, place) => {
      if (place === own || (own >= 0 && place > own && place < ranked)) return []
      const rank = place < ranked ? place : null
      const scored = scoreTypo({ name, target, rank, vocabulary })
      return scored === null || scored.score < lowestScore ? [] : [{ ...scored, target, rank }]
    })
    .sort((a, b) => b.score - a.score || (a.target < b.target ? -1 : 1))
}

const letter = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789-')
/** A popular name with up to three letters changed, and other texts. */
const nearName = fc
  .tuple(fc.constantFrom(...full.names), fc.array(fc.tuple(fc.nat(30), fc.nat(3), letter), { maxLength: 3 }))
  .map(([name, edits]) =>
    edits.reduce((text, [at, kind, other]) => {
      const place = at % Math.max(1, text.length)
      const swap = `${text[place + 1] ?? ''}${text[place] ?? ''}`
      const middle = [other, '', `${text[place] ?? ''}${other}`, swap][kind] ?? ''
      return text.slice(0, place) + middle + text.slice(place + (kind === 3 ? 2 : 1))
    }, name as string),
  )

for (const tried of indexes) {
  const { index, names } = tried
  const what = `${names.length} names`

  test(`${what}: a look-up answers as comparing with every name does`, () => {
    fc.assert(
      fc.property(fc.oneof(nearName, fc.stringMatching(/^[a-z0-9-]{0,12}$/)), (name) => {
        assert.deepEqual(index.lookup(name), slowLookup(tried, name))
      }),
      { numRuns: 300 },
    )
  })

  test(`${what}: each is found, with its place`, () => {
    names.forEach((name, place) => {
      assert.equal(index.placeOf(name), place)
      assert.deepEqual(index.factsOf(name), { isListed: true, near: [], listed: names.length })
    })
    for (const name of ['no-such-name-here', '', 'x', 'requestss']) assert.equal(index.placeOf(name), null)
  })
}

test('an index says what it was made from', () => {
  assert.deepEqual(few.index.meta, meta)
  assert.equal(few.names.length, new Set([...builtInNames, ...protectedNames]).size)
})

test('names that are none, or are there already, are left out', () => {
  const index = NameIndex.open(
    buildNameIndex(
      { ranked: ['Six', 'six', '', 'no name', 'A.B_c', 'x'.repeat(300)], unranked: ['a-b-c', 'wheel'] },
      meta,
    ),
  )
  assert.deepEqual([...index.names()], ['six', 'a-b-c', 'wheel'])
  assert.deepEqual([...NameIndex.open(buildNameIndex({ ranked: [], unranked: [] }, meta)).lookup('six')], [])
})

test('bytes that are no index are refused, whatever was changed', () => {
  const { bytes } = full
  const isDamaged = (error: unknown): boolean => error instanceof NamesError && error.code === 'NAMES_DAMAGED'
  assert.throws(() => NameIndex.open(new Uint8Array()), isDamaged)
  assert.throws(() => NameIndex.open(bytes.subarray(0, bytes.length - 4)), isDamaged)
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const broken = Uint8Array.from(bytes)
      broken[at] = (broken[at] ?? 0) ^ change
      assert.throws(() => NameIndex.open(broken), isDamaged)
    }),
  )
})

test('an index may lie anywhere in memory', () => {
  const { bytes, index } = full
  const pool = new Uint8Array(bytes.length + 3)
  pool.set(bytes, 3)
  assert.deepEqual(NameIndex.open(pool.subarray(3)).lookup('reqeusts'), index.lookup('reqeusts'))
})
