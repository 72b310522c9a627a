import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { compareVersions, evaluateMarker, parseMarker, parseSpecifiers, parseVersion, satisfies } from '@cordon/pypa'
import fc from 'fast-check'
import { publicVersionText, versionText } from './arbitrary.ts'

/** Asks the reference library, as of its release 26: before, texts in markers had an order. */
const program = `
import json, sys
try:
    import packaging
    from packaging.markers import Marker, UndefinedComparison
    from packaging.specifiers import SpecifierSet
    from packaging.version import Version
except ImportError:
    print(json.dumps("python3 has no packaging library")); sys.exit()
if int(packaging.__version__.split(".")[0]) < 26:
    print(json.dumps("the packaging library is older than 26")); sys.exit()
asked = json.load(sys.stdin)
def marked(text, variables):
    try:
        return Marker(text).evaluate(variables)
    except UndefinedComparison:
        return None
print(json.dumps({
    "normal": [str(Version(text)) for text in asked["versions"]],
    "order": [(Version(a) > Version(b)) - (Version(a) < Version(b)) for a, b in asked["pairs"]],
    "sets": [SpecifierSet(text).contains(version, prereleases=True) for text, version in asked["sets"]],
    "markers": [marked(text, asked["variables"]) for text in asked["markers"]],
}))
`

const variables = {
  os_name: 'posix',
  sys_platform: 'linux',
  platform_machine: 'x86_64',
  platform_python_implementation: 'CPython',
  platform_release: '6.1.0',
  platform_system: 'Linux',
  platform_version: '#1 SMP',
  python_version: '3.11',
  python_full_version: '3.11.7',
  implementation_name: 'cpython',
  implementation_version: '3.11.7',
}

const normalForm = (text: string) => parseVersion(text)?.normalized ?? ''
const small = fc
  .tuple(
    fc.array(fc.nat(2), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.')),
    fc.constantFrom('', '', '', 'a1', 'b0', 'rc2'),
    fc.constantFrom('', '', '', '.post0', '.post1'),
    fc.constantFrom('', '', '', '.dev0', '.dev1'),
  )
  .map((parts) => parts.join(''))
const clause = fc.oneof(
  fc.tuple(fc.constantFrom('==', '!=', '<', '<=', '>', '>='), small).map((parts) => parts.join('')),
  fc.tuple(fc.constantFrom('~=1.', '~=0.'), small).map((parts) => parts.join('')),
  fc
    .tuple(fc.constantFrom('==', '!='), fc.constantFrom('0.*', '1.*', '1.0.*', '1.2.*', '0.0.*'))
    .map((parts) => parts.join('')),
  fc.tuple(fc.constantFrom('==', '>', '<'), publicVersionText).map(([operator, text]) => operator + normalForm(text)),
)
const set = fc.array(clause, { minLength: 1, maxLength: 3 }).map((clauses) => clauses.join(','))
const candidate = fc.tuple(small, fc.constantFrom('', '', '', '+abc', '+1')).map((parts) => parts.join(''))
const comparison = fc
  .tuple(
    fc.constantFrom(...Object.keys(variables)),
    fc.constantFrom('==', '!=', '<', '<=', '>', '>=', 'in', 'not in'),
    fc.constantFrom(
      'posix',
      'linux',
      'x86_64',
      'CPython',
      '3',
      '3.11',
      '3.11.7',
      '3.12',
      '3.11.*',
      '3.8 3.11',
      '6.1',
      '3.11.8rc1',
      '',
    ),
  )
  .map(([name, operator, value]) => `${name} ${operator} "${value}"`)
const marker = fc
  .array(fc.tuple(comparison, fc.constantFrom('and', 'or')), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.map(([text, word], index) => (index === 0 ? text : `${word} ${text}`)).join(' '))

const sample = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number) => fc.sample(arbitrary, { seed: 440, numRuns })
const questions = {
  versions: sample(versionText, 2_000),
  pairs: sample(fc.oneof(fc.tuple(versionText, versionText), fc.tuple(candidate, candidate)), 4_000),
  sets: sample(fc.tuple(set, candidate), 6_000),
  markers: sample(marker, 2_000),
  variables,
}

interface Answers {
  readonly normal: readonly string[]
  readonly order: readonly number[]
  readonly sets: readonly boolean[]
  readonly markers: readonly (boolean | null)[]
}

function ask(): Answers | string {
  const input = JSON.stringify(questions)
  const { status, stdout, error } = spawnSync('python3', ['-I', '-c', program], {
    input,
    encoding: 'utf8',
    maxBuffer: 1e8,
  })
  if (error !== undefined || status !== 0) return 'python3 is not on this machine'
  return JSON.parse(stdout) as Answers | string
}

const answers = ask()

test('versions, specifiers and markers agree with the reference library', {
  skip: typeof answers === 'string' ? answers : false,
}, () => {
  assert.ok(typeof answers !== 'string')
  assert.deepEqual(questions.versions.map(normalForm), answers.normal)
  for (const [index, [a, b]] of questions.pairs.entries()) {
    const [left, right] = [parseVersion(a), parseVersion(b)]
    assert.ok(left !== null && right !== null)
    assert.equal(compareVersions(left, right), answers.order[index], `${a} and ${b}`)
  }
  for (const [index, [text, version]] of questions.sets.entries()) {
    const [wanted, given] = [parseSpecifiers(text), parseVersion(version)]
    assert.ok(wanted !== null && given !== null, text)
    assert.equal(satisfies(given, wanted, true), answers.sets[index], `${version} in ${text}`)
  }
  for (const [index, text] of questions.markers.entries()) {
    assert.equal(evaluateMarker(parseMarker(text), { variables }), answers.markers[index], text)
  }
})
