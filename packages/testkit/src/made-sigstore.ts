/** A Sigstore instance for one test: authorities and logs with keys of their own, all in memory. */
import { sign } from 'node:crypto'
import { type Authority, issued, issueLeaf, newAuthority } from './sigstore/certificate.ts'
import { newKeys, sha256, spki } from './sigstore/keys.ts'
import { type Logged, logJson, newLog, newSecondLog } from './sigstore/log.ts'
import { newTimeAuthority } from './sigstore/timestamp.ts'

/** Who signs and how; each member may be what no honest instance makes. */
export interface MadeSigning {
  /** Numbers of Fulcio's extensions (8 and over) → texts. */
  readonly extensions?: Readonly<Record<number, string>>
  /** Subject alternative name, a URI. */
  readonly subject?: string
  /** Extended key usage; null for none. */
  readonly usage?: string | null
  /** Whether the leaf says it is an authority. */
  readonly authority?: boolean
  /** Whether the certificate log has it. */
  readonly logged?: boolean
  /** Whether the log entry names another certificate than the one that signs. */
  readonly otherInLog?: boolean
  /** Seconds after the certificate was issued, for log and clock: 60 when not given; over 600 the certificate had expired. */
  readonly signedAfter?: number
  /** The log that has it: `first` (Rekor v1; when not given), `second` (v2, which promises no time), or none. */
  readonly log?: 'first' | 'second' | 'none'
  /** False: the first log does not promise when it took it (no SET). */
  readonly promised?: boolean
  /** Whether the time-stamping authority signed the time (RFC 3161): when not given, where the log does not. */
  readonly timestamped?: boolean
}

/** What the next attestation is to be. */
export interface MadeAttestation extends MadeSigning {
  readonly statement: object
}

export interface MadeSigstore {
  /** `trusted_root.json`. */
  readonly trustedRoot: string
  /** An attestation as in PEP 740. */
  attest(made: MadeAttestation): object
  /** The same as a Sigstore bundle. */
  bundle(made: MadeAttestation): object
  /** A Sigstore bundle with a signature over the file itself. */
  signFile(bytes: Uint8Array, signing?: MadeSigning): object
  /** Base64 of what its clock says of a signature that it has not made itself: there a minute after certificates are issued. */
  stamp(signature: Uint8Array): string
}

export interface SigstoreOptions {
  /** False: the authority that issues certificates is the root itself. */
  readonly intermediate?: boolean
  /** False: no logs at all, as GitHub's instance for private repositories: only its clock says when something was signed. */
  readonly logs?: boolean
}

interface Instance {
  readonly authority: Authority
  readonly certificateLog: ReturnType<typeof newKeys>
  readonly logs: Readonly<Record<'first' | 'second', ReturnType<typeof newLog>>>
  readonly clock: ReturnType<typeof newTimeAuthority>
  readonly hasLogs: boolean
}

/** A new instance. Its times are fixed; its keys are not. */
export function madeSigstore(options: SigstoreOptions = {}): MadeSigstore {
  const root = newAuthority('throw-away root', null)
  const authority = options.intermediate === false ? root : newAuthority('throw-away authority', root)
  const instance: Instance = {
    authority,
    certificateLog: newKeys(),
    logs: { first: newLog(), second: newSecondLog() },
    clock: newTimeAuthority(),
    hasLogs: options.logs !== false,
  }
  return {
    trustedRoot: JSON.stringify(rootJson(instance, [...new Set([authority.certificate, root.certificate])])),
    attest(made) {
      const { certificate, entries, timestamps, payload, signature } = signEnvelope(instance, made)
      return {
        version: 1,
        verification_material: {
          certificate: certificate.toString('base64'),
          transparency_entries: entries,
          ...(timestamps.length === 0 ? {} : { timestamps }),
        },
        envelope: { statement: payload.toString('base64'), signature: signature.toString('base64') },
      }
    },
    bundle(made) {
      const signed = signEnvelope(instance, made)
      const signatures = [{ sig: signed.signature.toString('base64') }]
      const dsseEnvelope = { payload: signed.payload.toString('base64'), payloadType: statementType, signatures }
      return { ...bundleHead(signed), dsseEnvelope }
    },
    stamp: (signature) => instance.clock.stamp(signature, new Date(issued.getTime() + 60_000)).toString('base64'),
    signFile(bytes, signing = {}) {
      const signed = signBytes(instance, signing, { bytes, payload: null })
      const messageDigest = { algorithm: 'SHA2_256', digest: sha256(bytes).toString('base64') }
      return {
        ...bundleHead(signed),
        messageSignature: { messageDigest, signature: signed.signature.toString('base64') },
      }
    },
  }
}

const statementType = 'application/vnd.in-toto+json'

interface Signed {
  readonly certificate: Buffer
  readonly entries: readonly object[]
  /** Base64. */
  readonly timestamps: readonly string[]
  readonly signature: Buffer
}

function bundleHead({ certificate, entries, timestamps }: Signed): object {
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: {
      certificate: { rawBytes: certificate.toString('base64') },
      tlogEntries: entries,
      timestampVerificationData: { rfc3161Timestamps: timestamps.map((signedTimestamp) => ({ signedTimestamp })) },
    },
  }
}

function signEnvelope(instance: Instance, made: MadeAttestation): Signed & { readonly payload: Buffer } {
  const payload = Buffer.from(JSON.stringify(made.statement), 'utf8')
  const head = Buffer.from(`DSSEv1 ${statementType.length} ${statementType} ${payload.length} `)
  return { payload, ...signBytes(instance, made, { bytes: Buffer.concat([head, payload]), payload }) }
}

interface ToSign {
  readonly bytes: Uint8Array
  /** What an envelope holds; null where a file is signed. */
  readonly payload: Buffer | null
}

function signBytes(instance: Instance, made: MadeSigning, { bytes, payload }: ToSign): Signed {
  const signer = newKeys()
  const leaf = {
    key: signer.publicKey,
    subject: made.subject ?? 'https://example.invalid/workflow',
    facts: made.extensions ?? {},
    usage: made.usage === undefined ? '1.3.6.1.5.5.7.3.3' : made.usage,
    authority: made.authority ?? false,
  }
  const certificateLog = instance.hasLogs && made.logged !== false ? instance.certificateLog : null
  const certificate = issueLeaf(instance.authority, leaf, certificateLog)
  const inLog = made.otherInLog === true ? issueLeaf(instance.authority, leaf, certificateLog) : certificate
  const signature = sign('sha256', bytes, signer.privateKey)
  const seconds = issued.getTime() / 1000 + (made.signedAfter ?? 60)
  const log = made.log ?? (instance.hasLogs ? 'first' : 'none')
  const promised = log === 'first' && made.promised !== false
  const logged: Logged = {
    payload,
    signedDigest: sha256(bytes),
    signature,
    verifier: { label: 'CERTIFICATE', der: inLog },
    seconds,
    promised,
  }
  // A log that was to promise the time and did not is a fault that no clock makes good unasked.
  const timestamped = made.timestamped ?? log !== 'first'
  const stamp = (): string => instance.clock.stamp(signature, new Date(seconds * 1000)).toString('base64')
  return {
    certificate,
    entries: log === 'none' ? [] : [instance.logs[log].enter(logged)],
    timestamps: timestamped ? [stamp()] : [],
    signature,
  }
}

function rootJson({ certificateLog, logs, clock, hasLogs }: Instance, chain: readonly Buffer[]): object {
  const authority = (uri: string, certificates: readonly Buffer[]): object => ({
    subject: { organization: 'example.invalid', commonName: 'throw-away' },
    uri,
    certChain: { certificates: certificates.map((each) => ({ rawBytes: each.toString('base64') })) },
    validFor: { start: '2025-01-01T00:00:00Z' },
  })
  const certificateLogId = sha256(spki(certificateLog.publicKey))
  return {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: hasLogs ? [logs.first.json, logs.second.json] : [],
    ctlogs: hasLogs ? [logJson(certificateLog.publicKey, 'https://ct.example.invalid', certificateLogId)] : [],
    certificateAuthorities: [authority('https://fulcio.example.invalid', chain)],
    timestampAuthorities: [authority('https://tsa.example.invalid', clock.chain)],
  }
}
