/** Artifact rules (in-toto specification 1.0, §4.3.3): each takes artifacts off a queue, or refuses what is left on it. */
import { AttestError } from '../error.ts'
import type { Json } from '../json.ts'
import { matchesPattern } from './pattern.ts'

/** Path → digests, in one canonical text each. */
export type Artifacts = ReadonlyMap<string, string>

/** What a step took and made, as its links say. */
export interface StepArtifacts {
  readonly materials: Artifacts
  readonly products: Artifacts
}

export type ArtifactRule =
  | { readonly kind: 'create' | 'delete' | 'modify' | 'allow' | 'disallow' | 'require'; readonly pattern: string }
  | {
      readonly kind: 'match'
      readonly pattern: string
      /** With its slash; empty for none. */
      readonly sourcePrefix: string
      readonly side: 'materials' | 'products'
      readonly targetPrefix: string
      readonly step: string
    }

const plainKinds = ['create', 'delete', 'modify', 'allow', 'disallow', 'require'] as const

/** `MATCH PATTERN [IN PREFIX] WITH (MATERIALS|PRODUCTS) [IN PREFIX] FROM STEP`, or one word and a pattern. Throws `malformed`. */
export function readRule(json: Json, item: string): ArtifactRule {
  const words = Array.isArray(json) ? json.filter((each): each is string => typeof each === 'string') : []
  const [first = '', pattern = '', ...rest] = words
  const kind = plainKinds.find((each) => each === first.toLowerCase())
  const isWhole = Array.isArray(json) && words.length === json.length && pattern.length <= 1000
  if (isWhole && kind !== undefined && pattern !== '' && rest.length === 0) return { kind, pattern }
  const match = isWhole && first.toLowerCase() === 'match' ? readMatch(pattern, rest) : null
  if (match !== null) return match
  throw new AttestError('malformed', `A rule of \`${item}\` is none that in-toto knows.`)
}

function readMatch(pattern: string, words: readonly string[]): ArtifactRule | null {
  const rest = [...words]
  const taken = (word: string): boolean => rest[0]?.toLowerCase() === word && rest.shift() !== undefined
  const prefix = (): string => (taken('in') ? withSlash(rest.shift() ?? '') : '')
  const sourcePrefix = prefix()
  if (!taken('with')) return null
  const side = rest.shift()?.toLowerCase()
  const targetPrefix = prefix()
  if (!taken('from')) return null
  const [step, ...more] = rest
  if (step === undefined || more.length > 0 || (side !== 'materials' && side !== 'products')) return null
  return { kind: 'match', pattern, sourcePrefix, side, targetPrefix, step }
}

function withSlash(prefix: string): string {
  return prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`
}

/** One side of a step, and all that its rules may speak of. */
export interface RuleSetting {
  readonly side: 'materials' | 'products'
  readonly own: StepArtifacts
  readonly steps: ReadonlyMap<string, StepArtifacts>
}

/** Applies rules in their order. Returns why they do not hold, or null. What no rule takes is allowed, as in-toto has it. */
export function applyRules(rules: readonly ArtifactRule[], setting: RuleSetting): string | null {
  const queue = new Set(setting.own[setting.side].keys())
  for (const rule of rules) {
    if (rule.kind === 'require') {
      if (!queue.has(rule.pattern)) return `REQUIRE: there is no \`${shown(rule.pattern)}\``
    } else if (rule.kind === 'disallow') {
      const left = [...queue].find((path) => matchesPattern(path, rule.pattern))
      if (left !== undefined) return `DISALLOW \`${shown(rule.pattern)}\`: there is \`${shown(left)}\``
    } else for (const path of [...queue]) if (takes(rule, path, setting)) queue.delete(path)
  }
  return null
}

type TakingRule = Exclude<ArtifactRule, { readonly kind: 'require' | 'disallow' }>

function takes(rule: TakingRule | ArtifactRule, path: string, setting: RuleSetting): boolean {
  if (rule.kind === 'match') return takesMatch(rule, path, setting)
  if (!matchesPattern(path, rule.pattern)) return false
  const [material, product] = [setting.own.materials.get(path), setting.own.products.get(path)]
  if (rule.kind === 'create') return material === undefined && product !== undefined
  if (rule.kind === 'delete') return material !== undefined && product === undefined
  if (rule.kind === 'modify') return material !== undefined && product !== undefined && material !== product
  return rule.kind === 'allow'
}

function takesMatch(
  { pattern, sourcePrefix, side, targetPrefix, step }: Extract<ArtifactRule, { kind: 'match' }>,
  path: string,
  setting: RuleSetting,
): boolean {
  if (!path.startsWith(sourcePrefix)) return false
  const rest = path.slice(sourcePrefix.length)
  if (!matchesPattern(rest, pattern)) return false
  const target = setting.steps.get(step)?.[side].get(`${targetPrefix}${rest}`)
  return target !== undefined && target === setting.own[setting.side].get(path)
}

function shown(text: string): string {
  return text.slice(0, 200)
}
