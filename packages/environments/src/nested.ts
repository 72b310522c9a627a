import type { FileTree, NestedComponent } from '@cordon/model'
import { PypaError, parseCoreMetadata, parseName, parseRequirement, pinnedVersion, purlOf } from '@cordon/pypa'
import type { Distribution } from './distribution.ts'
import { licenseOf } from './license.ts'
import { folderOf, joined, nameOf, resolved } from './paths.ts'
import { readText } from './reading.ts'

/** Reads an embedded bill of materials into what it says is inside; null when it is none. */
export type DocumentReader = (bytes: Uint8Array, path: string) => readonly NestedComponent[] | null

const mostComponents = 2000
const mostFolders = 50
const documentLimit = 16 * 1024 * 1024

/**
 * What lies inside of a distribution and is none of its own: bills that it ships (PEP 770), libraries that auditwheel, delocate and delvewheel put
 * beside it, and packages that it vendors. Components of it, never installed packages.
 */
export function nestedIn(
  tree: FileTree,
  distribution: Distribution,
  read: DocumentReader | null,
): readonly NestedComponent[] {
  const paths = pathsOf(distribution)
  return [
    ...documentsIn(tree, distribution, read),
    ...librariesIn(paths),
    ...vendorFolders(tree, distribution, paths).flatMap((folder) => vendoredIn(tree, folder, read)),
  ].slice(0, mostComponents)
}

/** What RECORD lists, from the root of the tree. */
function pathsOf({ record, library }: Distribution): readonly string[] {
  const paths = (record?.entries ?? []).map(({ path }) => resolved(library, path))
  return paths.filter((path) => path !== null)
}

function documentsIn(tree: FileTree, { path }: Distribution, read: DocumentReader | null): readonly NestedComponent[] {
  const folder = joined(path, 'sboms')
  return tree.names(folder).flatMap((name) => documentAt(tree, joined(folder, name), read))
}

function documentAt(tree: FileTree, path: string, read: DocumentReader | null): readonly NestedComponent[] {
  const bytes = tree.look(path)?.kind === 'file' ? tree.read(path, documentLimit) : null
  if (bytes === null) return []
  const components = read?.(bytes, path) ?? []
  return [{ kind: 'document', name: nameOf(path), version: null, purl: null, license: null, path, components }]
}

const libraryFolder = /(?:^|\/)[^/]{1,200}\.libs\/[^/]+$|\/\.dylibs\/[^/]+$/
/** auditwheel and delvewheel add the beginning of a digest to the name: `libssl-3b5a2c1d.so.1.1`. */
const libraryName =
  /^(lib)?([A-Za-z0-9_+.-]{1,100}?)(?:-(?=[0-9a-f]{0,31}\d)[0-9a-f]{8,32})?(?:\.so((?:\.\d{1,9}){0,4})|((?:\.\d{1,9}){0,4})\.dylib|\.dll)$/

function librariesIn(paths: readonly string[]): readonly NestedComponent[] {
  return paths.flatMap((path): readonly NestedComponent[] => {
    const found = libraryFolder.test(path) ? libraryName.exec(nameOf(path)) : null
    if (found === null) return []
    const [, prefix = '', stem = '', soVersion = '', dylibVersion = ''] = found
    const said = `${soVersion}${dylibVersion}`.slice(1)
    const inName = /^(.{1,90}?)-(\d{1,9}(?:\.\d{1,9}){1,4})$/.exec(stem)
    const version = inName?.[2] ?? (said === '' ? null : said)
    const name = `${prefix}${inName?.[1] ?? stem}`
    return [{ kind: 'library', name, version, purl: null, license: null, path, components: [] }]
  })
}

/** Folders called `_vendor`, the outermost ones. */
function vendorFolders(
  tree: FileTree,
  { library, modules, record }: Distribution,
  paths: readonly string[],
): readonly string[] {
  const folders = new Set<string>()
  for (const path of paths) {
    const at = path.indexOf('/_vendor/')
    if (at > 0 && folders.size < mostFolders) folders.add(path.slice(0, at + '/_vendor'.length))
  }
  if (record === null)
    for (const module of modules.slice(0, mostFolders)) {
      const folder = joined(library, `${module}/_vendor`)
      if (tree.look(folder)?.kind === 'folder') folders.add(folder)
    }
  return [...folders].sort()
}

/** By the metadata that was vendored with the code, else by the list that the vendoring tool keeps. */
function vendoredIn(tree: FileTree, folder: string, read: DocumentReader | null): readonly NestedComponent[] {
  const names = tree.names(folder)
  const known = new Map<string, NestedComponent>()
  for (const name of names) {
    if (!name.endsWith('.dist-info')) continue
    const component = vendoredAt(tree, joined(folder, `${name}/METADATA`))
    if (component !== null) known.set(component.name, component)
  }
  const list = joined(folder, 'vendor.txt')
  for (const component of listed(readText(tree, list, 1024 * 1024) ?? '', list))
    if (!known.has(component.name)) known.set(component.name, component)
  const documents = names
    .filter((name) => /\.(?:cdx|spdx)\.json$/.test(name))
    .flatMap((name) => documentAt(tree, joined(folder, name), read))
  return [...known.values(), ...documents]
}

function vendoredAt(tree: FileTree, path: string): NestedComponent | null {
  const text = readText(tree, path, 4 * 1024 * 1024)
  if (text === null) return null
  const metadata = parseCoreMetadata(text)
  const { name, version } = metadata
  if (name === null) return null
  const release = version === null ? null : version.raw
  const license = licenseOf(metadata)?.value ?? null
  const purl = purlOf(name, version?.kind === 'pep440' ? version.normalized : release)
  return { kind: 'vendored', name, version: release, purl, license, path: folderOf(path), components: [] }
}

/** `vendor.txt`: requirements, one a line, each pinned. */
function listed(text: string, path: string): readonly NestedComponent[] {
  return text.split(/\r\n|\r|\n/, 2000).flatMap((line): readonly NestedComponent[] => {
    const written = line.replace(/(?:^|\s)#.*$/, '').trim()
    if (written === '' || parseName(/^[A-Za-z0-9._-]{1,200}/.exec(written)?.[0] ?? '') === null) return []
    try {
      const { name, specifier } = parseRequirement(written)
      const version = pinnedVersion(specifier)?.raw ?? null
      return [{ kind: 'vendored', name, version, purl: purlOf(name, version), license: null, path, components: [] }]
    } catch (error) {
      // A line of another kind (an option, a comment of the tool) lists no package.
      if (error instanceof PypaError) return []
      throw error
    }
  })
}
