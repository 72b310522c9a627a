import type { ArtifactOddity, CheckMeta } from '@cordon/model'
import { disposableDomains } from '../disposable-domains.ts'
import { defineContentNote, shown } from '../note.ts'

const id = 'metadata/author-domain'

/** The check's id, under which what name servers tell stands as well. */
export const authorDomainId = id

const meta: CheckMeta = {
  title: 'Author whose address others can have',
  domain: 'author',
  severity: 'medium',
  why: `The author's address is at a domain that lends addresses to anybody for a few minutes: nobody can be reached there, and whoever asks for the same address later reads its mail, the index's messages among it. The same holds for a domain that nobody has registered any more: whoever buys it can ask the index for a new password. People who keep a package have an address that lasts.

Name servers are asked only in a run that may: of a project that comes from an index over the network, or with \`--online\`; never with \`--offline\`. A domain that no name server answers for is unknown (\`DOMAIN_UNKNOWN\`), and answers are kept for a day.`,
  remedy: 'Do not install it unless somebody who can be reached stands for it.',
  references: [
    'https://blog.pypi.org/posts/2025-08-18-preventing-domain-resurrections/',
    'https://packaging.python.org/en/latest/specifications/core-metadata/#author-email',
  ],
}

/** Tells authors and maintainers whose address is at a disposable domain. */
export const authorDomain = defineContentNote({
  id,
  meta,
  note: ({ metadata, metadataPath }) =>
    (metadata?.emails ?? []).flatMap((email) => {
      const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase()
      return isDisposable(domain) ? [{ detail: `gives an address at ${shown(domain)}`, path: metadataPath }] : []
    }),
})

/** The remark that nobody has registered the domain of an author's address. */
export function authorDomainNote(domain: string, path: string | null): ArtifactOddity {
  return { code: id, path, detail: `gives an address at ${shown(domain)}, a domain that nobody has registered` }
}

/** The domain itself, or one below it. */
function isDisposable(domain: string): boolean {
  const labels = domain.split('.').slice(-3)
  return disposableDomains.has(labels.join('.')) || disposableDomains.has(labels.slice(-2).join('.'))
}
