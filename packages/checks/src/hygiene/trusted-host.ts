import { type CheckMeta, defineFileCheck } from '@cordon/model'
import { findingOf, lineOf, outcomeOf } from '../finding.ts'
import { isLoopback, withoutCredentials } from '../url.ts'

const id = 'hygiene/trusted-host'

const meta: CheckMeta = {
  title: 'Certificate check switched off for a host',
  domain: 'engineering',
  severity: 'high',
  why: `\`--trusted-host\` (\`PIP_TRUSTED_HOST\`, \`allow-insecure-host\` of uv, \`verify_ssl = false\` of Pipenv and PDM) makes the installer accept any certificate from that host, or none. The name sounds like a statement about the host; it is one about the connection: anyone who can answer in the host's place is trusted with the code that is about to run.

It is often left over from a company proxy whose certificate the installer did not know. Installers can be given that certificate instead.`,
  remedy:
    'Remove the option. For a private authority, name its certificate: `pip --cert` or `PIP_CERT`, `SSL_CERT_FILE` for uv, `REQUESTS_CA_BUNDLE` for Poetry and Pipenv.',
  references: [
    'https://pip.pypa.io/en/stable/topics/https-certificates/',
    'https://docs.astral.sh/uv/concepts/authentication/certificates/',
    'https://cwe.mitre.org/data/definitions/295.html',
  ],
}

/** Finds hosts whose certificate is not checked. */
export const trustedHost = defineFileCheck({
  id,
  meta,
  needs: ['file'],
  run(_facts, file) {
    const options = file.options.filter((option) => option.kind === 'trusted-host')
    if (options.length === 0) return null
    return outcomeOf(
      options
        .filter((option) => option.value === null || !isLoopback(option.value))
        .map((option) =>
          findingOf(id, meta, {
            message: `The certificate of ${withoutCredentials(option.value ?? 'a host')} is not checked.`,
            evidence: [lineOf(option)],
          }),
        ),
    )
  },
})
