import type { CheckMeta } from '@cordon/model'
import { disposableDomains } from '../disposable-domains.ts'
import { defineContentNote, shown } from '../note.ts'

const meta: CheckMeta = {
  title: 'Author with an address for minutes',
  domain: 'author',
  severity: 'medium',
  why: `The author's address is at a domain that lends addresses to anybody for a few minutes: nobody can be reached there, and whoever asks for the same address later reads its mail, the index's messages among it. People who keep a package have an address that lasts.

Domains that could be bought because they have run out are not looked up: that would need the network.`,
  remedy: 'Do not install it unless somebody who can be reached stands for it.',
  references: [
    'https://blog.pypi.org/posts/2025-08-18-preventing-domain-resurrections/',
    'https://packaging.python.org/en/latest/specifications/core-metadata/#author-email',
  ],
}

/** Tells authors and maintainers whose address is at a disposable domain. */
export const authorDomain = defineContentNote({
  id: 'metadata/author-domain',
  meta,
  note: ({ metadata, metadataPath }) =>
    (metadata?.emails ?? []).flatMap((email) => {
      const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase()
      return isDisposable(domain) ? [{ detail: `gives an address at ${shown(domain)}`, path: metadataPath }] : []
    }),
})

/** The domain itself, or one below it. */
function isDisposable(domain: string): boolean {
  const labels = domain.split('.').slice(-3)
  return disposableDomains.has(labels.join('.')) || disposableDomains.has(labels.slice(-2).join('.'))
}
