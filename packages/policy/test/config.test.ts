import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  cooldownDaysOf,
  defaultConfig,
  explainPolicy,
  PolicyError,
  parseConfig,
  parseKnownArtifacts,
  requireKnownChecks,
  withFlags,
} from '../src/index.ts'

const now = new Date('2026-11-21T12:00:00Z')

function read(text: string, kind: 'cordon.toml' | 'pyproject.toml' = 'cordon.toml') {
  return parseConfig(text, kind, kind, now)
}

/** The error of a configuration as `CODE:line message`. */
function failure(text: string, kind: 'cordon.toml' | 'pyproject.toml' = 'cordon.toml'): string {
  try {
    read(text, kind)
  } catch (error) {
    assert.ok(error instanceof PolicyError, String(error))
    return `${error.code}:${error.at?.line} ${error.message}`
  }
  return 'no error'
}

test('nothing set is the default', () => {
  assert.equal(read('', 'pyproject.toml'), defaultConfig)
  assert.equal(read('[tool.black]\n[project]\nname = "x"\n', 'pyproject.toml'), defaultConfig)
  assert.deepEqual({ ...read(''), at: null }, defaultConfig)
})

test('a damaged pyproject.toml is an error of configuration only where it may hold one', () => {
  assert.equal(read('[project\n', 'pyproject.toml'), defaultConfig)
  assert.match(failure('[tool.cordon]\n[project\n', 'pyproject.toml'), /^MALFORMED:/)
  assert.match(failure('[project\n'), /^MALFORMED:/)
})

const everything = `
[scan]
exclude = ["vendor/", "*.bak"]
include-environments = true
python-version = "3.12"
platform = "linux"
groups = ["dev"]
extras = []

[database]
path = "db/pypi.cordondb"
max-age-days = 3
advisories = "advisories"

[policy]
default-rules = false
unknown = "block"
skipped = { DYNAMIC_VALUE = "allow" }

[[policy.rules]]
name = "exploited"
action = "deny"
kev = true
epss = "> 0.1"

[[policy.rules]]
name = "tests"
action = "warn"
group = ["dev", "test"]
check = ["hygiene/*", "advisory/known-vulnerability"]
file-role = "lock"

[policy.exceptions.legacy]
package = "Zope.Interface"
version = ">=1,<2"
advisory = ["CVE-2026-1", "GHSA-aaaa-bbbb-cccc"]
reason = "not reachable"
expires = 2027-03-31
owner = "platform"
`

test('every key, at the top and under [tool.cordon]', () => {
  const config = read(everything)
  assert.deepEqual(config.scan, {
    exclude: ['vendor/', '*.bak'],
    includeEnvironments: true,
    pythonVersion: '3.12',
    platform: 'linux',
    groups: ['dev'],
    extras: [],
  })
  assert.deepEqual(config.database, { path: 'db/pypi.cordondb', maxAgeDays: 3, advisories: ['advisories'] })
  assert.deepEqual(
    config.policy.rules.map((rule) => [rule.name, rule.action, rule.when]),
    [
      ['exploited', 'deny', { kev: true, epss: { atLeast: 0.1, exclusive: true } }],
      [
        'tests',
        'warn',
        { check: ['hygiene/*', 'advisory/known-vulnerability'], group: ['dev', 'test'], fileRole: ['lock'] },
      ],
    ],
  )
  const [exception] = config.policy.exceptions
  assert.equal(exception?.name, 'legacy')
  assert.equal(exception?.package, 'zope-interface')
  assert.equal(exception?.expires, '2027-03-31')
  const nested = everything.replace(/^\[(\[?)/gm, '[$1tool.cordon.')
  const inProject = read(`[project]\nname = "x"\n${nested}`, 'pyproject.toml')
  assert.deepEqual(inProject.scan, config.scan)
  assert.deepEqual(
    inProject.policy.exceptions.map((each) => each.covers),
    config.policy.exceptions.map((each) => each.covers),
  )
})

test('how artifacts are inspected: cooldowns by name and pattern, and artifacts that somebody answers for', () => {
  const digest = 'ab'.repeat(32)
  const { inspect } = read(`
[inspect]
cooldown-days = 14
young-project-days = 30
known-artifacts-file = "known.toml"
[inspect.cooldown-for]
"acme-*" = 0
Acme_Wide = 3
[inspect.known-artifacts]
"sha256:${digest.toUpperCase()}" = { reason = "our own build", by = "platform", until = 2027-03-31 }
`)
  assert.equal(cooldownDaysOf(inspect, 'demo'), 14)
  assert.equal(cooldownDaysOf(inspect, 'acme-thin'), 0)
  assert.equal(cooldownDaysOf(inspect, 'acme.wide'), 3)
  assert.deepEqual(
    [...inspect.knownArtifacts],
    [[digest, { reason: 'our own build', by: 'platform', until: '2027-03-31' }]],
  )
  assert.deepEqual([inspect.youngDays, inspect.knownArtifactsFile], [30, 'known.toml'])
  const known = parseKnownArtifacts(`["${digest}"]\nreason = "r"\nby = "b"\nuntil = 2026-12-01\n`, 'known.toml', now)
  assert.deepEqual(known.get(digest), { reason: 'r', by: 'b', until: '2026-12-01' })
  for (const [text, message] of [
    ['[inspect]\ncooldown-days = -1', /^BAD_VALUE:2 .*whole number/],
    ['[inspect.cooldown-for]\n"a b" = 1', /^BAD_VALUE:2 .*no package name/],
    ['[inspect.known-artifacts]\nabc = { reason = "r", by = "b", until = 2027-01-01 }', /^BAD_VALUE:2 .*SHA-256/],
    [`[inspect.known-artifacts]\n${digest} = { reason = "r", by = "b" }`, /^BAD_VALUE:2 .*`until`/],
    [`[inspect.known-artifacts]\n${digest} = { reason = "r", until = 2027-01-01 }`, /^BAD_VALUE:2 .*`by`/],
    [`[inspect.known-artifacts]\n${digest} = { reason = "r", by = "b", until = 2029-01-01 }`, /a year ahead/],
  ] as const)
    assert.match(failure(text), message)
})

test('an unknown key is refused where it stands, with the key that was meant', () => {
  assert.match(failure('[scan]\n\nexlude = []\n'), /^UNKNOWN_KEY:3 cordon.toml:3: .*"exlude".*Did you mean "exclude"\?/)
  assert.match(failure('[polcy]\n'), /^UNKNOWN_KEY:1 .*Did you mean "policy"\?/)
  assert.match(failure('[database]\nmax_age_days = 7\n'), /Did you mean "max-age-days"\?/)
  assert.match(failure('[scan]\nthreads = 4\n'), /^UNKNOWN_KEY:2 .*Known: exclude, /)
  assert.match(failure('[tool.cordon.scan]\nplatfrom = "x"\n', 'pyproject.toml'), /^UNKNOWN_KEY:2 pyproject.toml:2: /)
  const second = '[[policy.rules]]\nname = "a"\naction = "warn"\n[[policy.rules]]\nname = "b"\nacton = "warn"\n'
  assert.match(failure(second), /^UNKNOWN_KEY:6 .*Did you mean "action"\?/)
  assert.match(failure('[policy.skipped]\nBADLINE = "warn"\n'), /^UNKNOWN_KEY:2 .*Did you mean "BAD_LINE"\?/)
  assert.match(failure('[policy.unknown]\nUNPINED = "warn"\n'), /^UNKNOWN_KEY:2 .*Did you mean "UNPINNED"\?/)
  assert.equal(failure('[policy.unknown]\nTOO_MANY_FILES = "warn"\n'), 'no error', 'a check may have codes of its own')
  assert.match(failure('__proto__ = 1\n'), /^UNKNOWN_KEY/)
})

test('a wrong value is refused where it stands', () => {
  assert.match(failure('[scan]\ninclude-environments = "yes"\n'), /^BAD_VALUE:2 .*must be true or false, not "yes"/)
  assert.match(failure('scan = 3\n'), /^BAD_VALUE:1 .*scan must be a table, not 3/)
  assert.match(failure('[scan]\ngroups = "dev"\n'), /must be a list/)
  assert.match(
    failure('[scan]\nexclude = [\n  "a",\n  3,\n]\n'),
    /^BAD_VALUE:2 .*scan.exclude\[1\] must be a text, not 3/,
  )
  assert.match(failure('[scan]\npython-version = "3"\n'), /like "3.12"/)
  assert.match(failure('[database]\nmax-age-days = -1\n'), /^BAD_VALUE:2/)
  assert.match(failure('[policy]\nunknown = "fail"\n'), /^BAD_VALUE:2 .*Known: allow, warn, incomplete, block/)
  const rule = (line: string) => failure(`[[policy.rules]]\nname = "a"\naction = "deny"\n${line}\n`)
  assert.match(rule('severity = ">= hgh"'), /^BAD_VALUE:4 .*Did you mean "high"\?/)
  assert.match(rule('severity = "unknwon"'), /Did you mean "unknown"\?/)
  assert.match(rule('severity = ">= unknown"'), /band of its own/)
  assert.match(rule('epss = ">= 2"'), /from 0 to 1/)
  assert.match(rule('check = "weak-hash"'), /family such as/)
  assert.match(rule('package = "a b"'), /no package name/)
  assert.match(failure('[[policy.rules]]\naction = "deny"\n'), /^BAD_VALUE:1 .*needs a name/)
  assert.match(failure('[[policy.rules]]\nname = "a"\n'), /needs an action/)
  assert.match(failure('[[policy.rules]]\nname = "default:x"\naction = "deny"\n'), /Cordon's own/)
  assert.match(failure('[[policy.rules]]\nname = "a"\naction = "block"\n'), /Known: deny, warn, allow/)
  const twice = '[[policy.rules]]\nname = "a"\naction = "deny"\n'
  assert.match(failure(twice + twice), /^BAD_VALUE:4 .*Two rules/)
  assert.match(failure('a = [\n'), /^MALFORMED:/)
  assert.match(failure(`a = ${'['.repeat(100_000)}`), /^MALFORMED:/)
})

test('an exception must say what, why and until when', () => {
  const base = ['package = "a"', 'advisory = "CVE-1"', 'reason = "r"', 'expires = 2027-01-31']
  const without = (key: string, ...more: readonly string[]) =>
    failure(['[[policy.exceptions]]', ...base.filter((line) => !line.startsWith(key)), ...more].join('\n'))
  assert.equal(without('nothing'), 'no error')
  assert.match(without('package'), /needs a `package`/)
  assert.match(without('package', 'path = "x"'), /needs the `package`/)
  assert.match(without('advisory'), /needs one of/)
  assert.match(without('nothing', 'check = "hygiene/weak-hash"'), /needs one of/)
  assert.match(without('reason'), /needs a `reason`/)
  assert.match(without('reason', 'reason = " "'), /^BAD_VALUE:5 .*must be a text/)
  assert.match(without('expires'), /needs a date/)
  assert.match(without('expires', 'expires = "soon"'), /must be a date/)
  assert.match(without('expires', 'expires = "2027-02-30"'), /must be a date/)
  assert.match(without('expires', 'expires = 2028-01-01'), /at most 2027-11-22/)
  assert.equal(without('expires', 'expires = 2027-11-22'), 'no error')
  assert.equal(without('expires', 'expires = 2020-01-01'), 'no error', 'an expired one is told by the scan')
  assert.match(without('advisory', 'check = "advisory/known-vulnerability"'), /^BAD_VALUE:5 .*nobody has read yet/)
  assert.match(without('advisory', 'check = "*/*"'), /nobody has read yet/)
  assert.match(without('nothing', 'version = "a.b"'), /no version range/)
  assert.match(without('nothing', 'until = 2027-01-01'), /^UNKNOWN_KEY/)
})

test('names of checks are compared with the ones there are', () => {
  const ids = ['hygiene/weak-hash', 'advisory/known-malware']
  const policy = (check: string) => read(`[[policy.rules]]\nname = "a"\naction = "warn"\ncheck = "${check}"\n`).policy
  requireKnownChecks(policy('hygiene/*'), ids)
  requireKnownChecks(policy('hygiene/weak-hash'), ids)
  assert.throws(() => requireKnownChecks(policy('hygeine/weak-hash'), ids), {
    code: 'BAD_VALUE',
    message: /^cordon.toml:1: .*Did you mean "hygiene\/weak-hash"\?/,
  })
})

test('the effective policy, each line with where it comes from', () => {
  const text =
    '[[policy.rules]]\nname = "later"\naction = "allow"\ncheck = "hygiene/*"\nseverity = ">= medium"\n[policy.unknown]\nUNMAPPED = "allow"\n'
  const lines = explainPolicy(withFlags(read(text).policy, { failOn: ['high'], warnOnly: true }))
  assert.deepEqual(
    lines.map((line) => `${line.kind} ${line.name} → ${line.decision} | ${line.when} | ${line.source}`),
    [
      'flag --warn-only → warn | whatever would block or be incomplete | --warn-only',
      'flag --fail-on high → block | what a rule below warns about: severity critical, high | --fail-on high',
      'rule later → allow | check hygiene/* · severity critical, high, medium | cordon.toml:1',
      'rule default:known-malware → block | check advisory/known-malware | default',
      'rule default:known-exploited → block | known to be exploited | default',
      'rule default:severe-with-fix → block | check advisory/known-vulnerability · severity critical, high · fixable | default',
      'rule default:malicious-artifact → block | check source/*, artifact/verdict · verdict malicious | default',
      'rule default:provenance → block | check provenance/* · severity critical, high | default',
      'rule default:provenance-remark → allow | check provenance/* · severity none | default',
      'rule default:young-impostor → block | check release/young-impostor | default',
      'rule default:artifact-remark → allow | check artifact/note, artifact/oddity, artifact/placeholder | default',
      'rule default:everything-else → warn | every finding | default',
      'unknown DISTRIBUTION_OWNED → warn | unknown DISTRIBUTION_OWNED | default',
      'unknown UNPINNED → warn | unknown UNPINNED | default',
      'unknown UNMAPPED → allow | unknown UNMAPPED | cordon.toml:7',
      'unknown UNANALYSABLE → warn | unknown UNANALYSABLE | default',
      'unknown DOMAIN_UNKNOWN → warn | unknown DOMAIN_UNKNOWN | default',
      'unknown otherwise → incomplete | unknown, any other code | default',
      'skipped DYNAMIC_VALUE → warn | skipped DYNAMIC_VALUE | default',
      'skipped UNSET_VARIABLE → warn | skipped UNSET_VARIABLE | default',
      'skipped otherwise → incomplete | skipped, any other code | default',
    ],
  )
})

test('lines are found past strings and lists over several lines', () => {
  const text = `# [scan]
"quoted key" = """
[scan]
exlude = 1
"""
list = [
  "[scan]", # ]
  '''
] x''',
]
[ scan ] # here
"exlude" = 1
`
  assert.match(failure(text.replace(/^"quoted key"[\s\S]*?\n\]\n/m, '')), /^UNKNOWN_KEY:3/)
  assert.match(
    failure(`[tool.other]\n${text.replace('[ scan ]', '[ tool . "cordon".scan ]')}`, 'pyproject.toml'),
    /^UNKNOWN_KEY:13/,
  )
})

test('law: any text is a configuration or a coded error', () => {
  const piece = fc.constantFrom(
    '[',
    ']',
    '[[policy.rules]]',
    '[policy',
    '.',
    '"',
    "'''",
    '=',
    'scan',
    '\n',
    'a',
    '{',
    '}',
    ',',
    '1',
    '#',
    '\\',
    '"""',
    'é',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map((parts) => parts.join('')),
      ),
      (text) => {
        try {
          read(text)
        } catch (error) {
          assert.ok(error instanceof PolicyError)
        }
      },
    ),
    { numRuns: 500 },
  )
})
