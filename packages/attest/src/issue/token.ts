import { decodeUtf8 } from '../base64.ts'
import { AttestError } from '../error.ts'
import { isObject, type Json, type JsonObject, readJson } from '../json.ts'
import { IssueError } from './error.ts'

/** An OpenID Connect identity token, read and not verified: that is for the authority that it is shown to. */
export interface IdentityToken {
  /** A secret while it is valid. */
  readonly raw: string
  readonly claims: JsonObject
}

const mostCharacters = 65_536
const form = /^[A-Za-z0-9_-]+\.([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]+$/

/** Reads an identity token (RFC 7519, compact). Throws `identity-token`, also for one that has expired. */
export function readIdentityToken(text: string, now: Date): IdentityToken {
  const raw = text.trim()
  const payload = raw.length > mostCharacters ? undefined : form.exec(raw)?.[1]
  const claims = payload === undefined ? null : readClaims(payload)
  if (!isObject(claims ?? undefined))
    throw new IssueError('identity-token', 'This is no identity token: three parts of base64url with dots between.')
  const { exp } = claims as JsonObject
  if (typeof exp === 'number' && exp * 1000 <= now.getTime())
    throw new IssueError(
      'identity-token',
      `The identity token expired at ${timeOf(exp)}; get a new one and sign at once: they live for minutes.`,
    )
  return { raw, claims: claims as JsonObject }
}

function timeOf(seconds: number): string {
  const time = new Date(seconds * 1000)
  return Number.isNaN(time.getTime()) ? 'a time that is none' : time.toISOString()
}

function readClaims(payload: string): Json {
  const text = decodeUtf8(Buffer.from(payload, 'base64url'))
  try {
    return text === null ? null : readJson(text, 'The identity token')
  } catch (cause) {
    if (cause instanceof AttestError) return null
    throw cause
  }
}
