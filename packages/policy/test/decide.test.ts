import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Decision, Inspection, Severity } from '@cordon/model'
import fc from 'fast-check'
import {
  decide,
  decideSkipped,
  decisionOrder,
  defaultPolicy,
  exitOf,
  gravest,
  type Policy,
  parseConfig,
  withFlags,
} from '../src/index.ts'
import { advisory, flaw, found, type Given, hygiene, inspection, unknown } from './inspections.ts'

const now = new Date('2026-11-21T12:00:00Z')
const vulnerability = 'advisory/known-vulnerability'
const malware = 'advisory/known-malware'

function policyOf(text: string): Policy {
  return parseConfig(text, 'cordon.toml', 'cordon.toml', now).policy
}

function decided(given: Given, policy: Policy = defaultPolicy): string {
  const verdict = decide(inspection(given), policy, now)
  return [verdict.decision, ...verdict.because.map((entry) => entry.rule)].join(' ')
}

test('the default policy', () => {
  const severe = (severity: Severity, parts = {}) => ({
    [vulnerability]: found(flaw(advisory('CVE-2026-1', { severity, ...parts }))),
  })
  assert.equal(decided({ outcomes: {} }), 'allow')
  assert.equal(decided({ outcomes: { 'hygiene/weak-hash': { kind: 'clean' } } }), 'allow')
  assert.equal(decided({ outcomes: severe('critical') }), 'block default:severe-with-fix')
  assert.equal(decided({ outcomes: severe('high') }), 'block default:severe-with-fix')
  assert.equal(decided({ outcomes: severe('high', { fixed: [] }) }), 'warn default:everything-else')
  assert.equal(decided({ outcomes: severe('medium') }), 'warn default:everything-else')
  assert.equal(decided({ outcomes: severe('unknown') }), 'warn default:everything-else')
  const kev = { added: '2026-01-02', due: null, ransomware: false }
  assert.equal(decided({ outcomes: severe('low', { kev, fixed: [] }) }), 'block default:known-exploited')
  const mal = flaw(advisory('MAL-2026-1', { kind: 'malware', severity: 'critical', fixed: [] }))
  assert.equal(decided({ outcomes: { [malware]: found(mal) } }), 'block default:known-malware')
  assert.equal(
    decided({ outcomes: { 'hygiene/trusted-host': found(hygiene('hygiene/trusted-host')) } }),
    'warn default:everything-else',
  )
})

test('a fix that clears the others does not make an unfixable flaw fixable', () => {
  const outcome = (unfixable: readonly string[]) => ({
    [vulnerability]: found(flaw(advisory('CVE-2026-1'), { version: '3.2', unfixable, because: '' })),
  })
  assert.equal(decided({ outcomes: outcome([]) }), 'block default:severe-with-fix')
  assert.equal(decided({ outcomes: outcome(['CVE-2026-1']) }), 'warn default:everything-else')
})

test('a flaw with a fix is fixable although another flaw of the package is not', () => {
  const fix = { version: null, unfixable: ['CVE-2026-2'], because: '' }
  const outcomes = { [vulnerability]: found(flaw(advisory('CVE-2026-1', { fixed: ['3.1'] }), fix)) }
  assert.equal(decided({ outcomes }), 'block default:severe-with-fix')
})

test('unknown outcomes by code, and what is certain inside them', () => {
  assert.equal(decided({ outcomes: { [vulnerability]: unknown('UNPINNED') } }), 'warn default:unknown-UNPINNED')
  assert.equal(decided({ outcomes: { [vulnerability]: unknown('UNMAPPED') } }), 'warn default:unknown-UNMAPPED')
  assert.equal(
    decided({ outcomes: { [vulnerability]: unknown('NO_DATABASE') } }),
    'incomplete default:unknown-NO_DATABASE',
  )
  assert.equal(
    decided({ outcomes: { [vulnerability]: unknown('CHECK_FAILED') } }),
    'incomplete default:unknown-CHECK_FAILED',
  )
  const certain = unknown('LEGACY_VERSION', [flaw(advisory('CVE-2026-1'))])
  assert.equal(
    decided({ outcomes: { [vulnerability]: certain } }),
    'block default:severe-with-fix default:unknown-LEGACY_VERSION',
  )
  const own = policyOf('[policy.unknown]\nNO_DATABASE = "allow"\nUNPINNED = "block"\n')
  assert.equal(
    decided({ outcomes: { [vulnerability]: unknown('NO_DATABASE') } }, own),
    'allow policy.unknown.NO_DATABASE',
  )
  assert.equal(decided({ outcomes: { [vulnerability]: unknown('UNPINNED') } }, own), 'block policy.unknown.UNPINNED')
  assert.equal(decided({ outcomes: { [vulnerability]: unknown('UNMAPPED') } }, own), 'warn default:unknown-UNMAPPED')
  const flat = policyOf('policy.unknown = "block"\n')
  assert.equal(decided({ outcomes: { [vulnerability]: unknown('UNMAPPED') } }, flat), 'block policy.unknown.UNMAPPED')
})

test('the first rule that matches decides, the user before the defaults', () => {
  const policy = policyOf(`
[[policy.rules]]
name = "docs may lag"
action = "warn"
group = "docs"
[[policy.rules]]
name = "no weak hashes"
action = "deny"
check = "hygiene/weak-hash"
[[policy.rules]]
name = "hygiene later"
action = "allow"
check = "hygiene/*"
`)
  const high = found(flaw(advisory('CVE-2026-1')))
  const docs = { kind: 'group', name: 'docs' } as const
  assert.equal(decided({ scopes: [docs], outcomes: { [vulnerability]: high } }, policy), 'warn docs may lag')
  assert.equal(decided({ outcomes: { [vulnerability]: high } }, policy), 'block default:severe-with-fix')
  const weak = { 'hygiene/weak-hash': found(hygiene('hygiene/weak-hash')) }
  assert.equal(decided({ outcomes: weak }, policy), 'block no weak hashes')
  assert.equal(decided({ outcomes: { 'hygiene/extra-index': found(hygiene('x')) } }, policy), 'allow hygiene later')
  const both = { kind: 'main', name: 'main' } as const
  assert.equal(
    decided({ scopes: [docs, both], outcomes: { [vulnerability]: high } }, policy),
    'block default:severe-with-fix',
    'a lenient rule does not reach what is installed for another group as well',
  )
})

test('a strict rule by group reaches what any of its groups installs', () => {
  const policy = policyOf('[[policy.rules]]\nname = "main"\naction = "deny"\ngroup = ["main"]\n')
  const scopes = [
    { kind: 'main', name: 'main' },
    { kind: 'group', name: 'docs' },
  ] as const
  assert.equal(decided({ scopes, outcomes: { c: found(hygiene('c')) } }, policy), 'block main')
  assert.equal(decided({ outcomes: { c: found(hygiene('c')) } }, policy), 'warn default:everything-else')
})

test('every condition', () => {
  const rule = (conditions: string) => policyOf(`[[policy.rules]]\nname = "r"\naction = "deny"\n${conditions}\n`)
  const flawed = (parts = {}): Given => ({
    outcomes: { [vulnerability]: found(flaw(advisory('CVE-1', { severity: 'low', ...parts }))) },
  })
  const matches = (conditions: string, given: Given) => decided(given, rule(conditions)) === 'block r'
  assert.ok(matches('domain = "vulnerability"', flawed()))
  assert.ok(!matches('domain = ["licence", "author"]', flawed()))
  assert.ok(matches('severity = ">= low"', flawed()))
  assert.ok(!matches('severity = ">= medium"', flawed()))
  assert.ok(!matches('severity = ">= none"', flawed({ severity: 'unknown' })), 'unknown is a band of its own')
  assert.ok(matches('severity = ["unknown"]', flawed({ severity: 'unknown' })))
  assert.ok(matches('epss = ">= 0.5"', flawed({ epss: { score: 0.5, percentile: 1 } })))
  assert.ok(!matches('epss = "> 0.5"', flawed({ epss: { score: 0.5, percentile: 1 } })))
  assert.ok(!matches('epss = ">= 0"', flawed()), 'no score is no score')
  assert.ok(matches('fixable = false', flawed({ fixed: [] })))
  assert.ok(matches('kev = false', flawed()))
  assert.ok(!matches('kev = false', { outcomes: { c: found(hygiene('c')) } }), 'only advisories have it')
  assert.ok(matches('direct = true', { ...flawed(), direct: true }))
  assert.ok(!matches('direct = true', flawed()))
  assert.ok(!matches('direct = false', flawed()), 'not told is neither')
  assert.ok(matches('package = "Jinja*"', flawed()))
  assert.ok(!matches('package = "flask"', flawed()))
  assert.ok(!matches('package = "*"', { name: null, outcomes: { c: found(hygiene('c')) } }), 'a file is no package')
  assert.ok(matches('confidence = "low"', { outcomes: { c: found(hygiene('c', { confidence: 'low' })) } }))
  assert.ok(matches('file-role = ["command", "lock"]', { ...flawed(), role: 'lock' }))
  assert.ok(!matches('file-role = ["command", "lock"]', flawed()))
})

test('without default rules, what no rule speaks of is a warning', () => {
  const policy = policyOf('policy.default-rules = false\n')
  assert.equal(
    decided({ outcomes: { [vulnerability]: found(flaw(advisory('CVE-1'))) } }, policy),
    'warn default:no-rule',
  )
})

test('--fail-on raises warnings and never what is allowed; --warn-only has the last word', () => {
  const allowed = policyOf('[[policy.rules]]\nname = "ok"\naction = "allow"\ncheck = "a/b"\n')
  const medium = { outcomes: { c: found(hygiene('c')) } }
  assert.equal(decided(medium, withFlags(defaultPolicy, { failOn: ['medium'] })), 'block --fail-on medium')
  assert.equal(decided(medium, withFlags(defaultPolicy, { failOn: ['high'] })), 'warn default:everything-else')
  assert.equal(decided(medium, withFlags(defaultPolicy, { failOn: ['high', 'warn'] })), 'block --fail-on warn')
  assert.equal(
    decided({ outcomes: { 'a/b': found(hygiene('a/b')) } }, withFlags(allowed, { failOn: ['warn'] })),
    'allow ok',
  )
  const unpinned = { outcomes: { [vulnerability]: unknown('UNPINNED') } }
  assert.equal(decided(unpinned, withFlags(defaultPolicy, { failOn: ['UNKNOWN'] })), 'block --fail-on unknown')
  assert.equal(decided(unpinned, withFlags(defaultPolicy, { failOn: ['warn'] })), 'warn default:unknown-UNPINNED')
  const lenient = withFlags(defaultPolicy, { failOn: ['low'], warnOnly: true })
  assert.equal(decided(medium, lenient), 'warn --fail-on low')
  assert.match(decide(inspection(medium), lenient, now).because[0]?.text ?? '', /\(block, lowered by --warn-only\)$/)
  assert.equal(decided({ outcomes: { c: unknown('NO_DATABASE') } }, lenient), 'warn default:unknown-NO_DATABASE')
  assert.throws(() => withFlags(defaultPolicy, { failOn: ['hihg'] }), {
    code: 'BAD_FLAG',
    message: /Did you mean "high"/,
  })
})

test('what was skipped', () => {
  const code = (value: 'DYNAMIC_VALUE' | 'BAD_LINE' | 'MALFORMED') => ({ code: value })
  assert.equal(decideSkipped([], [], defaultPolicy), 'allow')
  assert.equal(decideSkipped([code('DYNAMIC_VALUE')], [], defaultPolicy), 'warn')
  assert.equal(decideSkipped([code('DYNAMIC_VALUE'), code('BAD_LINE')], [], defaultPolicy), 'incomplete')
  assert.equal(decideSkipped([], [code('MALFORMED')], defaultPolicy), 'incomplete')
  assert.equal(decideSkipped([], [code('MALFORMED')], withFlags(defaultPolicy, { warnOnly: true })), 'warn')
  const own = policyOf('[policy.skipped]\nMALFORMED = "block"\notherwise = "allow"\n')
  assert.equal(
    decideSkipped([code('DYNAMIC_VALUE'), code('BAD_LINE')], [], own),
    'allow',
    'otherwise speaks for all others',
  )
  assert.equal(decideSkipped([], [code('MALFORMED')], own), 'block')
})

test('exit codes', () => {
  const verdicts = (...decisions: readonly Decision[]) => decisions.map((decision) => ({ decision }))
  assert.equal(exitOf([], 'allow'), 0)
  assert.equal(exitOf(verdicts('allow', 'warn'), 'warn'), 0)
  assert.equal(exitOf(verdicts('warn', 'incomplete'), 'allow'), 4)
  assert.equal(exitOf(verdicts('allow'), 'incomplete'), 4)
  assert.equal(exitOf(verdicts('incomplete', 'block'), 'incomplete'), 1)
  assert.equal(exitOf(verdicts('allow'), 'block'), 1)
})

const policies: readonly Policy[] = [
  defaultPolicy,
  policyOf(
    '[[policy.rules]]\nname = "a"\naction = "allow"\nseverity = ">= medium"\n[[policy.rules]]\nname = "b"\naction = "deny"\ncheck = "x/*"\n',
  ),
  policyOf('policy.default-rules = false\n[policy.unknown]\notherwise = "block"\n'),
  withFlags(defaultPolicy, { failOn: ['low', 'unknown'] }),
  withFlags(defaultPolicy, { warnOnly: true }),
]
const anyFinding = fc
  .record({
    id: fc.constantFrom('CVE-1', 'CVE-2', 'x/a', 'y/b'),
    severity: fc.constantFrom<Severity[]>('critical', 'high', 'medium', 'low', 'none', 'unknown'),
    isAdvisory: fc.boolean(),
    fixed: fc.boolean(),
  })
  .map(({ id, severity, isAdvisory, fixed }) =>
    isAdvisory ? flaw(advisory(id, { severity, fixed: fixed ? ['3'] : [] })) : hygiene(id, { severity }),
  )
const anyOutcomes = fc.dictionary(
  fc.constantFrom('x/a', 'y/b', vulnerability),
  fc.tuple(fc.array(anyFinding, { maxLength: 3 }), fc.constantFrom(null, 'UNPINNED', 'NO_DATABASE')),
)

function inspectionOf(outcomes: ReturnType<typeof outcomesOf>): Inspection {
  return inspection({ outcomes })
}

function outcomesOf(from: Readonly<Record<string, readonly [readonly ReturnType<typeof hygiene>[], string | null]>>) {
  return Object.fromEntries(
    Object.entries(from).map(([check, [findings, code]]) => {
      const [first, ...rest] = findings
      if (code !== null) return [check, unknown(code, findings)]
      return [check, first === undefined ? ({ kind: 'clean' } as const) : found(first, ...rest)]
    }),
  )
}

test('law: one more finding never lowers the decision, under any policy', () => {
  fc.assert(
    fc.property(
      anyOutcomes,
      anyFinding,
      fc.constantFrom('x/a', 'y/b'),
      fc.constantFrom(...policies),
      (base, more, check, policy) => {
        const before = decide(inspectionOf(outcomesOf(base)), policy, now)
        const [findings, code] = base[check] ?? [[], null]
        const after = decide(inspectionOf(outcomesOf({ ...base, [check]: [[...findings, more], code] })), policy, now)
        assert.ok(decisionOrder.indexOf(after.decision) >= decisionOrder.indexOf(before.decision))
        assert.equal(after.because.length, before.because.length + 1)
        assert.equal(after.decision, gravest(after.because.map((entry) => entry.decision)))
      },
    ),
  )
})
