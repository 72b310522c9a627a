import type { Bom } from './bom.ts'
import { fitCyclonedx } from './cyclonedx/fit.ts'
import { type CyclonedxVersion, cyclonedxVersions } from './cyclonedx/versions.ts'
import { cyclonedxDocument } from './cyclonedx/write.ts'
import { cyclonedxXml } from './cyclonedx/xml.ts'
import { DocumentError } from './error.ts'
import { jsonText } from './json.ts'
import type { Loss } from './loss.ts'
import { fitSpdx2 } from './spdx2/fit.ts'
import { tagValueText } from './spdx2/tag-value.ts'
import { spdx2Document } from './spdx2/write.ts'
import { fitSpdx3 } from './spdx3/fit.ts'
import { spdx3Document } from './spdx3/write.ts'

/** A bill that a format can say as it is, and what had to be left out for that. */
export interface Fitted {
  readonly bom: Bom
  readonly losses: readonly Loss[]
}

/** A format that bills are written in. */
export interface BomFormat {
  readonly id: string
  /** For people. */
  readonly title: string
  /** Versions that it is written in, the oldest first. */
  readonly versions: readonly string[]
  /** The one that is written unless another is asked for. */
  readonly usual: string
  fit(bom: Bom, version: string): Fitted
  /** The text of a bill that fits. */
  render(bom: Bom, version: string): string
}

function cyclonedxVersion(version: string): CyclonedxVersion {
  const known = cyclonedxVersions.find((each) => each === version)
  if (known === undefined)
    throw new DocumentError(
      'UNSUPPORTED_VERSION',
      `CycloneDX ${version} is not written; there is ${cyclonedxVersions.join(', ')}.`,
    )
  return known
}

const cyclonedxJson: BomFormat = {
  id: 'cyclonedx-json',
  title: 'CycloneDX JSON',
  versions: cyclonedxVersions,
  usual: '1.6',
  fit: (bom, version) => fitCyclonedx(bom, cyclonedxVersion(version)),
  render: (bom, version) => jsonText(cyclonedxDocument(bom, cyclonedxVersion(version))),
}

const cyclonedxXmlFormat: BomFormat = {
  id: 'cyclonedx-xml',
  title: 'CycloneDX XML',
  versions: cyclonedxVersions,
  usual: '1.6',
  fit: (bom, version) => fitCyclonedx(bom, cyclonedxVersion(version), 'xml'),
  render: (bom, version) => cyclonedxXml(cyclonedxDocument(bom, cyclonedxVersion(version)), version),
}

const spdxJson: BomFormat = {
  id: 'spdx-json',
  title: 'SPDX JSON',
  versions: ['2.3'],
  usual: '2.3',
  fit: (bom) => fitSpdx2(bom),
  render: (bom) => jsonText(spdx2Document(bom)),
}

const spdxTagValue: BomFormat = {
  id: 'spdx-tv',
  title: 'SPDX tag-value',
  versions: ['2.3'],
  usual: '2.3',
  fit: (bom) => fitSpdx2(bom, 'tag-value'),
  render: (bom) => tagValueText(spdx2Document(bom)),
}

const spdx3: BomFormat = {
  id: 'spdx3',
  title: 'SPDX 3 JSON-LD',
  versions: ['3.0.1'],
  usual: '3.0.1',
  fit: (bom) => fitSpdx3(bom),
  render: (bom) => jsonText(spdx3Document(bom)),
}

/** Every format, alphabetical by id. */
export const bomFormats: readonly BomFormat[] = [cyclonedxJson, cyclonedxXmlFormat, spdxJson, spdxTagValue, spdx3]

/** A bill as text, and what the format could not say of it. */
export interface WrittenBom {
  readonly text: string
  readonly losses: readonly Loss[]
}

/** Writes a bill: the same bill gives the same bytes. Throws `DocumentError('UNSUPPORTED_FORMAT' | 'UNSUPPORTED_VERSION')`. */
export function writeBom(bom: Bom, id: string, version?: string): WrittenBom {
  const format = bomFormats.find((each) => each.id === id)
  if (format === undefined) throw new DocumentError('UNSUPPORTED_FORMAT', `There is no format ${id} to write.`)
  const fitted = format.fit(bom, version ?? format.usual)
  return { text: format.render(fitted.bom, version ?? format.usual), losses: fitted.losses }
}
