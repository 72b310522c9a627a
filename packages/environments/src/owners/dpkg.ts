import type { Owner } from '@cordon/model'
import { joined } from '../paths.ts'
import { readBytes, readText } from '../reading.ts'
import type { Owned, OwnerRequest } from './owners.ts'
import { writePurl } from './purl.ts'

const database = 'var/lib/dpkg'
const statusLimit = 256 * 1024 * 1024
const listLimit = 64 * 1024 * 1024
const mostPackages = 200_000
const pythonMark = Buffer.from('/python')
const packagesMark = Buffer.from('-packages/')

/** What dpkg has installed: `status`, and the lists of files beside it; without either (distroless), `status.d`. */
export function readDpkg(request: OwnerRequest, found: Owned): void {
  const { tree } = request
  const packages = new Map<string, Owner>()
  const status = readText(tree, `${database}/status`, statusLimit)
  if (status !== null) addPackages(status, request, packages)
  else if (tree.look(`${database}/status`) !== null)
    found.problems.push({
      path: `${database}/status`,
      code: 'TOO_LARGE',
      reason: 'it cannot be read, so nothing is known to be owned by it',
    })
  for (const name of tree.names(`${database}/info`))
    if (name.endsWith('.list')) {
      const owner = packages.get(name.slice(0, -'.list'.length))
      if (owner !== undefined) addFiles(joined(`${database}/info`, name), owner, request, found)
    }
  addLoose(request, found)
}

/** Distroless images: one paragraph and one list of digests for each package. */
function addLoose(request: OwnerRequest, found: Owned): void {
  const folder = `${database}/status.d`
  for (const name of request.tree.names(folder)) {
    if (name.endsWith('.md5sums')) continue
    const packages = new Map<string, Owner>()
    addPackages(readText(request.tree, joined(folder, name), listLimit) ?? '', request, packages)
    const [owner] = packages.values()
    if (owner !== undefined) addFiles(joined(folder, `${name}.md5sums`), owner, request, found)
  }
}

/** Under its name and under `name:arch`, as lists of packages for several architectures are called. */
function addPackages(text: string, { system }: OwnerRequest, packages: Map<string, Owner>): void {
  let at = 0
  for (let count = 0; at < text.length && count < mostPackages; count++) {
    const gap = text.indexOf('\n\n', at)
    const end = gap < 0 ? text.length : gap
    const fields = fieldsOf(text.slice(at, Math.min(end, at + 1_000_000)))
    at = end + 2
    const name = fields.get('package') ?? ''
    const version = fields.get('version') ?? ''
    // `deinstall ok config-files`: its files are gone.
    if (name === '' || version === '' || !isInstalled(fields.get('status'))) continue
    const architecture = fields.get('architecture') ?? ''
    const owner: Owner = {
      kind: 'dpkg',
      name,
      version,
      source: sourceOf(fields.get('source'), { name, version }),
      purl: writePurl({
        type: 'deb',
        namespace: system.id ?? 'debian',
        name,
        version,
        qualifiers: { arch: architecture, distro: system.distro },
      }),
    }
    packages.set(name, owner)
    packages.set(`${name}:${architecture}`, owner)
  }
}

function isInstalled(status: string | undefined): boolean {
  return status === undefined || / (?:installed|half-configured|unpacked|triggers-\w{1,20})$/.test(status)
}

/** `Source: requests (2.28.1+dfsg-1)`; the package's own version where none stands there. */
function sourceOf(text: string | undefined, own: { readonly name: string; readonly version: string }): Owner['source'] {
  if (text === undefined) return own
  const open = text.indexOf(' (')
  return open < 0
    ? { name: text.trim(), version: own.version }
    : { name: text.slice(0, open).trim(), version: text.slice(open + 2).replace(/\)\s*$/, '') }
}

const wantedFields: ReadonlySet<string> = new Set(['package', 'version', 'status', 'architecture', 'source'])

function fieldsOf(paragraph: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>()
  for (const line of paragraph.split('\n')) {
    const colon = line.indexOf(':')
    const key = line.slice(0, Math.max(colon, 0)).toLowerCase()
    if (wantedFields.has(key) && !fields.has(key)) fields.set(key, line.slice(colon + 1).trim())
  }
  return fields
}

/** A list names one path a line, with or without a digest before it. */
function addFiles(path: string, owner: Owner, { tree, wanted }: OwnerRequest, { byPath }: Owned): void {
  const bytes = readBytes(tree, path, listLimit)
  if (bytes === null || !mayHoldPython(bytes)) return
  for (const line of new TextDecoder().decode(bytes).split('\n')) {
    const file = line.replace(/^[0-9a-f]{32} {2}/, '').replace(/^\.?\//, '')
    if (wanted.has(file) && !byPath.has(file)) byPath.set(file, owner)
  }
}

/** Most lists hold nothing of Python, and are not worth a line by line look. */
function mayHoldPython(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return buffer.includes(packagesMark) || buffer.includes(pythonMark)
}
