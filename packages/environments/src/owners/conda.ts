import { isObject, type Owner } from '@cordon/model'
import { isBelow, joined } from '../paths.ts'
import { readText } from '../reading.ts'
import type { Owned, OwnerRequest } from './owners.ts'
import { writePurl } from './purl.ts'

const recordLimit = 32 * 1024 * 1024
const mostFiles = 500_000

/** What conda has installed in an environment: one JSON a package in `conda-meta/`, with the files that it put there. */
export function readConda(root: string, { tree, wanted }: OwnerRequest, { byPath, problems }: Owned): void {
  if (![...wanted].some((path) => isBelow(path, root))) return
  const folder = joined(root, 'conda-meta')
  for (const name of tree.names(folder)) {
    if (!name.endsWith('.json')) continue
    const path = joined(folder, name)
    const text = readText(tree, path, recordLimit)
    const record = text === null ? null : fieldsOf(text)
    const owner = record === null ? null : ownerOf(record)
    if (owner === null) problems.push({ path, code: 'MALFORMED', reason: 'it is no record of a conda package' })
    else
      for (const file of filesOf(record)) {
        const owned = joined(root, file)
        if (wanted.has(owned) && !byPath.has(owned)) byPath.set(owned, owner)
      }
  }
}

type Fields = ReadonlyMap<string, unknown>

function fieldsOf(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? new Map(Object.entries(value)) : null
  } catch {
    return null
  }
}

function textOf(fields: Fields, key: string): string | null {
  const value = fields.get(key)
  return typeof value === 'string' && value !== '' ? value.slice(0, 1000) : null
}

function ownerOf(fields: Fields): Owner | null {
  const name = textOf(fields, 'name')
  const version = textOf(fields, 'version')
  if (name === null || version === null) return null
  const channel = channelOf(textOf(fields, 'channel'))
  const build = textOf(fields, 'build') ?? textOf(fields, 'build_string')
  const qualifiers = { build, channel, subdir: textOf(fields, 'subdir') }
  const purl = writePurl({ type: 'conda', namespace: null, name, version, qualifiers })
  return { kind: 'conda', name, version, source: null, purl }
}

/** The last part of `https://conda.anaconda.org/conda-forge/linux-64` that is no platform. */
function channelOf(channel: string | null): string | null {
  const parts = (channel ?? '')
    .split('/')
    .filter((part) => part !== '' && !/^(?:noarch|(?:linux|osx|win)-\w{1,12})$/.test(part))
  return parts.at(-1) ?? null
}

function filesOf(fields: Fields | null): readonly string[] {
  const files = fields?.get('files')
  return Array.isArray(files)
    ? files.slice(0, mostFiles).filter((each): each is string => typeof each === 'string')
    : []
}
