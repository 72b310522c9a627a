import { type VexProduct, type VexStatement, vexJustifications, vexStatuses } from '@cordon/model'
import { PypaError, parsePurl } from '@cordon/pypa'
import { UsageError } from '../error.ts'
import { harmless } from '../harmless.ts'

/** A statement as the options of a command give it. */
export interface StateOptions {
  readonly vulnerability?: string
  readonly alias?: readonly string[]
  readonly product?: readonly string[]
  readonly component?: readonly string[]
  readonly status: string
  readonly justification?: string
  readonly impact?: string
  readonly action?: string
  readonly note?: string
}

/** What a statement is about. */
export interface About {
  readonly vulnerability: VexStatement['vulnerability']
  readonly products: readonly VexProduct[]
}

/** The one thing that the options name. Throws `UsageError('OPTION')`. */
export function aboutOf({ vulnerability, alias, product, component }: StateOptions): About {
  if (vulnerability === undefined || product === undefined)
    throw new UsageError('OPTION', 'name the --vulnerability and the --product, or take them --from a report')
  const subcomponents = (component ?? []).map((purl) => productOf(purl, '--component'))
  return {
    vulnerability: { id: vulnerability, aliases: alias ?? [], description: null },
    products: product.map((purl) => ({ ...productOf(purl, '--product'), subcomponents })),
  }
}

function productOf(purl: string, option: string): VexProduct {
  try {
    parsePurl(purl)
  } catch (cause) {
    if (!(cause instanceof PypaError)) throw cause
    throw new UsageError('OPTION', `${option}: ${cause.message}`, { cause })
  }
  return { id: purl, purl, versions: null, cpe: null, hashes: [], ref: null, subcomponents: [] }
}

/** A statement of this time. Throws `UsageError('OPTION')` for one that says nothing which can be checked. */
export function statementOf(
  { vulnerability, products }: About,
  options: StateOptions,
  head: { readonly author: string; readonly time: string },
): VexStatement {
  const status = vexStatuses.find((each) => each === options.status) ?? 'under_investigation'
  const justification = vexJustifications.find((each) => each === options.justification) ?? null
  const [impact, action] = [options.impact ?? null, options.action ?? null]
  if (status === 'not_affected' && justification === null && impact === null)
    throw new UsageError('OPTION', '--status not_affected needs a --justification (or an --impact in words)')
  if (status === 'affected' && action === null)
    throw new UsageError('OPTION', '--status affected needs an --action: what to do about it')
  if (status !== 'not_affected' && justification !== null)
    throw new UsageError('OPTION', `--justification says why something is not affected, and the --status is ${status}`)
  return {
    id: null,
    vulnerability,
    status,
    justification,
    cyclonedx: null,
    impact,
    action,
    notes: options.note ?? null,
    responses: [],
    products,
    supplier: null,
    time: head.time,
    issued: null,
    author: head.author,
    at: { path: '', line: 0 },
  }
}

/** Everything that a report of a scan found, one for each flaw. Throws `UsageError('VEX')` for what is no such report. */
export function aboutReport(text: string, shown: string): readonly About[] {
  const report = objectOf(parsed(text, shown))
  if (report?.schema !== 'cordon.report/1')
    throw new UsageError('VEX', `${harmless(shown)}: not a report of \`cordon scan --format json\``)
  const found = new Map<string, { readonly flaw: Flaw; readonly purls: Set<string> }>()
  for (const verdict of objectsOf(report.verdicts)) {
    const purl = objectOf(verdict.package)?.purl
    if (typeof purl !== 'string') continue
    for (const flaw of flawsOf(verdict)) {
      const known = found.get(flaw.id)
      if (known === undefined) found.set(flaw.id, { flaw, purls: new Set([purl]) })
      else known.purls.add(purl)
    }
  }
  return [...found.values()].map(({ flaw, purls }) => ({
    vulnerability: flaw,
    products: [...purls].sort().map((purl) => productOf(purl, shown)),
  }))
}

type Flaw = VexStatement['vulnerability']

function flawsOf(verdict: Readonly<Record<string, unknown>>): readonly Flaw[] {
  return Object.values(objectOf(verdict.outcomes) ?? {})
    .flatMap((outcome) => objectsOf(objectOf(outcome)?.findings))
    .flatMap(({ id, aliases, summary, kind }) => {
      if (kind !== 'vulnerability' || typeof id !== 'string') return []
      const texts = Array.isArray(aliases) ? aliases.filter((alias) => typeof alias === 'string') : []
      return [{ id, aliases: texts, description: typeof summary === 'string' && summary !== '' ? summary : null }]
    })
}

function parsed(text: string, shown: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new UsageError('VEX', `${harmless(shown)}: not JSON`, { cause })
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null
}

function objectsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(objectOf).filter((each) => each !== null) : []
}
