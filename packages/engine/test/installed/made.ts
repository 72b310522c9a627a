import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import {
  type CandidateFinder,
  folderFinder,
  openInstalled,
  type RecordedDistribution,
  type RecordRequest,
  recordAt,
  recordOrigins,
} from '@cordon/engine/installed'
import { parseName, parseVersion } from '@cordon/pypa'
import { distInfo, type MadeDistribution, temporaryFolder, writeZip } from '@cordon/testkit'

export const library = 'lib/python3.12/site-packages'

export interface MadeEnvironment {
  readonly cwd: string
  readonly root: string
  /** Absolute path of a distribution's metadata. */
  info(name: string, version?: string): string
  /** Every file below the root with the digest of its bytes. */
  content(): Readonly<Record<string, string>>
  record(request: Partial<RecordRequest>): Promise<ReadonlyMap<string, RecordedDistribution>>
}

/** A virtual environment on disk that holds these distributions. */
export function madeEnvironment(t: TestContext, made: readonly MadeDistribution[]): MadeEnvironment {
  const cwd = temporaryFolder(t)
  const root = join(cwd, 'venv')
  const files = {
    'pyvenv.cfg': 'version = 3.12.4\n',
    ...Object.assign({}, ...made.map((each) => distInfo(library, each))),
  }
  for (const [path, text] of Object.entries<string>(files)) write(join(root, path), text)
  return {
    cwd,
    root,
    info: (name, version = '1.0') => join(root, library, `${name}-${version}.dist-info`),
    content: () => contentOf(root),
    record: async (request) => {
      const [environment] = await recordOrigins(openInstalled('venv', { cwd, verify: false }), {
        near: [],
        far: [],
        readRecord: async ({ path }) => (path === null ? null : recordAt(path)),
        onlyBinary: false,
        dryRun: false,
        ...request,
      })
      return new Map(environment?.distributions.map((each) => [each.name, each] as const))
    },
  }
}

export function write(path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

export function contentOf(root: string, folder = ''): Readonly<Record<string, string>> {
  return Object.assign(
    {},
    ...readdirSync(join(root, folder)).map((name) => {
      const path = folder === '' ? name : `${folder}/${name}`
      if (statSync(join(root, path)).isDirectory()) return contentOf(root, path)
      return {
        [path]: createHash('sha256')
          .update(readFileSync(join(root, path)))
          .digest('hex'),
      }
    }),
  )
}

/** A wheel that installs as `distInfo` has it installed: without the files of an installer. */
export function madeWheel(made: MadeDistribution, change: Readonly<Record<string, string>> = {}): Buffer {
  const { installer: _, requested: __, ...own } = made
  const code = { ...own.code, ...change }
  const files = distInfo('', Object.keys(code).length === 0 ? own : { ...own, code })
  return writeZip(Object.entries(files).map(([name, data]) => ({ name, data })))
}

export function wheelFolder(cwd: string, wheels: Readonly<Record<string, Uint8Array>>): CandidateFinder {
  const folder = join(cwd, 'wheels')
  for (const [name, bytes] of Object.entries(wheels)) write(join(folder, name), bytes)
  return folderFinder(folder, 'wheels')
}

export function sha256Of(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export interface Told {
  readonly source: CandidateFinder['source']
  readonly url?: string | null
  readonly filename: string
  readonly sha256?: string
  readonly version?: string
  readonly isDirect?: boolean
}

/** What one source tells of the project `demo`. */
export function tells(...files: readonly Told[]): CandidateFinder {
  const [first] = files
  return {
    source: first?.source ?? 'lock',
    find: (name) =>
      name === parseName('demo')
        ? files.map(({ source, url, filename, sha256, version, isDirect }) => ({
            source,
            told: `the ${source}`,
            filename,
            url: url === undefined ? `https://files.example.invalid/${filename}` : url,
            hashes: sha256 === undefined ? [] : [{ algorithm: 'sha256', value: sha256 }],
            isDirect: isDirect ?? false,
            path: null,
            version: parseVersion(version ?? '1.0'),
          }))
        : [],
  }
}
