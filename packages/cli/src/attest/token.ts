import { IssueError } from '@cordon/attest'
import { type HttpClient, requestGithubToken } from '@cordon/sources'
import type { Io } from '../command.ts'
import { readDocumentText } from '../verify/subjects.ts'
import type { SigningOptions } from './options.ts'
import { variable } from './secrets.ts'

const audience = 'sigstore'

/**
 * The identity token that says who signs: `--identity-token-file`, `--identity-token-env`, `SIGSTORE_ID_TOKEN` (as GitLab CI sets it), or from
 * GitHub Actions, which is asked for one. Throws `identity-token` where there is none, with what to do.
 */
export async function findIdentityToken(
  options: Pick<SigningOptions, 'identityTokenFile' | 'identityTokenEnv'>,
  http: HttpClient,
  io: Io,
): Promise<string> {
  if (options.identityTokenFile !== undefined) return await readDocumentText(options.identityTokenFile, io.cwd)
  if (options.identityTokenEnv !== undefined) return variable(options.identityTokenEnv, '--identity-token-env', io)
  const set = io.env.SIGSTORE_ID_TOKEN
  if (set !== undefined && set !== '') return set
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer } = io.env
  if (url !== undefined && url !== '' && bearer !== undefined && bearer !== '')
    return await requestGithubToken(http, { url, bearer, audience })
  throw new IssueError(
    'identity-token',
    `Nothing says who signs: there is no --key and no identity token. ${advice(io)}`,
  )
}

function advice({ env }: Io): string {
  if (env.GITHUB_ACTIONS === 'true') return 'Give the job `permissions: id-token: write`.'
  if (env.GITLAB_CI === 'true') return 'Give the job `id_tokens: SIGSTORE_ID_TOKEN: aud: sigstore`.'
  return 'Sign in a CI job (GitHub Actions, GitLab CI), name a token with --identity-token-file, or a local key with --key.'
}
