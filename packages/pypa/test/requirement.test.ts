import assert from 'node:assert/strict'
import { test } from 'node:test'
import { normalizeName, PypaError, type PypaErrorCode, parseName, parseRequirement } from '@cordon/pypa'
import fc from 'fast-check'
import { publicVersionText } from './arbitrary.ts'

interface Row {
  readonly text: string
  readonly name: string
  readonly extras?: readonly string[]
  readonly specifier?: string
  readonly url?: string
  readonly marker?: string
}

const table: readonly Row[] = [
  { text: 'A', name: 'a' },
  { text: ' A.B-C_D ', name: 'a-b-c-d' },
  { text: 'aa', name: 'aa' },
  { text: 'name<=1', name: 'name', specifier: '<=1' },
  { text: 'name>=3', name: 'name', specifier: '>=3' },
  { text: 'name>=3,', name: 'name', specifier: '>=3,' },
  { text: 'name>=3,<2', name: 'name', specifier: '>=3,<2' },
  { text: 'name (>=3, <4)', name: 'name', specifier: '>=3, <4' },
  { text: 'name(==1)', name: 'name', specifier: '==1' },
  { text: 'name ()', name: 'name' },
  { text: 'name==1.*', name: 'name', specifier: '==1.*' },
  { text: 'name===odd/thing', name: 'name', specifier: '===odd/thing' },
  { text: 'name[]', name: 'name' },
  { text: 'name[Fred, Bar_Baz]', name: 'name', extras: ['fred', 'bar-baz'] },
  { text: 'name [fred] >= 1', name: 'name', extras: ['fred'], specifier: '>= 1' },
  { text: 'name@http://foo.com', name: 'name', url: 'http://foo.com' },
  {
    text: 'name [fred,bar] @ http://foo.com ; python_version=="2.7"',
    name: 'name',
    extras: ['fred', 'bar'],
    url: 'http://foo.com',
    marker: 'python_version=="2.7"',
  },
  { text: 'name @ git+https://h/r@v1#egg=name;x ', name: 'name', url: 'git+https://h/r@v1#egg=name;x' },
  {
    text: 'name @ file:///a/b.whl\t; os_name == "nt"',
    name: 'name',
    url: 'file:///a/b.whl',
    marker: 'os_name == "nt"',
  },
  {
    text: 'name[quux, strange];python_version<"2.7" and platform_version=="2"',
    name: 'name',
    extras: ['quux', 'strange'],
    marker: 'python_version<"2.7" and platform_version=="2"',
  },
  { text: 'name; os_name=="a" or os_name=="b;c"', name: 'name', marker: 'os_name=="a" or os_name=="b;c"' },
  {
    text: 'requests [security,tests] >= 2.8.1, == 2.8.* ; python_version < "2.7"',
    name: 'requests',
    extras: ['security', 'tests'],
    specifier: '>= 2.8.1, == 2.8.*',
    marker: 'python_version < "2.7"',
  },
]

for (const row of table) {
  test(`requirement \`${row.text}\``, () => {
    const requirement = parseRequirement(row.text)
    assert.equal(requirement.name, row.name)
    assert.deepEqual(requirement.extras, row.extras ?? [])
    assert.equal(requirement.specifier.raw, row.specifier ?? '')
    assert.equal(requirement.url, row.url ?? null)
    assert.equal(requirement.marker?.raw ?? null, row.marker ?? null)
  })
}

test('the name stays as written beside its normal form', () => {
  assert.equal(parseRequirement('Foo.Bar>1').rawName, 'Foo.Bar')
})

test('what is wrong has the code of its part', () => {
  const cases: readonly (readonly [string, PypaErrorCode])[] = [
    ['', 'NAME'],
    ['-r other.txt', 'NAME'],
    ['-foo', 'NAME'],
    ['foo-', 'NAME'],
    ['_foo>=1', 'NAME'],
    ['./foo.whl', 'NAME'],
    ['>=1', 'NAME'],
    ['név', 'SPECIFIER'],
    ['name 1.0', 'SPECIFIER'],
    ['name=1.0', 'SPECIFIER'],
    ['name>=1 <2', 'SPECIFIER'],
    ['name>=1,,<2', 'SPECIFIER'],
    ['name,>=1', 'SPECIFIER'],
    ['name (>=1', 'SPECIFIER'],
    ['name>=1)', 'SPECIFIER'],
    ['name>=1 # comment', 'SPECIFIER'],
    ['https://host/name', 'SPECIFIER'],
    ['name[', 'REQUIREMENT'],
    ['name[a', 'REQUIREMENT'],
    ['name[a,]', 'REQUIREMENT'],
    ['name[a b]', 'REQUIREMENT'],
    ['name[-a]', 'REQUIREMENT'],
    ['name @', 'REQUIREMENT'],
    ['name @ a b', 'REQUIREMENT'],
    ['name;', 'MARKER'],
    ['name; what', 'MARKER'],
    ['name @ http://x ; what', 'MARKER'],
    ['x'.repeat(70_000), 'REQUIREMENT'],
  ]
  for (const [text, code] of cases) {
    assert.throws(
      () => parseRequirement(text),
      (error: unknown) => error instanceof PypaError && error.code === code && error.message.length < 400,
      text.slice(0, 60),
    )
  }
})

test('names (PEP 503)', () => {
  for (const text of ['Friendly-Bard', 'FRIENDLY.BARD', 'friendly_bard', 'friendly--bard', 'FrIeNdLy-._.-bArD']) {
    assert.equal(parseName(text), 'friendly-bard')
  }
  for (const text of ['', '-', '.a', 'a.', 'a b', 'ä', 'a\n', `${'a'.repeat(1025)}`])
    assert.equal(parseName(text), null, text)
  fc.assert(fc.property(fc.string(), (text) => normalizeName(normalizeName(text)) === normalizeName(text)))
})

test('law: what is put together reads back as its parts', () => {
  const name = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/)
  const space = fc.constantFrom('', ' ', '\t', '  ')
  const clause = fc
    .tuple(fc.constantFrom('==', '>=', '<', '!='), space, publicVersionText)
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(
      name,
      fc.array(name, { maxLength: 3 }),
      fc.array(clause, { maxLength: 3 }),
      space,
      (base, extras, clauses, gap) => {
        const text = `${gap}${base}${gap}[${extras.join(`${gap},${gap}`)}]${gap}${clauses.join(`${gap},${gap}`)}${gap};${gap}os_name == "nt"${gap}`
        const requirement = parseRequirement(text)
        assert.equal(requirement.name, normalizeName(base))
        assert.deepEqual(requirement.extras, extras.map(normalizeName))
        assert.equal(requirement.specifier.clauses.length, clauses.length)
        assert.equal(requirement.marker?.raw, 'os_name == "nt"')
      },
    ),
  )
})

test('law: any text is a requirement or the coded error, quickly', () => {
  const attempt = (text: string) => {
    try {
      parseRequirement(text)
    } catch (error) {
      assert.ok(error instanceof PypaError, String(error))
    }
  }
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => attempt(a) ?? attempt(`name${a}`) ?? attempt(`name @ ${a} ; ${b}`)),
  )
  for (const part of ['a', ' ', '[', 'a[', '@', '@ ', ';', '(', ',', '=', 'a;', '"', '\t;']) {
    attempt(part.repeat(60_000 / part.length))
    attempt(`a${part.repeat(60_000 / part.length)}`)
    attempt(`a @ b${part.repeat(60_000 / part.length)}`)
    attempt(part.repeat(2_000_000))
  }
})
