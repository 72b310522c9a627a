import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { PinError, readPylockPins, type WrittenIdentity, withIdentities } from '@cordon/lockfiles'
import fc from 'fast-check'

const github = { kind: 'GitHub', repository: 'example/demo', workflow: 'release.yml' }
const line = 'attestation-identities = [{ kind = "GitHub", repository = "example/demo", workflow = "release.yml" }]'
const google = { kind: 'Google', email: 'ci@example.invalid' }

function pin(text: string, ...pins: readonly (readonly [number, readonly WrittenIdentity[]])[]): string {
  return withIdentities(text, 'pylock.toml', new Map(pins))
}

describe('identities written into pylock.toml', () => {
  it('come behind the own keys of a package, before its tables', () => {
    const before = `lock-version = "1.0"
[[packages]] # first
name = "demo"
version = "1.0" # a comment
  [[packages.wheels]]
  name = "demo-1.0-py3-none-any.whl"
[packages.tool.x]
name = "no key of the package"
[[packages]]
name = "other"
`
    assert.equal(pin(before, [0, [github]]), before.replace('# a comment\n', `# a comment\n${line}\n`))
    assert.equal(pin(before, [1, [github]]), `${before}${line}\n`)
  })

  it('keep the line ends, the indentation and the mark of the file', () => {
    const before = '\ufeff[[packages]]\r\n  name = "demo"\r\n\r\n[tool]\r\nx = 1\r\n'
    assert.equal(pin(before, [0, [github]]), before.replace('"demo"\r\n', `"demo"\r\n  ${line}\r\n`))
    assert.equal(pin('[[packages]]\r\nname = "demo"', [0, [github]]), `[[packages]]\r\nname = "demo"\r\n${line}`)
    assert.equal(pin('[[packages]]\nname = "demo"', [0, [github]]), `[[packages]]\nname = "demo"\n${line}`)
  })

  it('come behind values that span lines, whatever stands in them', () => {
    const values = [
      'wheels = [\n  { name = "a" }, # ]\n  { name = """\n[[packages]]\nname = "no"\n""" },\n]',
      "marker = '''\nattestation-identities = [1]\n'''",
      'dependencies = [\n]\n',
      '"marker" = \'a # b\' # [[packages]]',
    ]
    for (const value of values) {
      const before = `[[packages]]\nname = "demo"\n${value}\n[[packages]]\nname = "other"\n`
      const after = pin(before, [0, [github]])
      assert.equal(after.replace(`${line}\n`, ''), before)
      assert.deepEqual(
        readPylockPins(after, 'p').map(({ identities }) => identities.length),
        [1, 0],
      )
    }
  })

  it('go into inline tables', () => {
    const before =
      'packages = [ {name="demo", wheels=[{a=1}] }, # first\n { name = "other"},\n]\n[tool]\npackages = 1\n'
    assert.equal(
      pin(before, [0, [github]], [1, [github]]),
      before.replace('[{a=1}] }', `[{a=1}], ${line} }`).replace('"other"}', `"other", ${line}}`),
    )
    const pinned = `packages = [{ name = "demo", ${line}, version = "1" }]\n`
    assert.equal(pin(pinned, [0, [github]]), pinned)
    assert.match(
      pin(pinned, [0, [google]]),
      /identities = \[\{ kind = "Google", email = "ci@example\.invalid" \}\], version/,
    )
  })

  it('take the place of those that are there, in either form', () => {
    const asValue =
      '[[packages]]\nname = "demo"\n"attestation-identities" = [\n  { kind = "X" }, # why\n] # kept\nversion = "1"\n'
    assert.equal(
      pin(asValue, [0, [google]]),
      asValue.replace(/\[\n {2}\{ kind = "X" \}, # why\n\]/, '[{ kind = "Google", email = "ci@example.invalid" }]'),
    )
    const asTables = `[[packages]]
name = "demo"

  # of the package
  [[packages.attestation-identities]]
  kind = "X"
  # a thought
  repository = "a/b"
  [packages.attestation-identities.claims]
  y = 1
[[ packages . "attestation-identities" ]]
kind = "Y"
[packages.tool]
kept = true
`
    assert.equal(
      pin(asTables, [0, [google, github]]),
      `[[packages]]
name = "demo"
attestation-identities = [{ kind = "Google", email = "ci@example.invalid" }, { kind = "GitHub", repository = "example/demo", workflow = "release.yml" }]

  # of the package
  # a thought
[packages.tool]
kept = true
`,
    )
  })

  it('are written as TOML has it, whatever they hold', () => {
    const odd = { kind: 'a"b\\c\u007f\n', 'a key': '\u{1f40d}' }
    const text = pin('[[packages]]\nname = "demo"\n', [0, [odd]])
    assert.deepEqual({ ...readPylockPins(text, 'p')[0]?.identities[0] }, odd)
    // Half a character is none that TOML could hold.
    assert.throws(() => pin('[[packages]]\nname = "demo"\n', [0, [{ kind: '\ud800' }]]), PinError)
  })

  it('are not written where more would change', () => {
    for (const [text, position] of [
      ['[[packages]]\nname = "demo"\n', 1],
      ['packages = [1]\n', 0],
      ['packages = []\n', 0],
    ] as const)
      assert.throws(
        () => pin(text, [position, [github]]),
        (error) => error instanceof PinError && error.code === 'NOT_KEPT',
      )
  })
})

describe('laws of writing identities', () => {
  const comment = fc.constantFrom('', ' # note', ' # [[packages]]', ' # "')
  const value = fc.constantFrom(
    '"1"',
    "'''\n[x]\n'''",
    '[1, 2]',
    '[\n # "\n { a = "}" },\n]',
    '2025-01-25T11:30:10Z',
    '{ b.c = 1, d = "]" }',
  )
  const key = fc.constantFrom('version', '"index"', 'tool.x', "'marker'", 'requires-python')
  const keys = fc.uniqueArray(fc.tuple(key, value, comment), { maxLength: 4, selector: ([name]) => name })
  const table = fc.record({
    keys,
    indent: fc.constantFrom('', '  ', '\t'),
    below: fc.constantFrom(
      '',
      '[[packages.wheels]]\nname = "w"\n',
      '[packages.sdist]\nx = 1\n[other]\ny = 2\n',
      '# end\n',
    ),
    old: fc.constantFrom('', 'attestation-identities = [ { kind = "Old" } ]\n'),
    oldTables: fc.boolean(),
  })
  type Table = typeof table extends fc.Arbitrary<infer T> ? T : never
  const written = ({ keys: own, indent, below, old, oldTables }: Table, index: number): string => {
    const lines = own.map(([name, text, note]) => `${indent}${name} = ${text}${note}\n`).join('')
    const block = old === '' && oldTables ? '[[packages.attestation-identities]]\nkind = "Old"\n' : ''
    // `[other]` can stand in a text once.
    const rest = below.includes('[other]') ? below.replace('[other]', `[other${index}]`) : below
    return `[[packages]]\n${indent}name = "p${index}"\n${old}${lines}${rest}${block}`
  }
  const document = fc.tuple(fc.array(table, { minLength: 1, maxLength: 4 }), fc.boolean(), fc.boolean())

  it('changes the pins and nothing else, once', () => {
    fc.assert(
      fc.property(document, fc.nat(3), ([tables, isWindows, hasMark], chosen) => {
        const plain = `lock-version = "1.0"\n${tables.map(written).join('')}`
        const text = `${hasMark ? '\ufeff' : ''}${isWindows ? plain.replaceAll('\n', '\r\n') : plain}`
        const position = chosen % tables.length
        const after = pin(text, [position, [github, google]])
        assert.equal(pin(after, [position, [github, google]]), after)
        assert.deepEqual(
          readPylockPins(after, 'p').map(({ identities }) => identities.map(({ kind }) => kind)),
          readPylockPins(text, 'p').map(({ identities }, index) =>
            index === position ? ['GitHub', 'Google'] : identities.map(({ kind }) => kind),
          ),
        )
        const had = tables[position]
        if (had?.old === '' && !had.oldTables) {
          const [added] = /[^\n]*attestation-identities = \[\{ kind = "GitHub"[^\n]*\n?/.exec(after) ?? ['']
          assert.equal(after.replace(added, ''), text)
        }
      }),
    )
  })

  it('throws nothing but its own errors', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '[[packages]]',
            'a',
            '=',
            '"',
            '\n',
            '{',
            '}',
            '[',
            ']',
            ',',
            '#',
            '1',
            "'''",
            '.',
            'packages',
          ),
        ),
        (parts) => {
          try {
            pin(parts.join(''), [0, [github]])
          } catch (error) {
            assert.match((error as Error).name, /^(?:PinError|LockfileError)$/)
          }
        },
      ),
    )
  })
})
