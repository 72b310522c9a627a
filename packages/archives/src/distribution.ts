import { type CoreMetadata, type EntryPoint, type PackageName, parseCoreMetadata, parseEntryPoints } from '@cordon/pypa'
import type { Archive, Member } from './archive.ts'
import { type Contents, readContents } from './contents.ts'
import { readIdentity, wheelNameOf } from './identity.ts'
import { type DistributionProblem, findLayout, type Layout } from './layout.ts'
import { type Placement, placeOf, readPlacements } from './placement.ts'
import { checkRecord, type RecordCheck } from './record-check.ts'
import { readStartFile, type StartFile } from './start-file.ts'
import { readWheelFile, type WheelFile } from './wheel-file.ts'

/** What a distribution says of itself, and what it holds besides Python source. */
export interface DistributionFacts extends Contents {
  readonly kind: Layout['kind']
  /** The folder that all of an sdist lies in, with `/` at its end; empty for a wheel. */
  readonly root: string
  /** Of the file name where that is a distribution's, else of the metadata. */
  readonly name: PackageName | null
  /** As written there. */
  readonly version: string | null
  readonly metadata: CoreMetadata | null
  readonly metadataPath: string | null
  readonly wheel: WheelFile | null
  /** Null where there is no RECORD, which is a problem of a wheel only. */
  readonly record: RecordCheck | null
  readonly entryPoints: readonly EntryPoint[]
  /** Import names that the files make, whatever the metadata says; for an sdist those of its root and its `src`. */
  readonly modules: readonly string[]
  readonly startFiles: readonly StartFile[]
  readonly outside: readonly Placement[]
  /** PEP 770: documents below `.dist-info/sboms/`. */
  readonly sboms: readonly string[]
  /** PEP 610: where an installed project came from; null when that was an index. */
  readonly directUrl: string | null
  readonly problems: readonly DistributionProblem[]
}

export interface DistributionOptions {
  /** Digests of RECORD are compared for files up to this size in bytes; what is larger counts as unchecked. */
  readonly hashUpTo?: number
}

const defaultHashUpTo = 1024 * 1024
const maxTextBytes = 16 * 1024 * 1024

/** Reads what describes a distribution in `archive`, whose file was called `filename` (empty for a folder). Never throws. */
export function readDistribution(
  archive: Archive,
  filename: string,
  { hashUpTo = defaultHashUpTo }: DistributionOptions = {},
): DistributionFacts {
  const layout = findLayout(archive, filename)
  const problems: DistributionProblem[] = [...layout.problems]
  const members = new Map(archive.members.map((member) => [member.path, member]))
  const read = (path: string | null): string | null => textOf(path === null ? undefined : members.get(path), problems)
  const metadataPath = layout.metadataPath
  const metadataText = read(metadataPath)
  const metadata = metadataText === null ? null : parseCoreMetadata(metadataText)
  for (const { code, field, detail } of metadata?.problems ?? [])
    problems.push({ code: `METADATA_${code}`, path: metadataPath, detail: `${field}: ${detail}` })
  const identity = readIdentity({ filename, layout, metadata }, problems)
  const info = layout.infoFolder
  const inInfo = (name: string): string | null => (info === null ? null : `${info}${name}`)
  return {
    kind: layout.kind,
    root: layout.root,
    ...identity,
    metadata,
    metadataPath,
    wheel: readWheelFile({ layout, filename: wheelNameOf(filename), text: read(inInfo('WHEEL')) }, problems),
    record: readRecord(archive, layout, { text: read(inInfo('RECORD')), hashUpTo, problems }),
    entryPoints: readEntryPoints(inInfo('entry_points.txt'), read(inInfo('entry_points.txt')), problems),
    modules: modulesOf(archive, layout),
    startFiles: readStartFiles(archive, layout),
    outside:
      layout.kind === 'wheel'
        ? readPlacements(
            archive.members.map(({ path }) => path),
            identity.name,
          )
        : [],
    sboms: [...members.keys()].filter((path) => info !== null && path.startsWith(`${info}sboms/`)),
    directUrl: readDirectUrl(read(inInfo('direct_url.json'))),
    ...readContents(archive),
    problems,
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function textOf(member: Member | undefined, problems: DistributionProblem[]): string | null {
  if (member === undefined) return null
  const bytes = member.bytes().subarray(0, maxTextBytes)
  if (member.size > maxTextBytes)
    problems.push({ code: 'TOO_LARGE', path: member.path, detail: `only ${maxTextBytes} bytes are read` })
  try {
    return utf8.decode(bytes)
  } catch {
    problems.push({ code: 'ENCODING', path: member.path, detail: 'not UTF-8' })
    return new TextDecoder('latin1').decode(bytes)
  }
}

interface RecordReading {
  readonly text: string | null
  readonly hashUpTo: number
  readonly problems: DistributionProblem[]
}

function readRecord(archive: Archive, layout: Layout, { text, hashUpTo, problems }: RecordReading): RecordCheck | null {
  if (text !== null && layout.infoFolder !== null)
    return checkRecord(archive, { text, folder: layout.infoFolder, hashUpTo })
  if (layout.kind === 'wheel') problems.push({ code: 'NO_RECORD', path: layout.infoFolder, detail: 'a wheel has one' })
  return null
}

function readEntryPoints(
  path: string | null,
  text: string | null,
  problems: DistributionProblem[],
): readonly EntryPoint[] {
  if (text === null) return []
  const { entryPoints, unreadable } = parseEntryPoints(text)
  if (unreadable.length > 0)
    problems.push({
      code: 'ENTRY_POINTS',
      path,
      detail: `${unreadable.length} lines are none, the first is ${unreadable[0]}`,
    })
  return entryPoints
}

const codeFile = /^([^/]+)\/.*\.(?:py|pyc|so|pyd)$|^([^/.]+)(?:\.[^/]*)?\.(?:py|pyc|so|pyd)$/
/** Files of an sdist's root that build it and are not installed. */
const buildFiles = new Set([
  'setup',
  'conftest',
  'noxfile',
  'tasks',
  'versioneer',
  'hatch_build',
  'pdm_build',
  'fabfile',
])

function modulesOf(archive: Archive, { kind, root }: Layout): readonly string[] {
  const modules = new Set<string>()
  for (const { path } of archive.members) {
    const inRoot = path.startsWith(root) ? path.slice(root.length) : null
    const place = kind === 'wheel' ? placeOf(path) : (inRoot?.replace(/^src\//, '') ?? null)
    const found = place === null ? null : codeFile.exec(place)
    const name = found?.[1] ?? found?.[2]
    if (name === undefined || name.endsWith('.dist-info') || name.endsWith('.data')) continue
    if (kind === 'wheel' || !buildFiles.has(name)) modules.add(name)
  }
  return [...modules].sort()
}

function readStartFiles(archive: Archive, layout: Layout): readonly StartFile[] {
  const isInstallable = layout.kind === 'wheel' || layout.kind === 'egg' || layout.kind === 'installed'
  return archive.members.flatMap((member) => {
    if (!/\.(?:pth|start)$|(?:site|user)customize/i.test(member.path)) return []
    return readStartFile(member, isInstallable ? placeOf(member.path) : null) ?? []
  })
}

function readDirectUrl(text: string | null): string | null {
  if (text === null) return null
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && 'url' in value && typeof value.url === 'string'
      ? value.url
      : null
  } catch {
    return null
  }
}
