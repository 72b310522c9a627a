import assert from 'node:assert/strict'
import { test } from 'node:test'
import { evaluateMarker, type MarkerEnvironment, PypaError, parseMarker } from '@cordon/pypa'
import fc from 'fast-check'

const linux: MarkerEnvironment = {
  variables: {
    os_name: 'posix',
    sys_platform: 'linux',
    platform_machine: 'x86_64',
    platform_python_implementation: 'CPython',
    platform_release: '6.1.0-91-generic',
    platform_system: 'Linux',
    platform_version: '#1 SMP',
    python_version: '3.11',
    python_full_version: '3.11.7',
    implementation_name: 'cpython',
    implementation_version: '3.11.7',
  },
  extras: new Set(['socks', 'a-b']),
  groups: new Set(['dev']),
}

function evaluate(text: string, environment = linux): boolean | null {
  return evaluateMarker(parseMarker(text), environment)
}

const truths: readonly (readonly [string, boolean | null])[] = [
  ['python_version < "3.11"', false],
  ['python_version >= "3.8"', true],
  ['python_version > "3.9"', true],
  ['python_version == "3.11.*"', true],
  ['python_version ~= "3.8"', true],
  ['python_version === "3.11"', true],
  ['python_version === ""', false],
  ['python_version in "2.7 3.11"', true],
  ['python_version not in "2.7, 3.8"', true],
  ['"3.8" <= python_version', true],
  ['"3.12" <= python_version', false],
  ['python_full_version<"3.11.8rc1"', true],
  ["os_name == 'posix'", true],
  ['os.name == "nt"', false],
  ['sys.platform=="linux"', true],
  ['platform.version == "#1 SMP"', true],
  ['platform.machine != "arm64"', true],
  ['platform.python_implementation == "CPython"', true],
  ['python_implementation == "PyPy"', false],
  ['sys_platform in "linux linux2"', true],
  ['"lin" in sys_platform', true],
  ['"x86" not in platform_machine', false],
  // Texts have no order.
  ['sys_platform >= "linux"', true],
  ['sys_platform > "aix"', false],
  ['sys_platform < "win32"', false],
  ['platform_release >= "5"', false],
  ['platform_release != "5"', true],
  ['sys_platform ~= "linux"', null],
  ['sys_platform === "linux"', null],
  ['python_version ~= "surprise"', null],
  // `and` binds tighter than `or`.
  ['os_name == "nt" and os_name == "nt" or os_name == "posix"', true],
  ['os_name == "posix" or os_name == "nt" and os_name == "nt"', true],
  ['(os_name == "posix" or os_name == "nt") and os_name == "nt"', false],
  ['( ( os_name == "posix" ) )', true],
  ['os_name=="posix"and sys_platform=="linux"or os_name=="nt"', true],
  // Extras and groups are sets of normalized names.
  ['extra == "socks"', true],
  ['extra == "A_b"', true],
  ['extra == "other"', false],
  ['extra != "socks"', false],
  ['extra != "other"', true],
  ['"Socks" == extra', true],
  ['extra == ""', false],
  ['extra in "socks, other"', true],
  ['extra < "socks"', null],
  ['"A.B" in extras', true],
  ['"other" not in extras', true],
  ['"dev" in dependency_groups', true],
  ['"docs" in dependency_groups', false],
  ['extras == "socks"', null],
  ['extras in "socks"', null],
  ['"a" == "a"', true],
]

for (const [text, expected] of truths) {
  test(`marker \`${text}\``, () => assert.equal(evaluate(text), expected))
}

test('what is not known stays unknown, unless the rest decides', () => {
  const nothing: MarkerEnvironment = { variables: { os_name: 'posix' } }
  const cases: readonly (readonly [string, boolean | null])[] = [
    ['python_version >= "3.8"', null],
    ['extra == "x"', null],
    ['"x" in extras', null],
    ['"x" not in dependency_groups', null],
    ['os_name == "posix" or python_version >= "3.8"', true],
    ['python_version >= "3.8" or os_name == "posix"', true],
    ['os_name == "nt" or python_version >= "3.8"', null],
    ['os_name == "nt" and python_version >= "3.8"', false],
    ['python_version >= "3.8" and os_name == "nt"', false],
    ['python_version >= "3.8" and os_name == "posix"', null],
  ]
  for (const [text, expected] of cases) assert.equal(evaluate(text, nothing), expected, text)
})

test('no extras is the empty text, and one may be given as a variable', () => {
  assert.equal(evaluate('extra == ""', { variables: {}, extras: new Set() }), true)
  assert.equal(evaluate('extra == "x"', { variables: {}, extras: new Set() }), false)
  assert.equal(evaluate('extra == "x_y"', { variables: { extra: 'X.Y' } }), true)
  assert.equal(evaluate('extra == ""', { variables: { extra: '' } }), true)
})

test('the shape of an expression', () => {
  assert.deepEqual(parseMarker(' python_version<"3" and (os.name=="nt" or "a b"!=extra) '), {
    raw: 'python_version<"3" and (os.name=="nt" or "a b"!=extra)',
    expression: {
      kind: 'and',
      terms: [
        {
          kind: 'compare',
          left: { kind: 'variable', name: 'python_version' },
          operator: '<',
          right: { kind: 'text', value: '3' },
        },
        {
          kind: 'or',
          terms: [
            {
              kind: 'compare',
              left: { kind: 'variable', name: 'os_name' },
              operator: '==',
              right: { kind: 'text', value: 'nt' },
            },
            {
              kind: 'compare',
              left: { kind: 'text', value: 'a b' },
              operator: '!=',
              right: { kind: 'variable', name: 'extra' },
            },
          ],
        },
      ],
    },
  })
})

const isMarkerError = (error: unknown) => error instanceof PypaError && error.code === 'MARKER'

test('what is not a marker', () => {
  const texts = [
    '',
    ' ',
    '()',
    'python_version',
    'python_version >',
    '> "3"',
    'python_version = "3"',
    'python_version >= 3',
  ]
  texts.push('python_version >= "3" and', 'and', 'python_version >= "3" or or os_name == "a"', '(python_version >= "3"')
  texts.push(
    'python_version >= "3")',
    'unknown == "x"',
    '__proto__ == "x"',
    'constructor == "x"',
    'os_name == \'nt"',
    'os_name not "a"',
  )
  texts.push(
    'os_name == "a" "b"',
    'os_name == "a"; os_name == "b"',
    'os_name == "a" AND os_name == "b"',
    'os_name notin "a"',
  )
  for (const text of texts) assert.throws(() => parseMarker(text), isMarkerError, text)
})

test('parentheses nest to a limit, in either answer without a crash', () => {
  const nested = (depth: number) => `${'('.repeat(depth)}os_name == "posix"${')'.repeat(depth)}`
  assert.equal(evaluate(nested(100)), true)
  assert.throws(() => parseMarker(nested(101)), isMarkerError)
  assert.throws(() => parseMarker('('.repeat(1_000_000)), isMarkerError)
  assert.throws(() => parseMarker('('.repeat(60_000)), isMarkerError)
})

const piece = fc.constantFrom(
  '(',
  ')',
  'and',
  'or',
  'not',
  'in',
  '"',
  "'",
  '"3.8"',
  'os_name',
  'python_version',
  'extra',
  '==',
  '<',
  '~=',
  ' ',
  'extras',
)

test('law: any text is a marker or the coded error, and a marker always has an answer', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map((pieces) => pieces.join(' ')),
      ),
      (text) => {
        try {
          assert.ok([true, false, null].includes(evaluate(text)))
        } catch (error) {
          assert.ok(isMarkerError(error), String(error))
        }
      },
    ),
  )
})

test('law: what is decided without a variable stays so with it', () => {
  const names = ['os_name', 'sys_platform', 'python_version'] as const
  const comparison = fc
    .tuple(
      fc.constantFrom(...names),
      fc.constantFrom('==', '!=', '>=', '<'),
      fc.constantFrom('3.11', '3.8', 'linux', 'posix'),
    )
    .map(([name, operator, value]) => `${name} ${operator} "${value}"`)
  const marker = fc
    .array(fc.tuple(comparison, fc.constantFrom('and', 'or')), { minLength: 1, maxLength: 6 })
    .map((parts) => parts.map(([text, word], index) => (index === 0 ? text : `${word} ${text}`)).join(' '))
  fc.assert(
    fc.property(marker, fc.constantFrom(...names), (text, hidden) => {
      const variables = Object.fromEntries(Object.entries(linux.variables).filter(([name]) => name !== hidden))
      const partial = evaluate(text, { variables })
      if (partial !== null) assert.equal(partial, evaluate(text))
    }),
  )
})
