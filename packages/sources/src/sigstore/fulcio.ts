import type { HttpClient } from '../http/client.ts'
import { askService, garbage, jsonBody, jsonHeaders, memberOf, readObject, under } from './exchange.ts'

export interface CertificateRequest {
  /** Address of the authority, without a path of its API. */
  readonly url: string
  /** An identity token of the signer. A secret. */
  readonly token: string
  /** PKCS #10 in PEM. */
  readonly request: string
}

const service = 'certificate authority'
const pem = /^-----BEGIN CERTIFICATE-----\s([A-Za-z0-9+/=\s]{1,40000})-----END CERTIFICATE-----\s*$/

/**
 * Asks Fulcio (v2 `signingCert`) for a certificate with the promise of a certificate log in it. Returns the leaf in DER, unverified.
 * Throws `SourceError`.
 */
export async function requestCertificate(
  client: HttpClient,
  { url, token, request }: CertificateRequest,
): Promise<Buffer> {
  const place = under(url, '/api/v2/signingCert')
  const { bytes } = await askService(client, {
    service,
    url: place,
    headers: jsonHeaders,
    body: jsonBody({
      credentials: { oidcIdentityToken: token },
      certificateSigningRequest: Buffer.from(request, 'utf8').toString('base64'),
    }),
  })
  const answer = readObject(bytes)
  if (memberOf(answer, 'signedCertificateDetachedSct') !== undefined)
    throw garbage(
      place,
      service,
      'the promise of the certificate log lies beside the certificate, where no bundle has a place for it',
    )
  const chain = memberOf(answer, 'signedCertificateEmbeddedSct', 'chain', 'certificates')
  const leaf: unknown = Array.isArray(chain) ? chain[0] : undefined
  const body = typeof leaf === 'string' ? pem.exec(leaf)?.[1] : undefined
  if (body === undefined) throw garbage(place, service, 'with no certificate in PEM')
  return Buffer.from(body.replaceAll(/\s/g, ''), 'base64')
}
