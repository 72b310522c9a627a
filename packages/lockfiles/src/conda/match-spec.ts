import { type AnyVersion, parseSpecifiers, readVersion, type SpecifierSet } from '@cordon/pypa'
import { channelName, isCondaFile, readCondaUrl } from './url.ts'

/** What a conda match specification asks for. */
export interface MatchSpec {
  readonly name: string
  readonly channel: string | null
  /** The one version; null for a prefix (`=1.2`) or a range. */
  readonly version: AnyVersion | null
  /** The demand as PEP 440 would write it; null where it cannot (`1.2|1.3`). */
  readonly specifier: SpecifierSet | null
  /** The file's address, where the specification is one. */
  readonly url: string | null
}

const start = /^([A-Za-z0-9_][A-Za-z0-9_.-]*)\s*([\s\S]*)$/
const bracketField = /(?<![a-z_])([a-z_]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^,\]"']*))/g
// `1.2 py39_0`, `=1.2=py39_0`, `==1.2=py39_0`: a version and its build.
const withBuild = /^={0,2}\s*([^\s=<>!~,|*]+)(?:\s*=\s*|\s+)([^\s=<>!~,|]+)$/
const exact = /^(?:==)?\s*([^\s=<>!~,|*]+)$/
const prefix = /^={0,2}\s*([^\s=<>!~,|*]+?)\.?\*?$/

/** Reads a match specification such as `conda-forge::numpy>=1.21,<2` or `python=3.11`; null when it names no package. */
export function parseMatchSpec(text: string): MatchSpec | null {
  const written = text.trim()
  if (written.length > 2000) return null
  if (isCondaFile(written)) return fileSpec(written)
  const bracket = written.endsWith(']') ? written.indexOf('[') : -1
  const fields = bracket < 0 ? new Map<string, string>() : readFields(written.slice(bracket + 1, -1))
  const plain = bracket < 0 ? written : written.slice(0, bracket)
  const colons = plain.lastIndexOf('::')
  const found = start.exec((colons < 0 ? plain : plain.slice(colons + 2)).trim())
  const name = found?.[1]
  if (name === undefined) return null
  const channel = colons < 0 ? (fields.get('channel') ?? null) : plain.slice(0, colons)
  return {
    name,
    channel:
      channel === null ? null : channelName(channel.includes('://') ? channel : (channel.split('/')[0] ?? channel)),
    url: fields.get('url') ?? null,
    ...readDemand((fields.get('version') ?? found?.[2] ?? '').trim(), fields.has('build')),
  }
}

function fileSpec(text: string): MatchSpec | null {
  const file = readCondaUrl(text)
  if (file === null) return null
  const { name, channel } = file
  return { name, channel, version: readVersion(file.version), specifier: null, url: text }
}

function readFields(text: string): Map<string, string> {
  const fields = new Map<string, string>()
  for (const [, key = '', double, single, bare] of text.matchAll(bracketField)) {
    fields.set(key, (double ?? single ?? bare ?? '').trim())
  }
  return fields
}

type Demand = Pick<MatchSpec, 'version' | 'specifier'>

function readDemand(text: string, hasBuild: boolean): Demand {
  if (text === '' || text === '*') return { version: null, specifier: parseSpecifiers('') }
  // A bare version is exact, and so is one with its build; `=1.2` alone is a prefix.
  const pinned =
    withBuild.exec(text)?.[1] ??
    exact.exec(text)?.[1] ??
    (hasBuild ? /^=\s*([^\s=<>!~,|*]+)$/.exec(text)?.[1] : undefined)
  if (pinned !== undefined) return { version: readVersion(pinned), specifier: parseSpecifiers(`==${pinned}`) }
  const beginning = prefix.exec(text)?.[1]
  if (beginning !== undefined) return { version: null, specifier: parseSpecifiers(`==${beginning}.*`) }
  return { version: null, specifier: text.includes('|') ? null : parseSpecifiers(text.replace(/\s+/g, '')) }
}
