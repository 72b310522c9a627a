/** Identity tokens of CI jobs (OpenID Connect, RFC 7519), signed with ES256 by an issuer of the test. */
import { sign, verify } from 'node:crypto'
import type { MadeBuild } from '../made-release.ts'
import type { Keys } from './keys.ts'

export type Claims = Readonly<Record<string, string | number>>

/** What GitHub's token says of such a run. */
export function claimsOfBuild(build: MadeBuild, audience: string, expires: Date): Claims {
  const workflow = `${build.repository}/.github/workflows/${build.workflow}@${build.ref}`
  return {
    iss: 'https://token.actions.githubusercontent.com',
    aud: audience,
    exp: Math.floor(expires.getTime() / 1000),
    sub: `repo:${build.repository}:ref:${build.ref}`,
    repository: build.repository,
    workflow_ref: workflow,
    job_workflow_ref: workflow,
    ref: build.ref,
    sha: build.commit,
    event_name: build.trigger,
    repository_id: build.repositoryId,
    repository_owner_id: build.ownerId,
    runner_environment: build.runner,
    run_id: '42',
    run_attempt: '1',
    ...(build.environment === null ? {} : { environment: build.environment }),
  }
}

export function signToken(claims: Claims, { privateKey }: Keys): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const head = `${part({ alg: 'ES256', typ: 'JWT' })}.${part(claims)}`
  const signature = sign('sha256', Buffer.from(head), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `${head}.${signature.toString('base64url')}`
}

/** The claims of a token by this issuer for Sigstore, or null. */
export function readToken(token: string, { publicKey }: Keys): Claims | null {
  const [head = '', claims = '', signature = ''] = token.split('.')
  const signed = Buffer.from(`${head}.${claims}`)
  const key = { key: publicKey, dsaEncoding: 'ieee-p1363' as const }
  if (!verify('sha256', signed, key, Buffer.from(signature, 'base64url'))) return null
  const read = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as Claims
  return read.aud === 'sigstore' ? read : null
}

/** The run that claims speak of, as an authority reads them. */
export function buildOfClaims(claims: Claims): MadeBuild {
  const text = (name: string): string => String(claims[name] ?? '')
  return {
    repository: text('repository'),
    workflow: /\/([^/]+)@/.exec(text('job_workflow_ref'))?.[1] ?? '',
    ref: text('ref'),
    commit: text('sha'),
    repositoryId: text('repository_id'),
    ownerId: text('repository_owner_id'),
    runner: text('runner_environment') === 'self-hosted' ? 'self-hosted' : 'github-hosted',
    trigger: text('event_name'),
    environment: claims.environment === undefined ? null : text('environment'),
  }
}
