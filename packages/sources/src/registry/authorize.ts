/** Who asks: from a registry's challenge to what an `Authorization` header says. */
import { SourceError } from '../error.ts'
import { readHttpAddress } from '../http/address.ts'
import { type HttpClient, requestOnce } from '../http/client.ts'
import { retry, statusError } from '../http/retry.ts'
import { type Challenge, readChallenges } from './challenge.ts'
import type { FoundCredentials, RegistryCredentials } from './docker-config.ts'

export interface AuthorizeRequest {
  /** Of the registry: `https://host/v2/`. */
  readonly url: string
  readonly repository: string
  readonly found: FoundCredentials
  readonly signal: AbortSignal
}

const mostTokenBytes = 1024 * 1024

/** The header that answers a challenge; null where none is needed or can be given without credentials. Throws `CREDENTIAL_HELPER`, `UNAUTHORIZED`. */
export async function authorizationFor(
  http: HttpClient,
  header: string | null,
  request: AuthorizeRequest,
): Promise<string | null> {
  const challenges = readChallenges(header ?? '')
  const bearer = challenges.find(({ scheme }) => scheme === 'bearer')
  if (bearer !== undefined) return `Bearer ${await fetchToken(http, bearer, request)}`
  if (!challenges.some(({ scheme }) => scheme === 'basic'))
    throw new SourceError(
      'UNAUTHORIZED',
      `${request.url}: the registry asks for credentials in a way that is not known.`,
    )
  const { found } = request
  if (found.kind === 'credentials') return basic(found.credentials)
  throw withoutCredentials(request)
}

/** What to say when a registry wants credentials and there are none. */
export function withoutCredentials({ url, found }: Pick<AuthorizeRequest, 'url' | 'found'>): SourceError {
  if (found.kind === 'program')
    return new SourceError(
      'CREDENTIAL_HELPER',
      `${url}: ${found.file} leaves its credentials to ${found.program}, and Cordon runs no programs. Write them to a file that REGISTRY_AUTH_FILE names.`,
    )
  return new SourceError(
    'UNAUTHORIZED',
    `${url}: the registry wants credentials, or has no such image. Run docker login or podman login, and check the name.`,
  )
}

function basic({ username, password }: RegistryCredentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

/** A token for pulling one repository (distribution-spec, token authentication); without credentials for what everybody may read. */
async function fetchToken(http: HttpClient, challenge: Challenge, request: AuthorizeRequest): Promise<string> {
  const { parameters } = challenge
  const realm = URL.parse(parameters.get('realm') ?? '')
  if (realm === null || !/^https?:$/.test(realm.protocol))
    throw new SourceError('BAD_DATA', `${request.url}: the registry names no place that gives tokens.`)
  realm.username = ''
  realm.password = ''
  const service = parameters.get('service')
  if (service !== undefined) realm.searchParams.set('service', service)
  realm.searchParams.set('scope', `repository:${request.repository}:pull`)
  const text = await retry(http, {
    signal: request.signal,
    progress: () => 0,
    attempt: () => requestToken(http, realm, request),
  })
  return tokenIn(text, realm)
}

async function requestToken(http: HttpClient, realm: URL, request: AuthorizeRequest): Promise<string> {
  const { found, signal } = request
  const authorization = found.kind === 'credentials' ? credentialsFor(realm, request, found.credentials) : null
  const address = { ...readHttpAddress(realm.href), authorization }
  const answer = await requestOnce(http, { address, headers: { accept: 'application/json' }, signal })
  try {
    if (answer.status === 401 || answer.status === 403) throw withoutCredentials(request)
    if (answer.status !== 200) throw statusError(address.url, answer, http.io.now())
    let text = ''
    for await (const piece of answer.body) {
      text += Buffer.from(piece).toString('latin1')
      if (text.length > mostTokenBytes) throw new SourceError('TOO_LARGE', `${address.url}: too long for a token.`)
    }
    return text
  } finally {
    answer.close()
  }
}

/** A registry chooses where tokens come from: credentials go there over TLS, or to its own host where it is itself spoken to without. */
function credentialsFor(realm: URL, { url }: AuthorizeRequest, credentials: RegistryCredentials): string {
  const registry = new URL(url)
  const isOwn = realm.hostname === registry.hostname && registry.protocol === 'http:'
  if (realm.protocol !== 'https:' && !isOwn)
    throw new SourceError(
      'UNAUTHORIZED',
      `${url}: the registry asks to send the password unprotected to ${realm.host}. That is not done.`,
    )
  if (credentials.identityToken !== null && credentials.password === '')
    throw new SourceError(
      'UNAUTHORIZED',
      `${url}: only an identity token is known, which this registry's login does not take. Log in with a password or an access token.`,
    )
  return basic(credentials)
}

function tokenIn(text: string, realm: URL): string {
  try {
    const value = JSON.parse(text) as { readonly token?: unknown; readonly access_token?: unknown } | null
    const token = value?.token ?? value?.access_token
    // It goes into a header as it is.
    if (typeof token === 'string' && /^[\x21-\x7e]{1,100000}$/.test(token)) return token
  } catch (cause) {
    throw new SourceError('BAD_DATA', `${realm.host}: what gives tokens did not answer in JSON.`, { cause })
  }
  throw new SourceError('BAD_DATA', `${realm.host}: what gives tokens gave none.`)
}
