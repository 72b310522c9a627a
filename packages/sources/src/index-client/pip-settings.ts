/**
 * Where pip itself would look for packages, read from its configuration files and environment variables without running it:
 * `pip config` calls Python, and a project may bring a Python of its own. The order is pip's: global, user, site, `PIP_CONFIG_FILE`,
 * then `PIP_*` variables, each over the one before.
 */
import { readFileSync, statSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { systemCode } from '../disk.ts'
import { SourceError } from '../error.ts'

/** What pip's configuration says of where packages come from. */
export interface PipSettings {
  /** The main index, or null where pip's own default holds. */
  readonly indexUrl: string | null
  readonly extraIndexUrls: readonly string[]
  readonly noIndex: boolean
  /** Folders and pages of links, as they are written. */
  readonly findLinks: readonly string[]
  /** Where pip keeps what it fetched; null where its own default holds. */
  readonly cacheFolder: string | null
  /** The files that were read, the last of which counts most. */
  readonly files: readonly string[]
}

export interface PipPlaces {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  /** Empty where there is none. */
  readonly home: string
}

const longestFile = 1024 * 1024
/** Later sections count more: `[install]` is what matters to whoever installs, `[download]` to whoever only fetches. */
const sections = ['global', 'install', 'download'] as const

/** Reads pip's settings; throws `UNREADABLE` for a file that is named by the environment and cannot be read. */
export function readPipSettings(places: PipPlaces): PipSettings {
  const values = new Map<string, string>()
  const files: string[] = []
  for (const { path, isNamed } of configFiles(places)) {
    const text = readConfig(path, isNamed)
    if (text === null) continue
    files.push(path)
    for (const [key, value] of parsePipConfig(text)) values.set(key, value)
  }
  for (const [key, name] of variables) {
    const value = places.env[name]
    if (value !== undefined && value.trim() !== '') values.set(key, value.trim())
  }
  return {
    indexUrl: wordsOf(values.get('index-url'))[0] ?? null,
    extraIndexUrls: wordsOf(values.get('extra-index-url')),
    findLinks: wordsOf(values.get('find-links')),
    cacheFolder: values.get('cache-dir') ?? null,
    noIndex: /^(?:1|true|yes|on)$/i.test(values.get('no-index') ?? ''),
    files,
  }
}

const variables = [
  ['index-url', 'PIP_INDEX_URL'],
  ['extra-index-url', 'PIP_EXTRA_INDEX_URL'],
  ['no-index', 'PIP_NO_INDEX'],
  ['find-links', 'PIP_FIND_LINKS'],
  ['cache-dir', 'PIP_CACHE_DIR'],
] as const

function wordsOf(text: string | undefined): readonly string[] {
  return (text ?? '').split(/\s+/).filter((word) => word !== '')
}

interface ConfigFile {
  readonly path: string
  readonly isNamed: boolean
}

function configFiles({ env, platform, home }: PipPlaces): readonly ConfigFile[] {
  const named = env.PIP_CONFIG_FILE ?? ''
  // pip: the null device switches all configuration files off.
  if (named === '/dev/null' || named.toLowerCase() === 'nul') return []
  const found = [...globalFiles(env, platform), ...userFiles(env, platform, home)]
  const site = env.VIRTUAL_ENV ?? ''
  if (isAbsolute(site)) found.push(join(site, platform === 'win32' ? 'pip.ini' : 'pip.conf'))
  const files = found.map((path) => ({ path, isNamed: false }))
  return named === '' ? files : [...files, { path: named, isNamed: true }]
}

function globalFiles(env: PipPlaces['env'], platform: NodeJS.Platform): readonly string[] {
  if (platform === 'win32') return [join(env.PROGRAMDATA ?? 'C:\\ProgramData', 'pip', 'pip.ini')]
  if (platform === 'darwin') return ['/Library/Application Support/pip/pip.conf']
  const folders = (env.XDG_CONFIG_DIRS || '/etc/xdg').split(':').filter((folder) => isAbsolute(folder))
  return [...folders.reverse().map((folder) => join(folder, 'pip', 'pip.conf')), '/etc/pip.conf']
}

function userFiles(env: PipPlaces['env'], platform: NodeJS.Platform, home: string): readonly string[] {
  if (home === '') return []
  if (platform === 'win32')
    return [join(home, 'pip', 'pip.ini'), ...(env.APPDATA ? [join(env.APPDATA, 'pip', 'pip.ini')] : [])]
  const xdg = isAbsolute(env.XDG_CONFIG_HOME ?? '') ? (env.XDG_CONFIG_HOME ?? '') : join(home, '.config')
  const own = [join(home, '.pip', 'pip.conf'), join(xdg, 'pip', 'pip.conf')]
  return platform === 'darwin' ? [...own, join(home, 'Library', 'Application Support', 'pip', 'pip.conf')] : own
}

function readConfig(path: string, isNamed: boolean): string | null {
  try {
    const stats = statSync(path, { throwIfNoEntry: false })
    if (stats?.isFile() === true && stats.size <= longestFile) return readFileSync(path, 'utf8')
    if (!isNamed) return null
  } catch (cause) {
    if (!isNamed) return null
    throw new SourceError('UNREADABLE', `${path}: cannot be read (${systemCode(cause)}). PIP_CONFIG_FILE names it.`, {
      cause,
    })
  }
  throw new SourceError('UNREADABLE', `${path}: no file that could be pip's configuration. PIP_CONFIG_FILE names it.`)
}

/** The options of the sections that matter, the later section over the earlier. Keys as pip writes them: `index-url`. */
export function parsePipConfig(text: string): ReadonlyMap<string, string> {
  const bySection = new Map<string, Map<string, string>>()
  let current: Map<string, string> | null = null
  let key: string | null = null
  for (const line of text.replace(/^\ufeff/, '').split(/\r?\n/)) {
    if (/^\s*(?:[#;]|$)/.test(line)) continue
    const header = /^\[([^\]]{1,200})\]/.exec(line)
    if (header !== null) {
      const name = (header[1] ?? '').trim()
      current = bySection.get(name) ?? new Map()
      bySection.set(name, current)
      key = null
    } else if (/^\s/.test(line) && current !== null && key !== null) {
      current.set(key, `${current.get(key) ?? ''} ${line.trim()}`.trim())
    } else key = readOption(line, current)
  }
  return new Map(sections.flatMap((name) => [...(bySection.get(name) ?? [])]))
}

function readOption(line: string, section: Map<string, string> | null): string | null {
  const cut = line.search(/[=:]/)
  if (cut <= 0 || section === null) return null
  const key = line.slice(0, cut).trim().toLowerCase().replaceAll('_', '-')
  section.set(key, line.slice(cut + 1).trim())
  return key
}
