import type { FileTree, PythonRuntime } from '@cordon/model'
import { type LibraryPlace, settingsAt } from './layout.ts'
import { folderOf, joined, nameOf } from './paths.ts'
import { readText } from './reading.ts'

const folderName = /^(python|pypy|graalpy)(\d{1,2}(?:\.\d{1,3})?)[a-z]{0,2}$/
const exact = /^\d{1,2}\.\d{1,3}(?:\.\d{1,4}(?:(?:a|b|rc)\d{1,3})?)?\+?$/

/** The Python whose standard library is this folder (`usr/lib/python3.12`), its version from `patchlevel.h` where that was kept. */
export function runtimeOfStandard(tree: FileTree, folder: string): PythonRuntime | null {
  const named = folderName.exec(nameOf(folder))
  if (named === null) return null
  const prefix = folderOf(folderOf(folder))
  // Until 3.7 the folder of headers told the ABI too: `python3.7m`.
  const headers = ['', 'm'].map((abi) => joined(prefix, `include/${nameOf(folder)}${abi}/patchlevel.h`))
  const header = headerVersion(tree, headers, named[2] ?? '')
  return {
    implementation: implementationOf(named[1] ?? ''),
    version: header ?? named[2] ?? null,
    path: folder,
    owner: null,
    layer: null,
  }
}

/** Standard libraries of a prefix, which a walk that began elsewhere has not come upon. */
export function standardBeside(tree: FileTree, root: string): readonly string[] {
  return ['lib', 'lib64'].flatMap((name) => {
    const library = joined(root, name)
    return tree
      .names(library)
      .filter((each) => folderName.test(each))
      .map((each) => joined(library, each))
      .filter((folder) => tree.look(joined(folder, 'os.py')) !== null)
  })
}

function headerVersion(tree: FileTree, paths: readonly string[], series: string): string | null {
  for (const path of paths) {
    const text = readText(tree, path, 256 * 1024)
    const version = /^#define[ \t]{1,16}PY_VERSION[ \t]{1,16}"([^"\n]{1,40})"/m.exec(text ?? '')?.[1] ?? ''
    if (exact.test(version) && version.startsWith(`${series}.`)) return version.replace('+', '')
  }
  return null
}

function implementationOf(word: string): PythonRuntime['implementation'] {
  const lower = word.toLowerCase()
  if (lower.startsWith('pypy')) return 'pypy'
  return lower.startsWith('graalpy') ? 'graalpy' : 'cpython'
}

/** The Python that an environment is for: of `pyvenv.cfg`, else of the standard library beside it, else what its folders are called. */
export function runtimeOf(
  tree: FileTree,
  places: readonly LibraryPlace[],
  runtimes: readonly PythonRuntime[],
): PythonRuntime | null {
  const [place] = places
  if (place === undefined) return null
  const settings = settingsAt(tree, place.root)
  const said = (settings?.get('version_info') ?? settings?.get('version') ?? '').split('.').slice(0, 3).join('.')
  if (exact.test(said))
    return {
      implementation: implementationOf(settings?.get('implementation') ?? place.implementation),
      version: said,
      path: joined(place.root, 'pyvenv.cfg'),
      owner: null,
      layer: null,
    }
  const series = places.find(({ python }) => python?.includes('.'))?.python ?? null
  const beside = runtimes.filter(({ path }) => folderOf(folderOf(path)) === place.root)
  const same = series === null ? beside : beside.filter(({ version }) => isOfSeries(version, series))
  const [only] = same
  if (only !== undefined && (series !== null || same.length === 1)) return only
  if (place.python === null && series === null) return null
  const { implementation } = place
  return { implementation, version: series ?? place.python, path: place.root, owner: null, layer: null }
}

function isOfSeries(version: string | null, series: string): boolean {
  return version === series || version?.startsWith(`${series}.`) === true
}
