import { isObject } from '@cordon/model'
import { SourceError } from '../error.ts'
import { parseJson, readBytes } from '../local-file.ts'
import type { LocalPlace } from '../place.ts'
import type { AdvisorySource } from './source.ts'

/** CISA's catalogue of vulnerabilities that are known to be exploited, as JSON. */
export const kev: AdvisorySource<unknown> = {
  id: 'kev',
  title: 'the KEV catalogue',
  defaultUrl: 'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json',
  maxBytes: 64 * 1024 * 1024,
  folders: false,
  read: readKev,
}

function readKev(local: LocalPlace): unknown {
  const document = parseJson(readBytes(local, kev.maxBytes), local.label, 'a KEV catalogue')
  if (isCatalogue(document)) return document
  throw new SourceError(
    'BAD_DATA',
    `${local.label}: not a KEV catalogue: no list of vulnerabilities. Check the address.`,
  )
}

function isCatalogue(value: unknown): boolean {
  return isObject(value) && Array.isArray(value.vulnerabilities)
}
