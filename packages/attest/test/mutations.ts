import { type Json, member, readJson } from '../src/json.ts'

/** A JSON value that may be changed. */
// biome-ignore lint/suspicious/noExplicitAny: the mutations reach deep into documents whose shape is known
type Open = any

export interface Mutation {
  readonly name: string
  readonly code: string
  /** Changes an attestation (PEP 740) in place. */
  change(attestation: Open): void
}

function recode(text: string, change: (statement: Open) => void): string {
  const statement = JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as Open
  change(statement)
  return Buffer.from(JSON.stringify(statement)).toString('base64')
}

function flip(text: string, at: number): string {
  const bytes = Buffer.from(text, 'base64')
  bytes[at < 0 ? bytes.length + at : at] = (bytes.at(at) ?? 0) ^ 1
  return bytes.toString('base64')
}

const entryOf = (attestation: Open): Open => attestation.verification_material.transparency_entries[0]

/** What is done to a real attestation, and the code of the check that must notice. */
export const mutations: readonly Mutation[] = [
  {
    name: 'another file in the statement',
    code: 'tlog-body-mismatch',
    change: (a) => {
      a.envelope.statement = recode(a.envelope.statement, (s) => {
        s.subject[0].digest.sha256 = '0'.repeat(64)
      })
    },
  },
  {
    name: 'another signature',
    code: 'tlog-body-mismatch',
    change: (a) => {
      a.envelope.signature = flip(a.envelope.signature, -1)
    },
  },
  {
    name: 'no log entry',
    code: 'malformed',
    change: (a) => {
      a.verification_material.transparency_entries = []
    },
  },
  {
    name: 'no promise: no time is signed',
    code: 'no-signed-time',
    change: (a) => {
      delete entryOf(a).inclusionPromise
    },
  },
  {
    name: 'no inclusion proof',
    code: 'bad-bundle',
    change: (a) => {
      delete entryOf(a).inclusionProof
    },
  },
  {
    name: 'no checkpoint',
    code: 'bad-bundle',
    change: (a) => {
      delete entryOf(a).inclusionProof.checkpoint
    },
  },
  {
    name: 'logged a day later, when the certificate had expired',
    code: 'cert-chain',
    change: (a) => {
      entryOf(a).integratedTime = String(Number(entryOf(a).integratedTime) + 86_400)
    },
  },
  {
    name: 'logged a second later',
    code: 'tlog-inclusion',
    change: (a) => {
      entryOf(a).integratedTime = String(Number(entryOf(a).integratedTime) + 1)
    },
  },
  {
    name: 'another hash in the proof',
    code: 'tlog-inclusion',
    change: (a) => {
      entryOf(a).inclusionProof.hashes[0] = flip(entryOf(a).inclusionProof.hashes[0], 0)
    },
  },
  {
    name: 'a hash less in the proof',
    code: 'tlog-inclusion',
    change: (a) => {
      entryOf(a).inclusionProof.hashes.pop()
    },
  },
  {
    name: 'another place in the log',
    code: 'tlog-inclusion',
    change: (a) => {
      entryOf(a).logIndex = String(Number(entryOf(a).logIndex) + 1)
    },
  },
  {
    name: 'another log',
    code: 'tlog-inclusion',
    change: (a) => {
      entryOf(a).logId.keyId = flip(entryOf(a).logId.keyId, 0)
    },
  },
  {
    name: 'another body',
    code: 'tlog-inclusion',
    change: (a) => {
      entryOf(a).canonicalizedBody = flip(entryOf(a).canonicalizedBody, 100)
    },
  },
  {
    name: 'another checkpoint',
    code: 'tlog-inclusion',
    change: (a) => {
      const { checkpoint } = entryOf(a).inclusionProof
      checkpoint.envelope = String(checkpoint.envelope).replace(/\n\d+\n/, '\n7777\n')
    },
  },
  {
    name: 'one entry twice',
    code: 'bad-bundle',
    change: (a) => {
      a.verification_material.transparency_entries.push(entryOf(a))
    },
  },
  {
    name: 'a certificate of which a byte is changed',
    code: 'cert-chain',
    change: (a) => {
      a.verification_material.certificate = flip(a.verification_material.certificate, -1)
    },
  },
  {
    name: 'base64 with a line break',
    code: 'malformed',
    change: (a) => {
      a.envelope.signature = `${a.envelope.signature.slice(0, 8)}\n${a.envelope.signature.slice(8)}`
    },
  },
  {
    name: 'base64 with stray bits, deep inside',
    code: 'bad-bundle',
    change: (a) => {
      entryOf(a).logId.keyId =
        `${entryOf(a).logId.keyId.slice(0, -2)}${entryOf(a).logId.keyId.at(-2) === 'F' ? 'H' : 'F'}=`
    },
  },
  {
    name: 'a negative index',
    code: 'bad-bundle',
    change: (a) => {
      entryOf(a).logIndex = '-1'
    },
  },
  {
    name: 'version 2',
    code: 'unsupported-version',
    change: (a) => {
      a.version = 2
    },
  },
  {
    name: 'version in words',
    code: 'malformed',
    change: (a) => {
      a.version = '1'
    },
  },
]

/** The first attestation of a document: itself, or of the first publisher. */
export function firstAttestation(text: string): Json {
  const json = readJson(text, 'The document')
  const bundles = member(json, 'attestation_bundles')
  const attestations = member(Array.isArray(bundles) ? bundles[0] : undefined, 'attestations')
  return Array.isArray(attestations) ? (attestations[0] as Json) : json
}
