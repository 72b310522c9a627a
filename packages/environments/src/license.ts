import type { Installed } from '@cordon/model'
import type { CoreMetadata } from '@cordon/pypa'
import { licenseOfClassifier } from './license-classifiers.ts'

const longest = 400
/** What an SPDX expression is made of. */
const expression =
  /^\(*[A-Za-z0-9][A-Za-z0-9.+-]{0,60}\)*(?: (?:AND|OR|WITH) \(*[A-Za-z0-9][A-Za-z0-9.+-]{0,60}\)*){0,20}$/

/**
 * The licence that metadata tells: its `License-Expression` (PEP 639); else the one SPDX id that its classifiers mean; else its `License` text, which is
 * taken for an id only where it is spelt as one that is known.
 */
export function licenseOf(metadata: CoreMetadata): Installed['license'] {
  const { license, licenseExpression, classifiers } = metadata
  if (licenseExpression !== null)
    return isExpression(licenseExpression)
      ? { kind: 'expression', value: licenseExpression }
      : { kind: 'text', value: firstLineOf(licenseExpression) }
  const ids = [...new Set(classifiers.map(licenseOfClassifier).filter((id) => id !== null))]
  const [only] = ids
  if (only !== undefined && ids.length === 1) return { kind: 'expression', value: only }
  if (license !== null && knownIds.has(license)) return { kind: 'expression', value: license }
  const text = license ?? classifiers.find((each) => each.startsWith('License ::')) ?? null
  return text === null ? null : { kind: 'text', value: firstLineOf(text) }
}

function isExpression(text: string): boolean {
  return text.length <= longest && expression.test(text)
}

/** Whole licence texts stand in `License` at times: their first line names them. */
function firstLineOf(text: string): string {
  return (text.trim().split(/\r\n|\r|\n/, 1)[0] ?? '').slice(0, longest).trim()
}

/** SPDX ids that people write in `License` as they are. */
const knownIds: ReadonlySet<string> = new Set([
  '0BSD',
  'AGPL-3.0-only',
  'AGPL-3.0-or-later',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BSL-1.0',
  'CC0-1.0',
  'EPL-2.0',
  'GPL-2.0-only',
  'GPL-2.0-or-later',
  'GPL-3.0-only',
  'GPL-3.0-or-later',
  'ISC',
  'LGPL-2.1-only',
  'LGPL-2.1-or-later',
  'LGPL-3.0-only',
  'LGPL-3.0-or-later',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'PSF-2.0',
  'Python-2.0',
  'Unlicense',
  'WTFPL',
  'ZPL-2.1',
  'Zlib',
])
