/** Layouts and links: who may do what, to which files, signed both ways, and every way in which it does not hold. */
import assert from 'node:assert/strict'
import { constants, createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { describe, it } from 'node:test'
import { canonical } from '@cordon/testkit'
import { preAuthEncoding } from '../../src/issue/dsse.ts'
import { verifyLayoutOf } from '../../src/layout/outcome.ts'
import { type LayoutInput, verifyLayout } from '../../src/layout/verify-layout.ts'
import { codeOf } from '../code-of.ts'

interface Person {
  readonly id: string
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

function person(pair: Omit<Person, 'id'>): Person {
  const der = pair.publicKey.export({ type: 'spki', format: 'der' })
  return { ...pair, id: createHash('sha256').update(der).digest('hex') }
}

const alice = person(generateKeyPairSync('rsa', { modulusLength: 2048 }))
const bob = person(generateKeyPairSync('ed25519'))
const carl = person(generateKeyPairSync('ec', { namedCurve: 'P-256' }))
const dan = person(generateKeyPairSync('ed25519'))

type Form = 'beside' | 'enclosed'

function signature(bytes: Uint8Array, { privateKey }: Person): Buffer {
  if (privateKey.asymmetricKeyType === 'ed25519') return sign(null, bytes, privateKey)
  const padding = privateKey.asymmetricKeyType === 'rsa' ? { padding: constants.RSA_PKCS1_PSS_PADDING } : {}
  return sign('sha256', bytes, { key: privateKey, ...padding })
}

function signed(said: object, signers: readonly Person[], form: Form = 'beside'): string {
  if (form === 'beside') {
    const bytes = Buffer.from(canonical(said))
    const signatures = signers.map((each) => ({ keyid: each.id, sig: signature(bytes, each).toString('hex') }))
    return JSON.stringify({ signed: said, signatures })
  }
  const payload = Buffer.from(JSON.stringify(said))
  const payloadType = 'application/vnd.in-toto+json'
  const bytes = preAuthEncoding(payloadType, payload)
  const signatures = signers.map((each) => ({ keyid: each.id, sig: signature(bytes, each).toString('base64') }))
  return JSON.stringify({ payloadType, payload: payload.toString('base64'), signatures })
}

function keyJson({ id, publicKey }: Person): object {
  if (publicKey.asymmetricKeyType !== 'ed25519')
    return { keyid: id, keytype: 'rsa', keyval: { public: publicKey.export({ type: 'spki', format: 'pem' }) } }
  const { x = '' } = publicKey.export({ format: 'jwk' })
  return { keyid: id, keytype: 'ed25519', keyval: { public: Buffer.from(x, 'base64url').toString('hex') } }
}

const digest = (text: string): { sha256: string } => ({ sha256: createHash('sha256').update(text).digest('hex') })
const [source, wheel] = [digest('source'), digest('wheel')]

const write = {
  name: 'write',
  threshold: 1,
  pubkeys: [bob.id],
  expected_command: ['edit'],
  expected_materials: [['DISALLOW', '*']],
  expected_products: [
    ['CREATE', 'src/*'],
    ['DISALLOW', '*'],
  ],
}
const build = {
  name: 'build',
  threshold: 1,
  pubkeys: [carl.id],
  expected_command: [],
  expected_materials: [
    ['MATCH', '*', 'IN', 'src', 'WITH', 'PRODUCTS', 'IN', 'src', 'FROM', 'write'],
    ['DISALLOW', '*'],
  ],
  expected_products: [
    ['CREATE', '*.whl'],
    ['ALLOW', 'src/*'],
    ['DISALLOW', '*'],
  ],
}

function layoutOf(more: object = {}): object {
  return {
    _type: 'layout',
    readme: 'Größe "x" \\ \n',
    expires: '2027-01-01T00:00:00Z',
    keys: Object.fromEntries([bob, carl, dan].map((each) => [each.id, keyJson(each)])),
    steps: [write, build],
    inspect: [],
    ...more,
  }
}

function linkOf(name: string, more: object = {}): object {
  const made = {
    write: { materials: {}, products: { 'src/demo.py': source } },
    build: { materials: { 'src/demo.py': source }, products: { 'src/demo.py': source, 'demo.whl': wheel } },
  }
  const artifacts = name === 'build' ? made.build : made.write
  return {
    _type: 'link',
    name,
    command: name === 'build' ? [] : ['edit'],
    byproducts: {},
    environment: {},
    ...artifacts,
    ...more,
  }
}

const file = (name: string, by: Person): string => `${name}.${by.id.slice(0, 8)}.link`

interface Change {
  readonly layout?: object
  readonly owners?: readonly Person[]
  readonly links?: Readonly<Record<string, string | null>>
  readonly keys?: readonly KeyObject[]
  readonly now?: Date
  readonly form?: Form
}

function input({
  layout,
  owners = [alice],
  links = {},
  keys = [alice.publicKey],
  now,
  form,
}: Change = {}): LayoutInput {
  const honest = {
    [file('write', bob)]: signed(linkOf('write'), [bob], form),
    [file('build', carl)]: signed(linkOf('build'), [carl], form),
  }
  const all = Object.entries({ ...honest, ...links }).filter((each): each is [string, string] => each[1] !== null)
  return {
    layout: signed(layoutOf(layout), owners, form),
    links: new Map(all),
    keys,
    now: now ?? new Date('2026-06-01T00:00:00Z'),
  }
}

const code = (change: Change): string | null => codeOf(() => verifyLayout(input(change)))

describe('a layout', () => {
  for (const form of ['beside', 'enclosed'] as const)
    it(`holds with its links, signed ${form}`, () => {
      const { steps, notes, summary } = verifyLayout(input({ form }))
      assert.deepEqual(steps, [
        { name: 'write', by: [bob.id] },
        { name: 'build', by: [carl.id] },
      ])
      assert.deepEqual(notes, [])
      assert.deepEqual([...summary.products.keys()], ['src/demo.py', 'demo.whl'])
    })

  it('is signed by every owner that is named', () => {
    const both = [alice.publicKey, dan.publicKey]
    assert.equal(code({ owners: [alice, dan], keys: both }), null)
    assert.equal(code({ keys: both }), 'signature')
    assert.equal(code({ keys: [dan.publicKey] }), 'signature')
    assert.equal(code({ keys: [] }), 'signature')
  })

  it('is what was signed', () => {
    for (const form of ['beside', 'enclosed'] as const) {
      const honest = input({ form })
      const layout =
        form === 'beside'
          ? honest.layout.replace('"edit"', '"EDIT"')
          : honest.layout.replace(
              /"payload":"[^"]*"/,
              `"payload":"${Buffer.from(JSON.stringify(layoutOf({ steps: [] }))).toString('base64')}"`,
            )
      assert.notEqual(layout, honest.layout)
      assert.equal(
        codeOf(() => verifyLayout({ ...honest, layout })),
        'signature',
      )
    }
  })

  it('expires, to the second', () => {
    assert.equal(code({ now: new Date('2026-12-31T23:59:59Z') }), null)
    assert.equal(code({ now: new Date('2027-01-01T00:00:00Z') }), 'layout-expired')
    assert.equal(code({ layout: { expires: 'never' } }), 'malformed')
  })

  it('is done by who may: others, and links that others signed, count for nothing', () => {
    assert.equal(code({ links: { [file('build', carl)]: null } }), 'layout-threshold')
    assert.equal(code({ links: { [file('build', carl)]: signed(linkOf('build'), [dan]) } }), 'layout-threshold')
    const other = { [file('build', carl)]: null, [file('build', dan)]: signed(linkOf('build'), [dan]) }
    assert.equal(code({ links: other }), 'layout-threshold')
  })

  it('is done by as many as must, who agree', () => {
    const two = { steps: [write, { ...build, threshold: 2, pubkeys: [carl.id, dan.id] }] }
    const agreeing = { [file('build', dan)]: signed(linkOf('build'), [dan]) }
    assert.equal(code({ layout: two }), 'layout-threshold')
    assert.equal(code({ layout: two, links: agreeing }), null)
    const differing = { [file('build', dan)]: signed(linkOf('build', { products: { 'demo.whl': source } }), [dan]) }
    assert.equal(code({ layout: two, links: differing }), 'layout-threshold')
  })

  it('counts one key under two ids once', () => {
    const again = { ...keyJson(carl), keyid: 'f'.repeat(64) }
    const keys = { ...(layoutOf() as { keys: object }).keys, ['f'.repeat(64)]: again }
    const two = { keys, steps: [write, { ...build, threshold: 2, pubkeys: [carl.id, 'f'.repeat(64)] }] }
    assert.equal(
      code({ layout: two, links: { 'build.ffffffff.link': signed(linkOf('build'), [carl]) } }),
      'layout-threshold',
    )
  })

  it('is not known where a functionary has a key of a kind that is not taken', () => {
    const keys = { ...(layoutOf() as { keys: object }).keys, [carl.id]: { keyid: carl.id, type: 'rsa', method: 'pgp' } }
    assert.equal(code({ layout: { keys } }), 'unsupported-signature')
  })

  it('is not known where it asks for programs to be run', () => {
    const asked = input({ layout: { inspect: [{ name: 'untar', run: ['tar', 'xf', 'x'], expected_products: [] }] } })
    assert.deepEqual(verifyLayout(asked).inspections, ['untar'])
    const outcome = verifyLayoutOf({ name: 'demo.whl', sha256: wheel.sha256 }, asked)
    assert.equal(outcome.kind === 'failed' && outcome.code, 'inspections-not-run')
  })

  it('is about the files that its last step made', () => {
    const outcome = verifyLayoutOf({ name: 'demo.whl', sha256: wheel.sha256 }, input())
    assert.equal(outcome.kind, 'verified')
    const other = verifyLayoutOf({ name: 'demo.whl', sha256: digest('x').sha256 }, input())
    assert.equal(other.kind === 'failed' && other.code, 'subject-digest')
  })

  it('notes a command that is not the expected one', () => {
    const links = { [file('write', bob)]: signed(linkOf('write', { command: ['vi'] }), [bob]) }
    assert.equal(verifyLayout(input({ links })).notes.length, 1)
  })

  const bad: readonly (readonly [string, Change])[] = [
    ['a link of another step', { links: { [file('build', carl)]: signed(linkOf('write'), [carl]) } }],
    ['a link that is none', { links: { [file('build', carl)]: signed({ _type: 'note' }, [carl]) } }],
    [
      'an artifact without a digest',
      { links: { [file('build', carl)]: signed(linkOf('build', { products: { x: {} } }), [carl]) } },
    ],
    ['a link that is no JSON', { links: { [file('build', carl)]: '{' } }],
    ['a key twice', { links: { [file('build', carl)]: '{"signed":{},"signed":{}}' } }],
    [
      'a fraction',
      {
        links: {
          [file('build', carl)]: signed(linkOf('build'), [carl]).replace('"environment":{}', '"environment":{"a":0.5}'),
        },
      },
    ],
    ['a threshold of none', { layout: { steps: [{ ...write, threshold: 0 }] } }],
    ['two steps of one name', { layout: { steps: [write, write] } }],
    ['a step that leaves its folder', { layout: { steps: [{ ...write, name: '../write' }] } }],
    ['a rule of its own making', { layout: { steps: [{ ...write, expected_products: [['PERMIT', '*']] }] } }],
    [
      'a rule that ends early',
      { layout: { steps: [{ ...write, expected_products: [['MATCH', '*', 'WITH', 'PRODUCTS']] }] } },
    ],
  ]
  for (const [name, change] of bad) it(`is refused with ${name}`, () => assert.equal(code(change), 'malformed'))
})

describe('a step that is a layout of its own', () => {
  const inner = layoutOf({
    keys: { [dan.id]: keyJson(dan) },
    steps: [{ ...build, pubkeys: [dan.id], expected_materials: [] }],
  })
  const folder = `build.${carl.id.slice(0, 8)}`
  const links = {
    [`${folder}.link`]: signed(inner, [carl]),
    [`${folder}/${file('build', dan)}`]: signed(linkOf('build'), [dan]),
  }

  it('holds with its own links, and stands for what they say', () => {
    const { summary, steps } = verifyLayout(input({ links }))
    assert.deepEqual([...summary.products.keys()], ['src/demo.py', 'demo.whl'])
    assert.deepEqual(steps[1], { name: 'build', by: [carl.id] })
  })

  it('has its own expiry, functionaries and rules', () => {
    const expired = { ...inner, expires: '2026-01-01T00:00:00Z' }
    assert.equal(code({ links: { ...links, [`${folder}.link`]: signed(expired, [carl]) } }), 'layout-expired')
    assert.equal(code({ links: { ...links, [`${folder}/${file('build', dan)}`]: null } }), 'layout-threshold')
    const outside = {
      ...links,
      [`${folder}/${file('build', dan)}`]: null,
      [file('build', dan)]: signed(linkOf('build'), [dan]),
    }
    assert.equal(code({ links: outside }), 'layout-threshold')
    const more = signed(linkOf('build', { products: { 'demo.whl': wheel, 'evil.pth': source } }), [dan])
    assert.equal(code({ links: { ...links, [`${folder}/${file('build', dan)}`]: more } }), 'layout-rule')
  })

  it('goes no deeper than a bound', () => {
    const own = layoutOf({ keys: { [carl.id]: keyJson(carl) }, steps: [build] })
    const deep = Object.fromEntries(
      Array.from({ length: 12 }, (_, depth) => [`${`${folder}/`.repeat(depth)}${folder}.link`, signed(own, [carl])]),
    )
    assert.equal(code({ links: deep }), 'malformed')
  })
})
