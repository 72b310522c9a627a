/** Transparency logs of both versions of Rekor. Each holds one entry of somebody else, and the one that is asked for. */
import { type KeyObject, sign } from 'node:crypto'
import { newEdwardsKeys, newKeys, pem, sha256, spki } from './keys.ts'

/** What is logged. */
export interface Logged {
  /** What is signed: of an envelope, payload and the bytes that are signed for it. */
  readonly payload: Uint8Array | null
  readonly signedDigest: Buffer
  readonly signature: Buffer
  /** DER; a certificate or a public key. */
  readonly verifier: { readonly label: 'CERTIFICATE' | 'PUBLIC KEY'; readonly der: Buffer }
  readonly seconds: number
  /** False: the log does not promise when it took it (no SET). */
  readonly promised: boolean
}

export interface Log {
  /** As in a trusted root. */
  readonly json: object
  /** The entry as in a bundle. */
  enter(logged: Logged): object
}

/** A log as in a trusted root. */
export function logJson(key: KeyObject, baseUrl: string, id: Buffer): object {
  return {
    baseUrl,
    hashAlgorithm: 'SHA2_256',
    publicKey: {
      rawBytes: spki(key).toString('base64'),
      keyDetails: key.asymmetricKeyType === 'ed25519' ? 'PKIX_ED25519' : 'PKIX_ECDSA_P256_SHA_256',
      validFor: { start: '2025-01-01T00:00:00Z' },
    },
    logId: { keyId: id.toString('base64') },
  }
}

/** Rekor v1: promises a time, and logs what an envelope holds. */
export function newLog(): Log {
  const keys = newKeys()
  const id = sha256(spki(keys.publicKey))
  const note = noteSigner('log.example.invalid', id, (text) => sign('sha256', text, keys.privateKey))
  return {
    json: logJson(keys.publicKey, 'https://log.example.invalid', id),
    enter(logged) {
      const { kind, body } = firstBody(logged)
      const promise = `{"body":"${body.toString('base64')}","integratedTime":${logged.seconds},"logID":"${id.toString('hex')}","logIndex":1}`
      const signedEntryTimestamp = sign('sha256', Buffer.from(promise), keys.privateKey).toString('base64')
      return {
        ...entry(body, id, note),
        kindVersion: { kind, version: '0.0.1' },
        integratedTime: String(logged.seconds),
        ...(logged.promised ? { inclusionPromise: { signedEntryTimestamp } } : {}),
      }
    },
  }
}

/** Rekor v2: promises no time, and logs a digest whatever is signed. */
export function newSecondLog(): Log {
  const keys = newEdwardsKeys()
  const name = 'log2.example.invalid'
  // A key id of signed notes: of name, type and key.
  const raw = spki(keys.publicKey).subarray(-32)
  const id = sha256(Buffer.from(`${name}\n`), Buffer.from([1]), raw)
  const note = noteSigner(name, id, (text) => sign(null, text, keys.privateKey))
  return {
    json: logJson(keys.publicKey, `https://${name}`, id),
    enter: (logged) => ({
      ...entry(secondBody(logged), id, note),
      kindVersion: { kind: 'hashedrekord', version: '0.0.2' },
    }),
  }
}

function firstBody({ payload, signedDigest, signature, verifier }: Logged): { kind: string; body: Buffer } {
  const who = Buffer.from(pem(verifier.label, verifier.der)).toString('base64')
  const content = signature.toString('base64')
  const kind = payload === null ? 'hashedrekord' : 'dsse'
  const spec =
    payload === null
      ? {
          data: { hash: { algorithm: 'sha256', value: signedDigest.toString('hex') } },
          signature: { content, publicKey: { content: who } },
        }
      : {
          payloadHash: { algorithm: 'sha256', value: sha256(payload).toString('hex') },
          signatures: [{ signature: content, verifier: who }],
        }
  return { kind, body: Buffer.from(JSON.stringify({ apiVersion: '0.0.1', kind, spec })) }
}

function secondBody({ signedDigest, signature, verifier }: Logged): Buffer {
  const raw = { rawBytes: verifier.der.toString('base64') }
  const who = verifier.label === 'CERTIFICATE' ? { x509Certificate: raw } : { publicKey: raw }
  const hashedRekordV002 = {
    data: { algorithm: 'SHA2_256', digest: signedDigest.toString('base64') },
    signature: {
      content: signature.toString('base64'),
      verifier: { keyDetails: 'PKIX_ECDSA_P256_SHA_256', ...who },
    },
  }
  return Buffer.from(JSON.stringify({ apiVersion: '0.0.2', kind: 'hashedrekord', spec: { hashedRekordV002 } }))
}

type NoteSigner = (root: Buffer) => string

function noteSigner(name: string, id: Buffer, signed: (text: Buffer) => Buffer): NoteSigner {
  return (root) => {
    const note = `${name}\n2\n${root.toString('base64')}\n`
    const signature = Buffer.concat([id.subarray(0, 4), signed(Buffer.from(note))])
    return `${note}\n— ${name} ${signature.toString('base64')}\n`
  }
}

const first = sha256(Buffer.from([0]), Buffer.from('an entry of somebody else'))

function entry(body: Buffer, id: Buffer, note: NoteSigner): object {
  // RFC 6962 §2.1: a leaf and a node are hashed apart.
  const root = sha256(Buffer.from([1]), first, sha256(Buffer.from([0]), body))
  return {
    logIndex: '1',
    logId: { keyId: id.toString('base64') },
    inclusionProof: {
      logIndex: '1',
      rootHash: root.toString('base64'),
      treeSize: '2',
      hashes: [first.toString('base64')],
      checkpoint: { envelope: note(root) },
    },
    canonicalizedBody: body.toString('base64'),
  }
}
