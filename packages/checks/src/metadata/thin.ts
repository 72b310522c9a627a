import type { CheckMeta } from '@cordon/model'
import type { CoreMetadata } from '@cordon/pypa'
import { defineContentNote } from '../note.ts'

const meta: CheckMeta = {
  title: 'Metadata that says next to nothing',
  domain: 'author',
  severity: 'low',
  why: `Of packages that were taken down six in seven name no address of the project, and as many neither a licence nor a description; of popular ones hardly any. It tells what was made in a hurry from what is kept, and not what is harmful from what is not: private packages and first releases look the same.

It is therefore a weak remark: it moves the score a little where the code gives other reasons, and decides nothing.`,
  remedy: 'Ask who makes it and where its source is; if it is yours, fill in the metadata.',
  references: ['https://packaging.python.org/en/latest/specifications/core-metadata/'],
}

const missing: readonly (readonly [what: string, lacks: (metadata: CoreMetadata) => boolean])[] = [
  ['a summary', ({ summary }) => isEmpty(summary)],
  ['a description', ({ descriptionLength }) => descriptionLength < 100],
  ['an address', (metadata) => isEmpty(metadata.homePage) && metadata.projectUrls.length === 0],
  ['a licence', (metadata) => isEmpty(metadata.license) && !metadata.classifiers.some(isLicence)],
  ['an author', (metadata) => isEmpty(metadata.author) && isEmpty(metadata.maintainer) && metadata.emails.length === 0],
]

/** So many of the five must be missing: honest packages lack one or two. */
const remarkable = 3

/** Tells metadata that lacks most of what people fill in. */
export const thin = defineContentNote({
  id: 'metadata/thin',
  meta,
  note({ metadata, metadataPath }) {
    if (metadata === null) return []
    const lacks = missing.filter(([, test]) => test(metadata)).map(([what]) => what)
    return lacks.length < remarkable ? [] : [{ detail: `has not ${lacks.join(', ')}`, path: metadataPath }]
  },
})

/** Old tools write `UNKNOWN` where nothing was given. */
function isEmpty(text: string | null): boolean {
  return text === null || /^\s*(?:UNKNOWN)?\s*$/i.test(text)
}

function isLicence(classifier: string): boolean {
  return classifier.startsWith('License ::')
}
