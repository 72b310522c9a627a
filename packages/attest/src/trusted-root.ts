import { createHash } from 'node:crypto'
import { TrustedRoot } from '@sigstore/protobuf-specs'
import { type TrustMaterial, toTrustMaterial } from '@sigstore/verify'
import { checkFields } from './bundle.ts'
import { AttestError } from './error.ts'
import { type Json, listOf, member, readJson, textOf } from './json.ts'
import { limits } from './limits.ts'

/** The authorities and logs of one Sigstore instance, checked and ready to verify with. */
export interface TrustedInstance {
  /** Host of its certificate authority, or who runs it; for people. */
  readonly name: string
  /** SHA-256 of the text it was read from, lower-case hex. */
  readonly digest: string
  readonly root: TrustedRoot
  readonly material: TrustMaterial
  /** Whether what is signed must be in one of its logs. False only where it has none, as GitHub's for private repositories. */
  readonly hasLogs: boolean
  /** Whether a certificate must be in one of its certificate logs. False only where it has no logs of any sort. */
  readonly hasCertificateLogs: boolean
}

const mediaTypes = [
  'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
  'application/vnd.dev.sigstore.trustedroot.v0.1+json',
  'application/vnd.dev.sigstore.trustedroot.v0.2+json',
]

/**
 * Reads trusted roots: one, or several as JSON lines (`gh attestation trusted-root` prints them so), each an instance of its own. Throws
 * `bad-trusted-root`, also when one of several cannot be used.
 */
export function parseTrustedRoots(text: string): readonly [TrustedInstance, ...TrustedInstance[]] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const several = lines.length > 1 && lines.every((line) => line.trimStart().startsWith('{"'))
  if (!several) return [parseTrustedRoot(text)]
  if (lines.length > limits.instances)
    throw new AttestError('bad-trusted-root', `These are more than ${limits.instances} trusted roots.`)
  const [first = '', ...more] = lines
  return [parseTrustedRoot(first), ...more.map(parseTrustedRoot)]
}

/**
 * Reads a `trusted_root.json`. Throws `bad-trusted-root`: also where a log or an authority does not say since when it counts, which
 * the library would take for "since ever", and where nothing could say when something was signed.
 */
export function parseTrustedRoot(text: string): TrustedInstance {
  let json: Json
  try {
    json = readJson(text, 'The trusted root')
  } catch (cause) {
    throw new AttestError('bad-trusted-root', 'The trusted root is not JSON, or too large.', { cause })
  }
  if (!mediaTypes.includes(textOf(json, 'mediaType') ?? ''))
    throw new AttestError('bad-trusted-root', 'This is not a trusted root of version 0.1 or 0.2.')
  checkFields(json, 'bad-trusted-root')
  checkInstances(json)
  try {
    const root = TrustedRoot.fromJSON(json)
    const digest = createHash('sha256').update(text).digest('hex')
    return { name: nameOf(root), digest, root, material: toTrustMaterial(root), ...demandsOf(root) }
  } catch (cause) {
    throw new AttestError('bad-trusted-root', 'A key or certificate of the trusted root cannot be read.', { cause })
  }
}

function nameOf({ certificateAuthorities }: TrustedRoot): string {
  const newest = certificateAuthorities.at(-1)
  return (URL.parse(newest?.uri ?? '')?.host || newest?.subject?.organization || 'unnamed').slice(0, 100)
}

/** What an instance has, it demands. One that has logs of signatures and none of certificates has lost something: nothing passes it. */
function demandsOf({ tlogs, ctlogs }: TrustedRoot): Pick<TrustedInstance, 'hasLogs' | 'hasCertificateLogs'> {
  const hasLogs = tlogs.length > 0
  return { hasLogs, hasCertificateLogs: hasLogs || ctlogs.length > 0 }
}

function checkInstances(json: Json): void {
  if (listOf(json, 'certificateAuthorities').length === 0)
    throw new AttestError('bad-trusted-root', 'The trusted root names no certificate authority.')
  if (listOf(json, 'tlogs').length === 0 && listOf(json, 'timestampAuthorities').length === 0)
    throw new AttestError('bad-trusted-root', 'The trusted root names neither a log nor a timestamp authority.')
  for (const log of [...listOf(json, 'tlogs'), ...listOf(json, 'ctlogs')]) {
    if (textOf(log, 'logId', 'keyId') === null && textOf(log, 'checkpointKeyId', 'keyId') === null)
      throw new AttestError('bad-trusted-root', 'A log of the trusted root has no key id.')
    checkPeriod(member(log, 'publicKey', 'validFor'), 'A log')
  }
  for (const authority of [...listOf(json, 'certificateAuthorities'), ...listOf(json, 'timestampAuthorities')]) {
    if (listOf(authority, 'certChain', 'certificates').length === 0)
      throw new AttestError('bad-trusted-root', 'An authority of the trusted root has no certificates.')
    checkPeriod(member(authority, 'validFor'), 'An authority')
  }
}

function checkPeriod(period: Json | undefined, who: string): void {
  const start = textOf(period, 'start')
  if (start === null || Number.isNaN(Date.parse(start)))
    throw new AttestError('bad-trusted-root', `${who} of the trusted root does not say since when it is valid.`)
  const end = member(period, 'end')
  if (end !== undefined && end !== null && (typeof end !== 'string' || Number.isNaN(Date.parse(end))))
    throw new AttestError('bad-trusted-root', `${who} of the trusted root has an end that is no time.`)
}

/** One part of an instance, for people. */
export interface TrustedPart {
  readonly kind: 'certificate authority' | 'certificate log' | 'log' | 'timestamp authority'
  /** Its address, or who runs it. */
  readonly place: string
  /** ISO 8601. */
  readonly start: string
  /** ISO 8601; null while it counts. */
  readonly end: string | null
}

/** What an instance is made of, in the order of its root. */
export function partsOf({ root }: TrustedInstance): readonly TrustedPart[] {
  const authority = (kind: TrustedPart['kind'], { uri, subject, validFor }: Authority): TrustedPart =>
    part(kind, uri || subject?.commonName || subject?.organization || 'unnamed', validFor)
  const log = (kind: TrustedPart['kind'], { baseUrl, publicKey }: TrustedRoot['tlogs'][number]): TrustedPart =>
    part(kind, baseUrl || 'unnamed', publicKey?.validFor)
  return [
    ...root.certificateAuthorities.map((each) => authority('certificate authority', each)),
    ...root.ctlogs.map((each) => log('certificate log', each)),
    ...root.tlogs.map((each) => log('log', each)),
    ...root.timestampAuthorities.map((each) => authority('timestamp authority', each)),
  ]
}

type Authority = TrustedRoot['certificateAuthorities'][number]

function part(kind: TrustedPart['kind'], place: string, validFor: Authority['validFor']): TrustedPart {
  const { start, end } = validFor ?? {}
  return { kind, place, start: (start ?? new Date(0)).toISOString(), end: end?.toISOString() ?? null }
}

/** The latest day on which something in an instance begins or ends: the later, the newer its root. Milliseconds. */
export function latestChange(instance: TrustedInstance): number {
  return Math.max(
    ...partsOf(instance).flatMap(({ start, end }) => [Date.parse(start), end === null ? 0 : Date.parse(end)]),
  )
}
