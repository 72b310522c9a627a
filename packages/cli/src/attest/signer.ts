import {
  certificateRequest,
  checkIssuedCertificate,
  chooseServices,
  ephemeralKey,
  IssueError,
  type JsonObject,
  readIdentityToken,
  readSigningKey,
  type SignedStatement,
  type SigningKey,
  type SigningServices,
  signEnvelope,
  type Trust,
  type TrustedInstance,
} from '@cordon/attest'
import { type HttpClient, requestCertificate } from '@cordon/sources'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import { readTrust } from '../trust/read.ts'
import { readDocumentText } from '../verify/subjects.ts'
import type { KeyOptions, SigningOptions } from './options.ts'
import { findPassphrase } from './secrets.ts'
import { findIdentityToken } from './token.ts'
import { type Verifier, witnessed } from './witness.ts'

/** Who signs, with a local key or as the identity of a token. */
export interface Signer {
  /** The local key; null where an authority says who signs. */
  readonly key: SigningKey | null
  /** What the identity token says; null with a local key. */
  readonly claims: JsonObject | null
  /** What a signature of this signer is verified against. */
  readonly trust: Trust
  sign(payloadType: string, bytes: Uint8Array): Promise<SignedStatement>
}

/** Finds the key or token. No certificate is asked for, and nothing is logged, before something is signed. */
export async function openSigner(options: SigningOptions, http: HttpClient, io: Io): Promise<Signer> {
  checkTogether(options)
  const instance = await readInstance(options, io)
  const choose = async (): Promise<SigningServices> => await readServices(instance, options, io)
  if (options.key !== undefined) {
    const key = await readKey(options.key, options, io)
    return keySigner(key, instance, options.log === true ? choose : null, http)
  }
  const services = await choose()
  const token = readIdentityToken(await findIdentityToken(options, http, io), io.now())
  return tokenSigner(token, instance, services, http)
}

/** An option that would do nothing is a mistake about who signs: it is refused, never passed over. */
function checkTogether(options: SigningOptions): void {
  const { key, log, output, outputDir, rekorUrl, rekorVersion, tsaUrl, signingConfig } = options
  if (output !== undefined && outputDir !== undefined)
    throw new UsageError('OPTION', '--output and --output-dir both say where to; give one')
  if (key === undefined) {
    if (log === true) throw new UsageError('OPTION', '--log goes with --key; a CI job is always logged')
    if (options.passphraseFile !== undefined || options.passphraseEnv !== undefined)
      throw new UsageError('OPTION', 'a passphrase opens a key; name it with --key')
    return
  }
  if (
    options.identityTokenFile !== undefined ||
    options.identityTokenEnv !== undefined ||
    options.fulcioUrl !== undefined
  )
    throw new UsageError(
      'OPTION',
      '--key signs without a certificate, so no identity token or --fulcio-url is needed; give one or the other',
    )
  const services = [rekorUrl, rekorVersion, tsaUrl, signingConfig].some((each) => each !== undefined)
  if (services && log !== true)
    throw new UsageError(
      'OPTION',
      'with --key a log and a clock are asked only with --log, which makes the signature public',
    )
}

/** Of several instances the first signs, as the one that is meant unless something else is said. */
async function readInstance({ trustedRoot, instance: name }: SigningOptions, io: Io): Promise<TrustedInstance> {
  const named = name === undefined ? {} : { instance: [name] }
  const { instances } = await readTrust({ ...(trustedRoot === undefined ? {} : { trustedRoot }), ...named }, io)
  const [instance] = instances
  if (instance === undefined) throw new UsageError('OPTION', 'no instance of Sigstore is trusted; give --trusted-root')
  return instance
}

/** A local key, opened with its passphrase. Throws `IssueError`, `UsageError`. */
export async function readKey(path: string, options: KeyOptions, io: Io): Promise<SigningKey> {
  const pem = await readDocumentText(path, io.cwd)
  const encrypted = /ENCRYPTED/.test(pem)
  const passphrase = await findPassphrase(options, encrypted, io)
  try {
    return readSigningKey(pem, passphrase)
  } catch (cause) {
    if (cause instanceof IssueError) throw new IssueError(cause.code, `${path}: ${cause.message}`, { cause })
    throw cause
  }
}

async function readServices(instance: TrustedInstance, options: SigningOptions, io: Io): Promise<SigningServices> {
  const { fulcioUrl, rekorUrl, rekorVersion, tsaUrl = [], signingConfig } = options
  if (rekorVersion !== undefined && rekorUrl === undefined)
    throw new UsageError('OPTION', '--rekor-version says how --rekor-url is spoken to; give both')
  const config = signingConfig === undefined ? null : await readDocumentText(signingConfig, io.cwd)
  const log = rekorUrl === undefined ? null : ({ url: rekorUrl, version: rekorVersion === '2' ? 2 : 1 } as const)
  return chooseServices(instance, config, { fulcio: fulcioUrl ?? null, log, timestamps: tsaUrl }, io.now())
}

function keySigner(
  key: SigningKey,
  instance: TrustedInstance,
  services: (() => Promise<SigningServices>) | null,
  http: HttpClient,
): Signer {
  const der = key.publicKey.export({ type: 'spki', format: 'der' })
  const verifier: Verifier = { label: 'PUBLIC KEY', der, key: key.publicKey }
  const who = { certificate: null, keyId: key.keyId }
  return {
    key,
    claims: null,
    trust: { instances: [instance], keys: [key.publicKey] },
    async sign(payloadType, bytes) {
      const envelope = signEnvelope(payloadType, bytes, key)
      if (services === null) return { envelope, ...who, entries: [], timestamps: [] }
      return { envelope, ...who, ...(await witnessed(envelope, verifier, await services(), http)) }
    },
  }
}

/** One key and one certificate for everything that one run signs; both are gone when it ends. */
function tokenSigner(
  token: { readonly raw: string; readonly claims: JsonObject },
  instance: TrustedInstance,
  services: SigningServices,
  http: HttpClient,
): Signer {
  let issued: Promise<{ readonly key: SigningKey; readonly verifier: Verifier }> | null = null
  return {
    key: null,
    claims: token.claims,
    trust: { instances: [instance] },
    async sign(payloadType, bytes) {
      issued ??= certified(token.raw, services.fulcio, http)
      const { key, verifier } = await issued
      const envelope = signEnvelope(payloadType, bytes, key)
      return {
        envelope,
        certificate: verifier.der,
        keyId: '',
        ...(await witnessed(envelope, verifier, services, http)),
      }
    },
  }
}

async function certified(
  token: string,
  url: string,
  http: HttpClient,
): Promise<{ key: SigningKey; verifier: Verifier }> {
  const key = ephemeralKey()
  const der = await requestCertificate(http, { url, token, request: certificateRequest(key) })
  checkIssuedCertificate(der, key)
  return { key, verifier: { label: 'CERTIFICATE', der, key: key.publicKey } }
}
