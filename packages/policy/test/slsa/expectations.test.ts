/** Expectations files: what they say, where they are refused, and what they find otherwise. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { SlsaBuild, SlsaLevel } from '@cordon/model'
import {
  expectationFor,
  PolicyError,
  parseExpectations,
  type UnmetCode,
  unmetCodes,
  unmetExpectations,
} from '../../src/index.ts'

const whole = `
[[builders]]
signer = "https://github.com/example/builders/.github/workflows/python.yml"
level = 3

[[builders]]
signer = "builder@demo.iam.gserviceaccount.com"
issuer = "https://accounts.google.com"
id = "https://cloudbuild.googleapis.com/GoogleHostedWorker"
level = 2
refs = "semver-tag"

[[builders]]
signer = "key"
id = "https://ci.example.invalid/builder"
level = 2
self-hosted = true

[[packages]]
name = "Demo"
level = 2
builder = "https://github.com/example/demo/.github/workflows/release.yml"
source = "https://github.com/example/demo"
workflow = ".github/workflows/release.yml"
ref = ["refs/tags/v*", "refs/heads/stable"]
build-type = "https://actions.github.io/buildtypes/workflow/v1"

[packages.external-parameters.inputs]
level = 3
"a/b" = ["x", "y*"]
flag = true

[[packages]]
name = "example-*"
level = 1
`

const own = 'https://github.com/example/demo/.github/workflows/release.yml'
const build: SlsaBuild = {
  builder: `${own}@refs/tags/v1.0`,
  source: 'https://github.com/example/demo',
  commit: 'c0ffee',
  ref: 'refs/tags/v1.0',
  workflow: '.github/workflows/release.yml',
  buildType: 'https://actions.github.io/buildtypes/workflow/v1',
  parameters: [
    { name: '/workflow/ref', value: 'refs/tags/v1.0', certified: true },
    { name: '/inputs/level', value: '3', certified: false },
    { name: '/inputs/a~1b', value: 'yes', certified: false },
    { name: '/inputs/flag', value: 'true', certified: false },
  ],
}

function levelOf(level: SlsaLevel['level'], changed: Partial<SlsaBuild> | null = {}): SlsaLevel {
  return { track: 'build', level, build: changed === null ? null : { ...build, ...changed }, reasons: [] }
}

function codes(level: SlsaLevel): readonly UnmetCode[] {
  const expected = expectationFor(parseExpectations(whole, 'slsa.toml').packages, 'demo')
  assert.ok(expected !== null)
  return unmetExpectations(level, expected).map(({ code }) => code)
}

describe('an expectations file', () => {
  const { builders, packages } = parseExpectations(whole, 'slsa.toml')

  it('says which builders are trusted', () => {
    assert.deepEqual(
      builders.map(({ signer, issuer, refs, level, selfHosted }) => [signer, issuer, refs, level, selfHosted]),
      [
        [
          'https://github.com/example/builders/.github/workflows/python.yml',
          'https://token.actions.githubusercontent.com',
          'tag-or-commit',
          3,
          false,
        ],
        ['builder@demo.iam.gserviceaccount.com', 'https://accounts.google.com', 'any', 2, false],
        ['key', null, 'any', 2, true],
      ],
    )
  })

  it('says what is expected, with its line', () => {
    const [demo] = packages
    assert.equal(demo?.name, 'demo')
    assert.deepEqual(demo.at, { path: 'slsa.toml', line: 19 })
    assert.deepEqual(
      [...demo.parameters],
      [
        ['/inputs/level', ['3']],
        ['/inputs/a~1b', ['x', 'y*']],
        ['/inputs/flag', ['true']],
      ],
    )
  })

  it('is about the package that it names best', () => {
    const list = parseExpectations(
      '[[packages]]\nname = "*"\nlevel = 0\n[[packages]]\nname = "example-*"\nlevel = 1\n[[packages]]\nname = "example-a*"\nlevel = 2\n[[packages]]\nname = "example-ab"\nlevel = 3\n',
      'slsa.toml',
    ).packages
    const level = (name: string): number | null | undefined => expectationFor(list, name)?.level
    assert.deepEqual(['other', 'example-x', 'example-ax', 'example-ab'].map(level), [0, 1, 2, 3])
    assert.equal(expectationFor(packages, 'other'), null)
  })

  const bad: readonly (readonly [string, string, number, string])[] = [
    ['nothing', '', 0, 'BAD_VALUE'],
    ['no TOML', '[[packages', 1, 'MALFORMED'],
    ['an unknown table', '\n[[package]]\nname = "demo"\n', 2, 'UNKNOWN_KEY'],
    ['an unknown key', '[[packages]]\nname = "demo"\nworkflw = "x"\n', 3, 'UNKNOWN_KEY'],
    ['an unknown key of a builder', '[[builders]]\nsigner = "key"\nlevels = 2\n', 3, 'UNKNOWN_KEY'],
    ['a package without name', '[[packages]]\nlevel = 2\n', 1, 'BAD_VALUE'],
    ['a package that is no name', '[[packages]]\nname = "no name"\n', 2, 'BAD_VALUE'],
    ['a package twice', '[[packages]]\nname = "a-b"\n[[packages]]\nname = "A_B"\n', 3, 'BAD_VALUE'],
    ['a level that is none', '[[packages]]\nname = "demo"\nlevel = 4\n', 3, 'BAD_VALUE'],
    ['a level in words', '[[packages]]\nname = "demo"\nlevel = "2"\n', 3, 'BAD_VALUE'],
    ['a source that is none', '[[packages]]\nname = "demo"\nsource = "example/demo"\n', 3, 'BAD_VALUE'],
    [
      'a source that is an owner',
      '[[packages]]\nname = "demo"\nsource = "https://github.com/example"\n',
      3,
      'BAD_VALUE',
    ],
    ['no ref at all', '[[packages]]\nname = "demo"\nref = []\n', 3, 'BAD_VALUE'],
    ['a parameter that is a date', '[[packages]]\nname = "demo"\nexternal-parameters.a = 2026-01-01\n', 3, 'BAD_VALUE'],
    ['a builder without signer', '[[builders]]\nlevel = 2\n', 1, 'BAD_VALUE'],
    ['a builder without level', '[[builders]]\nsigner = "https://github.com/example/b"\n', 1, 'BAD_VALUE'],
    ['a builder of level 1', '[[builders]]\nsigner = "https://github.com/example/b"\nlevel = 1\n', 3, 'BAD_VALUE'],
    ['a builder that is an owner', '[[builders]]\nsigner = "https://github.com/example"\nlevel = 3\n', 2, 'BAD_VALUE'],
    [
      'a builder that ends in a slash',
      '[[builders]]\nsigner = "https://github.com/example/"\nlevel = 3\n',
      2,
      'BAD_VALUE',
    ],
    ['a builder with a ref', '[[builders]]\nsigner = "https://github.com/example/b@v1"\nlevel = 3\n', 2, 'BAD_VALUE'],
    ['a person without issuer', '[[builders]]\nsigner = "a@example.invalid"\nid = "x"\nlevel = 2\n', 1, 'BAD_VALUE'],
    ['a key without builder', '[[builders]]\nsigner = "key"\nlevel = 2\n', 1, 'BAD_VALUE'],
    [
      'refs of another kind',
      '[[builders]]\nsigner = "https://github.com/example/b"\nlevel = 3\nrefs = "branch"\n',
      4,
      'BAD_VALUE',
    ],
  ]
  for (const [name, text, line, code] of bad)
    it(`is refused with ${name}`, () =>
      assert.throws(
        () => parseExpectations(text, 'slsa.toml'),
        (error) => {
          assert.ok(error instanceof PolicyError)
          assert.equal(error.code, code, error.message)
          assert.ok(line === 0 || error.message.startsWith(`slsa.toml:${line}: `), error.message)
          return true
        },
      ))
})

describe('what is expected', () => {
  it('is met by what is as it says', () => {
    assert.deepEqual(codes(levelOf(2)), [])
    assert.deepEqual(codes(levelOf(3, { ref: 'refs/heads/stable', builder: own })), [])
  })

  const rows: Readonly<Record<string, readonly [SlsaLevel, readonly UnmetCode[]]>> = {
    'a lower level': [levelOf(1), ['slsa-level']],
    'no provenance': [levelOf(0, null), ['slsa-level', 'slsa-provenance']],
    'another builder': [levelOf(2, { builder: `${own}.yml@refs/tags/v1.0` }), ['slsa-builder']],
    'no builder': [levelOf(2, { builder: null }), ['slsa-builder']],
    'another source': [levelOf(2, { source: 'https://github.com/example/demo2' }), ['slsa-source']],
    'no source': [levelOf(2, { source: null }), ['slsa-source']],
    'another workflow': [levelOf(2, { workflow: '.github/workflows/release.yaml' }), ['slsa-workflow']],
    'another ref': [levelOf(2, { ref: 'refs/heads/main' }), ['slsa-ref']],
    'a ref below the pattern': [levelOf(2, { ref: 'refs/tags/v1/x' }), ['slsa-ref']],
    'another type of build': [levelOf(2, { buildType: 'https://example.invalid/type' }), ['slsa-build-type']],
    'another parameter': [
      levelOf(2, {
        parameters: [
          ...build.parameters.slice(0, 1),
          { name: '/inputs/level', value: '30', certified: false },
          ...build.parameters.slice(2),
        ],
      }),
      ['slsa-parameter'],
    ],
    'a parameter that is missing': [levelOf(2, { parameters: build.parameters.slice(0, -1) }), ['slsa-parameter']],
    'a parameter that nobody expects': [
      levelOf(2, { parameters: [...build.parameters, { name: '/inputs/extra', value: '', certified: false }] }),
      ['slsa-parameter-unknown'],
    ],
    'a parameter whose key has a slash in place of another level': [
      levelOf(2, { parameters: [...build.parameters, { name: '/inputs~1level', value: '3', certified: false }] }),
      ['slsa-parameter-unknown'],
    ],
    'a parameter like one of the certificate': [
      levelOf(2, { parameters: [...build.parameters, { name: '/workflow/reff', value: 'x', certified: false }] }),
      ['slsa-parameter-unknown'],
    ],
  }
  for (const [name, [level, expected]] of Object.entries(rows))
    it(`is not met by ${name}`, () => assert.deepEqual(codes(level), expected))

  it('has a code for everything, each of them shown here or by the command', () => {
    const shown = new Set(Object.values(rows).flatMap(([, expected]) => expected))
    assert.deepEqual(
      unmetCodes.filter((code) => !shown.has(code)),
      ['slsa-package'],
    )
  })
})
