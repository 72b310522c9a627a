import { createHash } from 'node:crypto'
import type { Trust } from '@cordon/attest'
import { AttestError, anyone, type IdentityDemand, parseIdentity } from '@cordon/attest/identities'
import { type Verifying, vouchingRules } from '@cordon/engine/vouch'
import type { SealedCache } from '@cordon/sources'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import { readTrustTexts, type TrustOptions } from '../trust/texts.ts'
import type { VerifyCommandOptions } from './options.ts'

/**
 * What verifies provenances, and the digest of all that decides what it says. Throws `UsageError` for a trust that cannot be used; that
 * one can is kept.
 */
export async function openVerifying(options: TrustOptions, cache: SealedCache | null, io: Io): Promise<Verifying> {
  const texts = await readTrustTexts(options, io)
  // Cryptography is loaded where it is needed: what is kept is known without it.
  const load = async (): Promise<Trust> => (await import('../trust/read.ts')).trustOf(texts)
  const { root, instances, keys, threshold } = texts
  // The root that is built in is one of the things that the rules are made of.
  const kept = instances.map(({ name, kept }) => [name, kept?.versions.root, kept?.trustedRoot])
  const decides = [vouchingRules(), root?.text, kept, keys.map(({ text }) => text), threshold]
  const digest = createHash('sha256').update(JSON.stringify(decides)).digest('hex')
  // What was named by hand is looked at before anything else: it may be wrong.
  const isNamed = root !== null || keys.length > 0 || threshold !== null
  let trust: Trust | null = null
  if (isNamed && cache?.read('trust-1', digest) !== 'usable') {
    trust = await load()
    cache?.write('usable', 'trust-1', digest)
  }
  return {
    trust: digest,
    async verify(text, subject) {
      trust ??= await load()
      const { verifyDocument } = await import('@cordon/attest')
      return verifyDocument(text, { subject, trust, identities: [] })
    },
  }
}

/** Who must have signed, as the options name it. Throws `UsageError`. */
export function readIdentities({
  identity,
  issuer,
}: Pick<VerifyCommandOptions, 'identity' | 'issuer'>): readonly IdentityDemand[] {
  const demands = (identity ?? []).map(readIdentity)
  if (issuer === undefined) return demands
  return (demands.length === 0 ? [anyone] : demands).map((demand) => ({ ...demand, issuer }))
}

function readIdentity(text: string): IdentityDemand {
  try {
    return parseIdentity(text)
  } catch (cause) {
    if (cause instanceof AttestError) throw new UsageError('OPTION', `--identity: ${cause.message}`, { cause })
    throw cause
  }
}
