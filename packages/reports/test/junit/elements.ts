import assert from 'node:assert/strict'

export interface Start {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
}

const entity = /&(?!(?:amp|lt|gt|quot|apos);)/
/** XML 1.0 §2.2: what a document may hold. */
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

/** Start tags of an XML document in order; fails on anything that is not well-formed by XML 1.0. Small, strict, for tests. */
export function elementsOf(document: string): readonly Start[] {
  assert.doesNotMatch(document, forbidden)
  const starts: Start[] = []
  const open: string[] = []
  const [declaration, rest] = [
    document.slice(0, document.indexOf('?>') + 2),
    document.slice(document.indexOf('?>') + 2),
  ]
  assert.match(declaration, /^<\?xml version="1\.0" encoding="UTF-8"\?>$/)
  for (const token of rest.match(/<[^>]*>|[^<]+/g) ?? []) {
    if (!token.startsWith('<')) {
      assert.doesNotMatch(token, entity)
      assert.doesNotMatch(token, /\]\]>/)
      if (token.trim() !== '') assert.ok(open.length > 0, 'text outside the root')
      continue
    }
    const end = /^<\/([a-z-]+)>$/.exec(token)
    if (end !== null) {
      assert.equal(open.pop(), end[1])
      continue
    }
    const start = /^<([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>$/.exec(token)
    assert.ok(start !== null, `not a tag: ${token}`)
    const [, name = '', inside = '', closed] = start
    assert.doesNotMatch(inside, entity)
    const pairs = [...inside.matchAll(/ ([a-z]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value] as const)
    assert.equal(new Set(pairs.map(([key]) => key)).size, pairs.length, 'an attribute stands twice')
    starts.push({ name, attributes: new Map(pairs) })
    if (closed === '') open.push(name)
  }
  assert.deepEqual(open, [])
  return starts
}
