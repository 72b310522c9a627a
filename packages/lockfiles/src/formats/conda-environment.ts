import type { Dependency, Include, InstallOption, Location, Lockfile, Skipped } from '@cordon/model'
import { condaName } from '@cordon/pypa'
import { dependencyOf, lockfileOf, skip } from '../builder.ts'
import { parseMatchSpec } from '../conda/match-spec.ts'
import { channelName, condaArtifact } from '../conda/url.ts'
import { LockfileError } from '../error.ts'
import type { LockfileFormat } from '../format.ts'
import { type DataEntry, type DataNode, entriesOf, isNull, itemsOf, textAt, textOf, valueAt } from '../node.ts'
import { parseRequirementsText } from '../requirements/read.ts'
import { parseYaml } from '../yaml.ts'

const names = /(?:^|[-_.])environments?(?:[-_.].*)?\.ya?ml$|^environment.*\.ya?ml$|^conda(?:[-_.]env.*)?\.ya?ml$/

/** conda's environment file: conda packages, and a list of pip's own requirement lines. */
export const condaEnvironment = {
  id: 'conda-environment',
  title: 'conda environment file',
  files: ['environment.yml', 'environment-*.yaml', 'conda.yml'],
  role: 'manifest',
  matches(path) {
    const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
    return names.test(name) && !name.includes('conda-lock')
  },
  parse(text, path) {
    return read(parseYaml(text), path)
  },
} as const satisfies LockfileFormat

interface Reading {
  readonly path: string
  readonly channels: readonly string[]
  readonly dependencies: Dependency[]
  readonly options: InstallOption[]
  readonly includes: Include[]
  readonly skipped: Skipped[]
  requiresPython: string | null
}

function read(root: DataNode, path: string): Lockfile {
  if (root.kind !== 'mapping') {
    if (isNull(root)) return lockfileOf({ path, format: 'conda-environment', role: 'manifest' })
    throw new LockfileError('MALFORMED', 'An environment file is a mapping with `dependencies`.', { line: root.line })
  }
  const channels = itemsOf(valueAt(root, 'channels')).flatMap((item) => textOf(item) ?? [])
  const reading: Reading = {
    path,
    channels: channels.filter((channel) => channel !== 'nodefaults').map(channelName),
    dependencies: [],
    options: [],
    includes: [],
    skipped: [],
    requiresPython: null,
  }
  const list = valueAt(root, 'dependencies')
  if (list !== null && list.kind !== 'sequence') leaveOut(list, 'dependencies', '`dependencies` is a list.', reading)
  for (const item of itemsOf(list)) readItem(item, reading)
  return lockfileOf({ ...reading, format: 'conda-environment', role: 'manifest' })
}

function leaveOut(node: DataNode, text: string, reason: string, reading: Reading): void {
  reading.skipped.push(skip({ path: reading.path, line: node.line }, 'BAD_ENTRY', text, reason))
}

function readItem(item: DataNode, reading: Reading): void {
  const text = textOf(item)
  if (text !== null) readSpec(text, { path: reading.path, line: item.line }, reading)
  else if (item.kind !== 'mapping') leaveOut(item, '', 'An entry is a package or a list for pip.', reading)
  for (const entry of entriesOf(item)) {
    if (entry.key === 'pip') readPip(entry, reading)
    else
      leaveOut(item, entry.key, `conda knows no installer \`${entry.key.slice(0, 40)}\`; only pip has a list.`, reading)
  }
}

function readSpec(text: string, at: Location, reading: Reading): void {
  const spec = parseMatchSpec(text)
  if (spec === null) {
    reading.skipped.push(skip(at, 'BAD_REQUIREMENT', text, 'It is no conda match specification such as `numpy>=1.26`.'))
    return
  }
  const [only] = reading.channels
  const channel = spec.channel ?? (reading.channels.length === 1 ? (only ?? null) : null)
  if (spec.name === 'python' && spec.specifier !== null) reading.requiresPython = spec.specifier.raw || null
  const { artifact } = condaArtifact(spec.url, { sha256: null, md5: null })
  reading.dependencies.push(
    dependencyOf({
      name: condaName(spec.name),
      at,
      text,
      version: spec.version,
      specifier: spec.specifier,
      origin: { kind: 'conda', channel },
      artifacts: artifact === null ? [] : [artifact],
      direct: true,
    }),
  )
}

/** conda writes the list into a requirements file and gives that to pip, so it is read as one. */
function readPip(entry: DataEntry, reading: Reading): void {
  if (entry.value.kind !== 'sequence') {
    if (!isNull(entry.value)) leaveOut(entry.value, 'pip', 'The list for pip is a list.', reading)
    return
  }
  const lines: string[] = []
  const places: number[] = []
  for (const item of entry.value.items) {
    const text = textOf(item)
    if (text === null) {
      leaveOut(item, textAt(item, 'pip') ?? '', 'An entry for pip is one line of a requirements file.', reading)
      continue
    }
    for (const line of text.split(/\r\n|\r|\n/)) {
      lines.push(line)
      places.push(item.line)
    }
  }
  const file = parseRequirementsText(lines.join('\n'), reading.path)
  const moved = <T extends { readonly at: Location }>(one: T): T => ({
    ...one,
    at: { ...one.at, line: places[one.at.line - 1] ?? entry.line },
  })
  for (const one of file.dependencies) reading.dependencies.push({ ...moved(one), direct: true })
  for (const one of file.options) reading.options.push(moved(one))
  for (const one of file.includes) reading.includes.push(moved(one))
  for (const one of file.skipped) reading.skipped.push(moved(one))
}
