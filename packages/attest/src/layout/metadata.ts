/** Layouts and links as they are signed: in an envelope (DSSE), or beside their signatures over canonical JSON. */
import type { KeyObject } from 'node:crypto'
import { decodeUtf8 } from '../base64.ts'
import { readEnvelope } from '../envelope.ts'
import { AttestError } from '../error.ts'
import { preAuthEncoding } from '../issue/dsse.ts'
import { isObject, type Json, type JsonObject, listOf, member, readJson, textOf } from '../json.ts'
import { verifyBytes } from '../key-signature.ts'
import { limits } from '../limits.ts'
import { statementType } from '../statement.ts'
import { canonicalBytes } from './canonical.ts'

/** What is said, by nobody in particular until a key is asked for. */
export interface SignedMetadata {
  readonly said: JsonObject
  /** Whether this key has signed it. Names of keys beside signatures are not looked at: nothing signs them. */
  isSignedBy(key: KeyObject): boolean
}

const types: readonly string[] = [statementType, 'application/vnd.in-toto+json; charset=utf-8']
const hex = /^(?:[0-9a-f]{2}){1,2048}$/

/** Reads a layout or link. Throws `malformed`. The text is hostile. */
export function readMetadata(text: string, what: string): SignedMetadata {
  const json = readJson(text, what)
  return textOf(json, 'payloadType') === null ? readBeside(json, what) : readEnclosed(json, what)
}

function readEnclosed(json: Json, what: string): SignedMetadata {
  const { payloadType, payload, signatures } = readEnvelope(json)
  if (!types.includes(payloadType)) throw new AttestError('malformed', `${what} is an envelope of something else.`)
  const bytes = preAuthEncoding(payloadType, payload)
  return {
    said: objectIn(readJson(decodeUtf8(payload) ?? '', what), what),
    isSignedBy: (key) => signatures.some(({ signature }) => verifyBytes(bytes, key, signature)),
  }
}

function readBeside(json: Json, what: string): SignedMetadata {
  const said = objectIn(member(json, 'signed'), what)
  const bytes = canonicalBytes(said)
  const listed = listOf(json, 'signatures')
  if (listed.length > limits.signatures) throw new AttestError('malformed', `${what} has too many signatures.`)
  const signatures = listed.map((each) => {
    const text = textOf(each, 'sig')
    if (text === null || !hex.test(text)) throw new AttestError('malformed', `A signature of ${what} is not hex.`)
    return Buffer.from(text, 'hex')
  })
  return { said, isSignedBy: (key) => signatures.some((signature) => verifyBytes(bytes, key, signature)) }
}

function objectIn(json: Json | undefined, what: string): JsonObject {
  if (!isObject(json)) throw new AttestError('malformed', `${what} holds nothing that is signed.`)
  return json
}
