import type { CheckMeta } from '@cordon/model'
import { parseVcsUrl } from '@cordon/pypa'
import { defineContentNote, shown } from '../note.ts'
import { withoutCredentials } from '../url.ts'

const meta: CheckMeta = {
  title: 'Dependency that comes from an address of its own',
  domain: 'author',
  severity: 'medium',
  why: `The metadata asks for a package by its address instead of its name. Whoever installs this package installs what that address serves on that day: no index has seen it, no advisory can name it, and it can be another thing for every visitor. The public index refuses such metadata, so it comes from elsewhere or was made to pass.

Attackers keep the first package clean and put what it does behind such a link. A repository by its whole commit cannot change, and is not reported.`,
  remedy: 'Look at what the address serves before it is installed, or ask the author to publish it on an index.',
  references: [
    'https://packaging.python.org/en/latest/specifications/dependency-specifiers/#environment-markers',
    'https://peps.python.org/pep-0440/#direct-references',
    'https://cwe.mitre.org/data/definitions/829.html',
  ],
}

/** Tells requirements of the metadata that name an address which can change. */
export const directUrlDependency = defineContentNote({
  id: 'metadata/direct-url-dependency',
  meta,
  note: ({ metadata, metadataPath }) =>
    (metadata?.requires ?? []).flatMap(({ rawName, url }) =>
      url === null || parseVcsUrl(url)?.commit != null
        ? []
        : [{ detail: `asks for ${rawName} from ${shown(withoutCredentials(url))}`, path: metadataPath }],
    ),
})
