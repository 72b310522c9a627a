import type { MetadataProblemCode } from '@cordon/pypa'
import type { Archive } from './archive.ts'

/**
 * `NO_METADATA`, `NO_RECORD`, `NO_WHEEL_FILE` what must be there is not · `SEVERAL_INFO` more than one project's metadata · `SEVERAL_ROOTS`
 * an sdist that does not lie in one folder · `WRONG_CASE` a file that counts only when it is written in another case · `INFO_NAME`,
 * `FILE_NAME`, `ROOT_NAME` names or versions that disagree · `FILE_NAME_UNREADABLE` · `WHEEL_FILE` WHEEL is of a version that is not
 * known · `WHEEL_TAGS` it has other tags than the file name · `ENTRY_POINTS` lines that are none · `ENCODING`, `TOO_LARGE` a text that is not read
 * as it should · `METADATA_…` what the metadata's own reader says.
 */
export type DistributionProblemCode =
  | 'NO_METADATA'
  | 'NO_RECORD'
  | 'NO_WHEEL_FILE'
  | 'SEVERAL_INFO'
  | 'SEVERAL_ROOTS'
  | 'WRONG_CASE'
  | 'INFO_NAME'
  | 'FILE_NAME'
  | 'ROOT_NAME'
  | 'FILE_NAME_UNREADABLE'
  | 'WHEEL_FILE'
  | 'WHEEL_TAGS'
  | 'ENTRY_POINTS'
  | 'ENCODING'
  | 'TOO_LARGE'
  | `METADATA_${MetadataProblemCode}`

export interface DistributionProblem {
  readonly code: DistributionProblemCode
  readonly path: string | null
  readonly detail: string
}

export interface Layout {
  readonly kind: 'wheel' | 'egg' | 'sdist' | 'installed' | 'directory'
  readonly root: string
  /** `.dist-info/`, `.egg-info/` or `EGG-INFO/` with its path, or null. */
  readonly infoFolder: string | null
  readonly metadataPath: string | null
  readonly problems: readonly DistributionProblem[]
}

const infoFile = /^([^/]+\.dist-info)\/(METADATA|RECORD|WHEEL|entry_points\.txt)$/i
const properCase = new Set(['METADATA', 'RECORD', 'WHEEL', 'entry_points.txt'])

/** Where the metadata of a distribution lies. The file name decides between wheel and sdist, the files where there is none. */
export function findLayout(archive: Archive, filename: string): Layout {
  const problems: DistributionProblem[] = []
  const infos = new Set<string>()
  for (const { path } of archive.members) {
    const found = infoFile.exec(path)
    if (found?.[1] === undefined) continue
    if (properCase.has(found[2] ?? '')) infos.add(found[1])
    else problems.push({ code: 'WRONG_CASE', path, detail: 'readers on Linux do not find it' })
  }
  const isWheelName = /\.whl$/i.test(filename)
  if (/\.egg$/i.test(filename)) return eggLayout(archive)
  if (isWheelName || infos.size > 0) return infoLayout(archive, { infos, isWheelName, filename, problems })
  return sdistLayout(archive, filename)
}

interface InfoReading {
  readonly infos: ReadonlySet<string>
  readonly isWheelName: boolean
  readonly filename: string
  readonly problems: DistributionProblem[]
}

function infoLayout(archive: Archive, { infos, isWheelName, filename, problems }: InfoReading): Layout {
  const sorted = [...infos].sort()
  const stem = filename.split('-').slice(0, 2).join('-')
  const info = sorted.find((name) => name === `${stem}.dist-info`) ?? sorted[0] ?? null
  if (sorted.length > 1)
    problems.push({
      code: 'SEVERAL_INFO',
      path: sorted.find((name) => name !== info) ?? null,
      detail: sorted.slice(0, 5).join(', '),
    })
  const infoFolder = info === null ? null : `${info}/`
  const metadataPath = infoFolder === null ? null : findPath(archive, `${infoFolder}METADATA`)
  if (metadataPath === null)
    problems.push({ code: 'NO_METADATA', path: infoFolder, detail: 'a wheel has METADATA in its .dist-info' })
  const kind = archive.kind === 'files' && !isWheelName ? 'installed' : 'wheel'
  return { kind, root: '', infoFolder, metadataPath, problems }
}

function findPath(archive: Archive, path: string): string | null {
  return archive.members.some((member) => member.path === path) ? path : null
}

function eggLayout(archive: Archive): Layout {
  const metadataPath = findPath(archive, 'EGG-INFO/PKG-INFO')
  const problems: DistributionProblem[] =
    metadataPath === null ? [{ code: 'NO_METADATA', path: null, detail: 'an egg has EGG-INFO/PKG-INFO' }] : []
  return { kind: 'egg', root: '', infoFolder: 'EGG-INFO/', metadataPath, problems }
}

function sdistLayout(archive: Archive, filename: string): Layout {
  const problems: DistributionProblem[] = []
  const isFolder = archive.kind === 'files' && filename === ''
  const root = isFolder ? '' : commonRoot(archive)
  if (root === null) {
    const tops = new Set(archive.members.map(({ path }) => path.split('/', 1)[0] ?? ''))
    problems.push({ code: 'SEVERAL_ROOTS', path: null, detail: [...tops].slice(0, 5).join(', ') })
  }
  const folder = root ?? ''
  let info: string | null = null
  let wrongCase: string | null = null
  for (const { path } of archive.members) {
    if (!path.startsWith(folder)) continue
    const rest = path.slice(folder.length)
    if (/^(?:src\/)?[^/]+\.egg-info\/PKG-INFO$/.test(rest)) info ??= path.slice(0, -'PKG-INFO'.length)
    if (/^(?:pkg-info|setup\.py|setup\.cfg|pyproject\.toml)$/i.test(rest) && !/^(?:PKG-INFO|[a-z.]+)$/.test(rest))
      wrongCase = path
  }
  if (wrongCase !== null)
    problems.push({ code: 'WRONG_CASE', path: wrongCase, detail: 'readers on Linux do not find it' })
  const metadataPath = findPath(archive, `${folder}PKG-INFO`) ?? (info === null ? null : `${info}PKG-INFO`)
  if (metadataPath === null && !isFolder)
    problems.push({ code: 'NO_METADATA', path: null, detail: 'an sdist has PKG-INFO at its top' })
  return { kind: isFolder ? 'directory' : 'sdist', root: folder, infoFolder: info, metadataPath, problems }
}

/** The one folder that everything lies in, with its `/`; null when there are several. */
function commonRoot(archive: Archive): string | null {
  let root: string | null = null
  for (const { path } of archive.members) {
    const slash = path.indexOf('/')
    const top = slash < 0 ? null : path.slice(0, slash + 1)
    if (top === null || (root !== null && top !== root)) return null
    root = top
  }
  return root
}
