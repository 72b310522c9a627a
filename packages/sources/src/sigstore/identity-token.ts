import { SourceError } from '../error.ts'
import type { HttpClient } from '../http/client.ts'
import { askService, garbage, memberOf, readObject } from './exchange.ts'

export interface GithubTokenRequest {
  /** `ACTIONS_ID_TOKEN_REQUEST_URL`. */
  readonly url: string
  /** `ACTIONS_ID_TOKEN_REQUEST_TOKEN`: a secret. */
  readonly bearer: string
  readonly audience: string
}

const service = 'token service'

/** Asks GitHub Actions for an identity token of the job. Throws `SourceError`. */
export async function requestGithubToken(
  client: HttpClient,
  { url, bearer, audience }: GithubTokenRequest,
): Promise<string> {
  const place = URL.parse(url)
  if (place === null)
    throw new SourceError(
      'BAD_ADDRESS',
      'ACTIONS_ID_TOKEN_REQUEST_URL is no address. GitHub sets it where `id-token: write` is permitted.',
    )
  place.searchParams.set('audience', audience)
  const { bytes } = await askService(client, {
    service,
    url: place.href,
    headers: { accept: 'application/json' },
    authorization: `Bearer ${bearer}`,
  })
  const value = memberOf(readObject(bytes), 'value')
  if (typeof value !== 'string' || value === '') throw garbage(place.href, service, 'not with a token')
  return value
}
