import type { SignerFact } from '@cordon/model'

/** Object identifiers of what Fulcio writes into a certificate, behind `1.3.6.1.4.1.57264.1.`; 8 and over are UTF8String. */
export const fulcioExtensions = {
  issuer: 8,
  buildSignerUri: 9,
  buildSignerDigest: 10,
  runnerEnvironment: 11,
  sourceRepository: 12,
  sourceCommit: 13,
  sourceRef: 14,
  sourceRepositoryId: 15,
  sourceOwner: 16,
  sourceOwnerId: 17,
  buildConfigUri: 18,
  buildConfigDigest: 19,
  trigger: 20,
  runUri: 21,
  visibility: 22,
  environment: 23,
  tokenSubject: 24,
} as const satisfies Readonly<Record<SignerFact, number>>

export const fulcioArc = '1.3.6.1.4.1.57264.1.'
