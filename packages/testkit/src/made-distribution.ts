import { createHash } from 'node:crypto'

export interface MadeDistribution {
  readonly name: string
  readonly version: string
  readonly installer?: string
  readonly requested?: boolean
  readonly requires?: readonly string[]
  readonly tags?: readonly string[]
  /** Further headers of METADATA. */
  readonly headers?: readonly string[]
  /** Further files of the metadata folder. */
  readonly files?: Readonly<Record<string, string>>
  /** Files beside it, as a path below the library; one module when left out. */
  readonly code?: Readonly<Record<string, string>>
}

/** The files of an installed distribution, its RECORD complete and right. */
export function distInfo(library: string, made: MadeDistribution): Record<string, string> {
  const stem = made.name.replace(/[-.]+/g, '_')
  const folder = `${stem}-${made.version}.dist-info`
  const own: Record<string, string> = {
    ...(made.code ?? { [`${stem.toLowerCase()}/__init__.py`]: '' }),
    [`${folder}/METADATA`]: [
      'Metadata-Version: 2.1',
      `Name: ${made.name}`,
      `Version: ${made.version}`,
      ...(made.headers ?? []),
      ...(made.requires ?? []).map((each) => `Requires-Dist: ${each}`),
      '',
      '',
    ].join('\n'),
    [`${folder}/WHEEL`]: [
      'Wheel-Version: 1.0',
      ...(made.tags ?? ['py3-none-any']).map((tag) => `Tag: ${tag}`),
      '',
    ].join('\n'),
    ...(made.installer === undefined ? {} : { [`${folder}/INSTALLER`]: `${made.installer}\n` }),
    ...(made.requested === true ? { [`${folder}/REQUESTED`]: '' } : {}),
    ...Object.fromEntries(Object.entries(made.files ?? {}).map(([name, text]) => [`${folder}/${name}`, text])),
  }
  const record = Object.entries(own).map(([path, text]) => recordLine(path, text))
  own[`${folder}/RECORD`] = [...record, `${folder}/RECORD,,`, ''].join('\n')
  return Object.fromEntries(
    Object.entries(own).map(([path, text]) => [library === '' ? path : `${library}/${path}`, text]),
  )
}

export function recordLine(path: string, text: string): string {
  const digest = createHash('sha256').update(text).digest('base64url')
  return `${path},sha256=${digest},${Buffer.byteLength(text)}`
}
