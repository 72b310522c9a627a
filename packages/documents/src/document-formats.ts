import type { Lockfile } from '@cordon/model'
import { readBom } from './read.ts'
import { lockfileOf } from './to-lockfile.ts'

/** A kind of document that is read like any other file that says what is there. */
export interface DocumentFormat {
  readonly id: string
  /** For people. */
  readonly title: string
  readonly files: readonly string[]
  readonly role: 'document'
  /** True for the paths that are read by their name. */
  matches(path: string): boolean
  /** Reads attacker-controlled text; throws only `DocumentError`. */
  parse(text: string, path: string): Lockfile
}

/** The name tells where to look; what it is, the text tells. */
function parse(text: string, path: string): Lockfile {
  return lockfileOf(readBom(text, path))
}

function nameIn(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).toLowerCase()
}

export const cyclonedx: DocumentFormat = {
  id: 'cyclonedx',
  title: 'CycloneDX bill of materials',
  files: ['bom.json', 'bom.xml', 'sbom.json', 'sbom.xml', '*.cdx.json', '*.cdx.xml', '*.bom.json'],
  role: 'document',
  matches: (path) => /(?:^|\.)(?:s?bom|cdx|cyclonedx)\.(?:json|xml)$/.test(nameIn(path)),
  parse,
}

export const spdx: DocumentFormat = {
  id: 'spdx',
  title: 'SPDX bill of materials',
  files: ['*.spdx', '*.spdx.json', '*.spdx3.json', '*.spdx.jsonld'],
  role: 'document',
  matches: (path) => /\.spdx3?(?:\.json(?:ld)?)?$/.test(nameIn(path)),
  parse,
}

/** Every kind of document, alphabetical by id. */
export const documentFormats: readonly DocumentFormat[] = [cyclonedx, spdx]
