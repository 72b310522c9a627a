import type { RecordEntry, RecordFile } from '@cordon/pypa'

/** Files that installers add to the metadata of what they install. */
const addedByInstallers: ReadonlySet<string> = new Set([
  'INSTALLER',
  'RECORD',
  'RECORD.jws',
  'RECORD.p7s',
  'REQUESTED',
  'direct_url.json',
  'provenance_url.json',
  'uv_build.json',
  'uv_cache.json',
])
const infoFile = /^[^/]+\.dist-info\/([^/]+)$/
/** What a wheel puts elsewhere: `<name>.data/<scheme>/<path>`. */
const dataFile = /^[^/]+\.data\/(purelib|platlib|scripts|headers|data)\/(.+)$/

/**
 * Whether what is installed is the content of a wheel, by the digests of both RECORDs: every file of the wheel is listed with the same digest, and
 * nothing else is but what installers add. Scripts are left out, since installers write their first line anew.
 */
export function isContentOf(installed: RecordFile, wheel: RecordFile): boolean {
  const own = new Map(installed.entries.map((entry) => [entry.path.replaceAll('\\', '/'), entry] as const))
  const elsewhere = new Set([...own].flatMap(([path, { hash }]) => (isElsewhere(path) ? [digestOf(hash)] : [])))
  const expected = new Set<string>()
  let compared = 0
  for (const entry of wheel.entries) {
    if (isAdded(entry.path)) continue
    const [, scheme, rest = ''] = dataFile.exec(entry.path) ?? []
    if (scheme === 'scripts') continue
    if (scheme === 'headers' || scheme === 'data') {
      if (!elsewhere.has(digestOf(entry.hash))) return false
      continue
    }
    const path = scheme === undefined ? entry.path : rest
    if (!isSame(own.get(path), entry)) return false
    expected.add(path)
    compared += 1
  }
  return (
    compared > 0 &&
    [...own.keys()].every((path) => expected.has(path) || isAdded(path) || isElsewhere(path) || isBytecode(path))
  )
}

function isSame(installed: RecordEntry | undefined, { hash, size }: RecordEntry): boolean {
  if (installed === undefined || hash === null || installed.hash === null) return false
  return (
    digestOf(installed.hash) === digestOf(hash) && (size === null || installed.size === null || installed.size === size)
  )
}

function digestOf(hash: RecordEntry['hash']): string {
  return hash === null ? '' : `${hash.algorithm}=${hash.digest.replace(/={1,2}$/, '')}`
}

function isAdded(path: string): boolean {
  const name = infoFile.exec(path)?.[1]
  return name !== undefined && addedByInstallers.has(name)
}

/** Scripts, headers and data lie outside of the library folder. */
function isElsewhere(path: string): boolean {
  return path.startsWith('../') || path.startsWith('/') || /^[A-Za-z]:/.test(path)
}

function isBytecode(path: string): boolean {
  return path.endsWith('.pyc') && path.includes('__pycache__/')
}
