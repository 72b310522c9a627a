import { AttestError } from '../error.ts'
import { type Json, listOf, member, readJson, textOf } from '../json.ts'
import type { TrustedInstance } from '../trusted-root.ts'
import { IssueError } from './error.ts'

/** The services of a Sigstore instance that a signature goes through. */
export interface SigningServices {
  /** Certificate authority. */
  readonly fulcio: string
  readonly logs: readonly LogService[]
  /** Timestamp authorities, whole addresses. */
  readonly timestamps: readonly string[]
}

export interface LogService {
  readonly url: string
  /** Of Rekor. The second gives no time: it needs a timestamp authority. */
  readonly version: 1 | 2
}

/** What was asked for by hand; null or empty: what the instance says. */
export interface AskedServices {
  readonly fulcio: string | null
  readonly log: LogService | null
  readonly timestamps: readonly string[]
}

/**
 * Chooses the services: those asked for by hand; else of the signing config; else of the trusted root, the authority that began last and the
 * log that began first (which speaks Rekor 1, all that indexes take today). Throws `signing-config`.
 */
export function chooseServices(
  instance: TrustedInstance,
  config: string | null,
  asked: AskedServices,
  now: Date,
): SigningServices {
  const offered = config === null ? servicesOfRoot(instance, now) : servicesOfConfig(config, now)
  const fulcio = asked.fulcio ?? offered.fulcio
  if (fulcio === null) throw missing('certificate authority', '--fulcio-url')
  const logs = asked.log === null ? offered.logs : [asked.log]
  // GitHub's for private repositories, and others like it, have a clock in place of logs.
  if (logs.length === 0 && instance.hasLogs) throw missing('log', '--rekor-url')
  const needsTime = logs.every(({ version }) => version === 2)
  const given = asked.timestamps.length > 0 ? asked.timestamps : offered.timestamps
  const timestamps = asked.timestamps.length > 0 || config !== null || needsTime ? given : []
  if (needsTime && timestamps.length === 0)
    throw missing('timestamp authority, and nothing else would say when it was signed', '--tsa-url')
  return { fulcio, logs, timestamps }
}

interface Offer {
  readonly fulcio: string | null
  readonly logs: readonly LogService[]
  readonly timestamps: readonly string[]
}

function servicesOfRoot({ root }: TrustedInstance, now: Date): Offer {
  const current = <T extends Dated>(all: readonly T[]): readonly T[] =>
    all.filter((each) => covers(each, now)).toSorted((a, b) => startOf(a) - startOf(b))
  const authorities = current(root.certificateAuthorities.map(({ uri, validFor }) => ({ uri, validFor })))
  const logs = current(root.tlogs.map(({ baseUrl, publicKey }) => ({ uri: baseUrl, validFor: publicKey?.validFor })))
  const timestamps = current(root.timestampAuthorities.map(({ uri, validFor }) => ({ uri, validFor })))
  return {
    fulcio: authorities.findLast(({ uri }) => uri !== '')?.uri ?? null,
    logs: logs
      .filter(({ uri }) => uri !== '')
      .slice(0, 1)
      .map(({ uri }) => ({ url: uri, version: 1 })),
    timestamps: timestamps
      .filter(({ uri }) => uri !== '')
      .slice(-1)
      .map(({ uri }) => uri),
  }
}

interface Dated {
  readonly validFor?: { readonly start?: Date | undefined; readonly end?: Date | undefined } | undefined
}

function covers({ validFor }: Dated, now: Date): boolean {
  if (validFor?.start === undefined || validFor.start.getTime() > now.getTime()) return false
  return validFor.end === undefined || now.getTime() <= validFor.end.getTime()
}

function startOf({ validFor }: Dated): number {
  return validFor?.start?.getTime() ?? 0
}

interface Service extends Dated {
  readonly url: string
  readonly version: number
  readonly operator: string
}

const configType = 'application/vnd.dev.sigstore.signingconfig.v0.2+json'

/** `signing_config.json` 0.2 of Sigstore's protobuf-specs. Throws `signing-config`. */
function servicesOfConfig(text: string, now: Date): Offer {
  const json = readConfig(text)
  if (textOf(json, 'mediaType') !== configType)
    throw new IssueError('signing-config', 'This is not a signing config of version 0.2.')
  const logs = select(readServices(json, 'rekorTlogUrls', now), [1, 2], member(json, 'rekorTlogConfig'))
  return {
    fulcio: select(readServices(json, 'caUrls', now), [1], undefined)[0]?.url ?? null,
    logs: logs.map(({ url, version }) => ({ url, version: version === 2 ? 2 : 1 })),
    timestamps: select(readServices(json, 'tsaUrls', now), [1], member(json, 'tsaConfig')).map(({ url }) => url),
  }
}

function readConfig(text: string): Json {
  try {
    return readJson(text, 'The signing config')
  } catch (cause) {
    if (!(cause instanceof AttestError)) throw cause
    throw new IssueError('signing-config', cause.message, { cause })
  }
}

function readServices(json: Json, key: string, now: Date): readonly Service[] {
  return listOf(json, key)
    .map((each) => {
      const version = member(each, 'majorApiVersion')
      const url = textOf(each, 'url')
      if (url === null || typeof version !== 'number')
        throw new IssueError(
          'signing-config',
          `A service in \`${key}\` of the signing config lacks its address or version.`,
        )
      const time = (name: string): Date | undefined => {
        const text = textOf(each, 'validFor', name)
        return text === null ? undefined : new Date(text)
      }
      return {
        url,
        version,
        operator: textOf(each, 'operator') ?? '',
        validFor: { start: time('start'), end: time('end') },
      }
    })
    .filter((each) => covers(each, now))
}

/** Of the newest version that we speak, one service per operator, the youngest first; as many as the configuration asks for. */
function select(all: readonly Service[], versions: readonly number[], selection: Json | undefined): readonly Service[] {
  const newest = Math.max(...all.map(({ version }) => version).filter((version) => versions.includes(version)))
  const ordered = all.filter(({ version }) => version === newest).toSorted((a, b) => startOf(b) - startOf(a))
  const perOperator = [...new Map(ordered.toReversed().map((each) => [each.operator, each])).values()]
  const services = ordered.filter((each) => perOperator.includes(each))
  const selector = textOf(selection, 'selector')
  if (selector === 'ALL') return services
  const count = selector === 'EXACT' ? Number(member(selection, 'count')) : 1
  if (selector === 'EXACT' && !(count >= 1 && count <= services.length))
    throw new IssueError(
      'signing-config',
      `The signing config asks for ${count} services and offers ${services.length}.`,
    )
  return services.slice(0, count)
}

function missing(what: string, option: string): IssueError {
  return new IssueError(
    'signing-config',
    `Neither the trusted root nor a signing config names a ${what}; give ${option}.`,
  )
}
