import { TrustedRoot } from '@sigstore/protobuf-specs'
import { type TrustMaterial, toTrustMaterial } from '@sigstore/verify'
import { checkFields } from './bundle.ts'
import { AttestError } from './error.ts'
import { type Json, listOf, member, readJson, textOf } from './json.ts'

/** The authorities and logs of one Sigstore instance, checked and ready to verify with. */
export interface TrustedInstance {
  readonly root: TrustedRoot
  readonly material: TrustMaterial
}

const mediaTypes = [
  'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
  'application/vnd.dev.sigstore.trustedroot.v0.1+json',
  'application/vnd.dev.sigstore.trustedroot.v0.2+json',
]

/**
 * Reads a `trusted_root.json`. Throws `bad-trusted-root`: also where a log or an authority does not say since when it counts, which
 * the library would take for "since ever".
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
    return { root, material: toTrustMaterial(root) }
  } catch (cause) {
    throw new AttestError('bad-trusted-root', 'A key or certificate of the trusted root cannot be read.', { cause })
  }
}

function checkInstances(json: Json): void {
  if (listOf(json, 'certificateAuthorities').length === 0)
    throw new AttestError('bad-trusted-root', 'The trusted root names no certificate authority.')
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
