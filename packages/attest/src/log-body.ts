import type { Bundle } from '@sigstore/bundle'
import { decodeBase64, decodeUtf8 } from './base64.ts'
import { AttestError } from './error.ts'
import { type Json, listOf, member, readJson, textOf } from './json.ts'

type LogEntry = Bundle['verificationMaterial']['tlogEntries'][number]

/**
 * Every log entry was made for this very certificate or key: the library compares signature and digest, and not who signed.
 * `der` is the leaf, or the public key where the bundle has none. Throws `tlog-body-mismatch`.
 */
export function checkLogBodies(entries: readonly LogEntry[], der: Buffer): void {
  for (const entry of entries) {
    const verifiers = verifiersOf(readBody(entry.canonicalizedBody))
    const same = verifiers.length > 0 && verifiers.every((each) => each?.equals(der) === true)
    if (!same)
      throw new AttestError('tlog-body-mismatch', 'The log entry was made for another certificate than this one.')
  }
}

function readBody(bytes: Buffer): Json {
  const text = decodeUtf8(bytes)
  if (text === null) throw new AttestError('tlog-body-mismatch', 'The body of the log entry is not UTF-8.')
  try {
    return readJson(text, 'The body of the log entry')
  } catch (cause) {
    throw new AttestError('tlog-body-mismatch', 'The body of the log entry is not JSON.', { cause })
  }
}

/** The verifiers that an entry of any known kind names, as DER; null for one that cannot be read. */
function verifiersOf(body: Json): readonly (Buffer | null)[] {
  const spec = member(body, 'spec')
  const kind = `${textOf(body, 'kind')} ${textOf(body, 'apiVersion')}`
  if (kind === 'dsse 0.0.1') return listOf(spec, 'signatures').map((each) => fromPem(textOf(each, 'verifier')))
  if (kind === 'hashedrekord 0.0.1') return [fromPem(textOf(spec, 'signature', 'publicKey', 'content'))]
  if (kind === 'intoto 0.0.2')
    return listOf(spec, 'content', 'envelope', 'signatures').map((each) => fromPem(textOf(each, 'publicKey')))
  if (kind === 'intoto 0.0.1') return [fromPem(textOf(spec, 'publicKey'))]
  if (kind === 'hashedrekord 0.0.2') return [fromVerifier(member(spec, 'hashedRekordV002', 'signature', 'verifier'))]
  if (kind === 'dsse 0.0.2')
    return listOf(spec, 'dsseV002', 'signatures').map((each) => fromVerifier(member(each, 'verifier')))
  return [null]
}

function fromVerifier(verifier: Json | undefined): Buffer | null {
  const raw = textOf(verifier, 'x509Certificate', 'rawBytes') ?? textOf(verifier, 'publicKey', 'rawBytes')
  return raw === null ? null : decodeBase64(raw)
}

const pem = /^-----BEGIN (CERTIFICATE|PUBLIC KEY)-----\s([A-Za-z0-9+/=\s]{1,20000})-----END \1-----\s*$/

function fromPem(encoded: string | null): Buffer | null {
  const bytes = encoded === null ? null : decodeBase64(encoded)
  const match = bytes === null ? null : pem.exec(bytes.toString('latin1'))
  return match === null ? null : decodeBase64((match[2] ?? '').replaceAll(/\s/g, ''))
}
