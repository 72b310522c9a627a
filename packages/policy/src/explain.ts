import type { Decision } from '@cordon/model'
import type { CodeDecision, CodeDecisions, Policy, PolicyException } from './policy.ts'
import { conditionsText, decisionOf, type Rule, type Source } from './rule.ts'

/** One line of the effective policy. */
export interface PolicyLine {
  readonly kind: 'rule' | 'unknown' | 'skipped' | 'exception' | 'flag'
  readonly name: string
  readonly decision: Decision
  /** When it applies, readable. */
  readonly when: string
  /** `default`, `cordon.toml:12` or the flag. */
  readonly source: string
}

/** The effective policy, in the order in which it is asked, each line with where it comes from. */
export function explainPolicy(policy: Policy): readonly PolicyLine[] {
  return [
    ...(policy.warnOnly ? [warnOnlyLine] : []),
    ...policy.exceptions.map(exceptionLine),
    ...policy.raises.map((rule) => ({
      ...ruleLine(rule),
      kind: 'flag' as const,
      when: raised(conditionsText(rule.when)),
    })),
    ...(policy.blockUnknown ? [blockUnknownLine] : []),
    ...policy.rules.map(ruleLine),
    ...codeLines('unknown', policy.unknown),
    ...codeLines('skipped', policy.skipped),
  ]
}

const warnOnlyLine: PolicyLine = {
  kind: 'flag',
  name: '--warn-only',
  decision: 'warn',
  when: 'whatever would block or be incomplete',
  source: '--warn-only',
}

const blockUnknownLine: PolicyLine = {
  kind: 'flag',
  name: '--fail-on unknown',
  decision: 'block',
  when: 'an unknown outcome that is not allowed',
  source: '--fail-on unknown',
}

function raised(conditions: string): string {
  return conditions === 'every finding'
    ? 'whatever a rule below warns about'
    : `what a rule below warns about: ${conditions}`
}

function ruleLine(rule: Rule): PolicyLine {
  return {
    kind: 'rule',
    name: rule.name,
    decision: decisionOf[rule.action],
    when: conditionsText(rule.when),
    source: sourceText(rule.source),
  }
}

function exceptionLine(exception: PolicyException): PolicyLine {
  const { covers } = exception
  const what =
    covers.kind === 'advisory'
      ? `advisory ${covers.ids.join(', ')}`
      : covers.kind === 'check'
        ? `check ${covers.checks.join(', ')}`
        : `unknown ${covers.codes.join(', ')}`
  const name = exception.package === null ? [] : [`package ${exception.package}${exception.version?.raw ?? ''}`]
  const artifact = exception.sha256 === null ? [] : [`artifact sha256:${exception.sha256}`]
  const path = exception.path === null ? [] : [`path ${exception.path}`]
  const owner = exception.owner === null ? '' : `, ${exception.owner}`
  return {
    kind: 'exception',
    name: exception.name,
    decision: 'allow',
    when: `${[...name, ...artifact, ...path, what].join(' · ')} (until ${exception.expires}${owner}: ${exception.reason})`,
    source: sourceText(exception.source),
  }
}

function codeLines(kind: 'unknown' | 'skipped', { byCode, otherwise }: CodeDecisions): readonly PolicyLine[] {
  const line = (name: string, when: string, { decision, source }: CodeDecision): PolicyLine => ({
    kind,
    name,
    decision,
    when,
    source: sourceText(source),
  })
  return [
    ...[...byCode].map(([code, decided]) => line(code, `${kind} ${code}`, decided)),
    line('otherwise', `${kind}, any other code`, otherwise),
  ]
}

function sourceText(source: Source): string {
  if (source.kind === 'default') return 'default'
  return source.kind === 'flag' ? source.flag : `${source.at.path}:${source.at.line}`
}
