import type { InstallOption, Lockfile, Scope, Skipped } from '@cordon/model'
import { lockfileOf, optionOf, skip } from '../builder.ts'
import { CondaCollector, type CondaPlace } from '../conda/collector.ts'
import { LockfileError } from '../error.ts'
import type { LockfileFormat } from '../format.ts'
import { type DataNode, entriesOf, itemsOf, textAt, textOf, valueAt } from '../node.ts'
import { type PixiRecord, readPixiRecord } from '../pixi/record.ts'
import { parseYaml } from '../yaml.ts'

const knownVersions: ReadonlySet<string> = new Set(['4', '5', '6', '7'])

/** pixi's lock file: environments that name packages for each platform, and the packages. */
export const pixiLock = {
  id: 'pixi-lock',
  title: 'pixi.lock',
  files: ['pixi.lock'],
  role: 'lock',
  matches(path) {
    return /(?:^|[/.])pixi\.lock$/.test(path)
  },
  parse(text, path) {
    return read(parseYaml(text), path)
  },
} as const satisfies LockfileFormat

interface Reading {
  readonly path: string
  readonly collector: CondaCollector
  /** The records of each address; a folder of sources may hold several packages. */
  readonly records: Map<string, PixiRecord[]>
  readonly used: Set<PixiRecord>
  readonly options: Map<string, InstallOption>
  readonly skipped: Skipped[]
}

function read(root: DataNode, path: string): Lockfile {
  const version = textAt(root, 'version')
  if (root.kind !== 'mapping' || version === null) {
    throw new LockfileError('MALFORMED', 'A pixi.lock is a mapping with a `version`; lock again.', { line: root.line })
  }
  if (!knownVersions.has(version)) {
    const line = valueAt(root, 'version')?.line ?? 0
    const reason = `Version ${version} of pixi.lock is not known (4 to 7 are); lock again with a current pixi.`
    throw new LockfileError('UNSUPPORTED_VERSION', reason, { line })
  }
  const reading: Reading = {
    path,
    collector: new CondaCollector(),
    records: new Map(),
    used: new Set(),
    options: new Map(),
    skipped: [],
  }
  for (const node of itemsOf(valueAt(root, 'packages'))) readPackage(node, reading)
  for (const { key, value } of entriesOf(valueAt(root, 'environments'))) readEnvironment(key, value, reading)
  return finish(reading)
}

function readPackage(node: DataNode, { path, records, skipped }: Reading): void {
  const record = readPixiRecord(node, path, skipped)
  if (record === null) return
  const known = records.get(record.key)
  if (known === undefined) records.set(record.key, [record])
  else known.push(record)
}

function readEnvironment(name: string, node: DataNode, reading: Reading): void {
  const scope: Scope = { kind: name === 'default' ? 'main' : 'group', name }
  const indexes = itemsOf(valueAt(node, 'indexes')).flatMap((item) => {
    const url = textOf(item)
    return url === null ? [] : [{ url, line: item.line }]
  })
  for (const [position, { url, line }] of indexes.entries()) {
    addOption(position === 0 ? 'index-url' : 'extra-index-url', url, line, reading)
  }
  for (const item of itemsOf(valueAt(node, 'find-links'))) {
    addOption('find-links', textAt(item, 'path') ?? textAt(item, 'url') ?? '', item.line, reading)
  }
  const index = indexes.length === 1 ? (indexes[0]?.url ?? null) : null
  for (const { key: platform, value } of entriesOf(valueAt(node, 'packages'))) {
    for (const reference of itemsOf(value))
      readReference(reference, { platform, environment: name, scope, index }, reading)
  }
}

function addOption(kind: InstallOption['kind'], value: string, line: number, reading: Reading): void {
  const key = `${kind} ${value}`
  if (value === '' || reading.options.has(key)) return
  reading.options.set(key, optionOf({ kind, value, at: { path: reading.path, line }, text: value }))
}

interface Where extends CondaPlace {
  readonly scope: Scope
  /** The one index of the environment. */
  readonly index: string | null
}

function readReference(node: DataNode, where: Where, reading: Reading): void {
  const [first] = entriesOf(node)
  const key = first === undefined ? '' : `${first.key}: ${textOf(first.value) ?? ''}`
  const name = textAt(node, 'name')
  const all = reading.records.get(key) ?? []
  const fitting = name === null ? all : all.filter((record) => record.name === name)
  if (fitting.length === 0) {
    const reason = 'The environment names a package that the lock does not describe; lock again.'
    reading.skipped.push(skip({ path: reading.path, line: node.line }, 'BAD_ENTRY', key, reason))
  }
  const extras = itemsOf(valueAt(node, 'extras')).flatMap((item) => textOf(item) ?? [])
  for (const record of fitting) {
    reading.used.add(record)
    const { dependency } = record
    const isDefault = dependency.origin.kind === 'index' && dependency.origin.url === null
    const origin = isDefault ? ({ kind: 'index', url: where.index } as const) : dependency.origin
    reading.collector.add({ ...dependency, origin, extras }, record.needs, where)
  }
}

function finish(reading: Reading): Lockfile {
  const { path, collector, options, skipped } = reading
  // What no environment names is kept: a lock edited by hand must not hide a package.
  for (const records of reading.records.values()) {
    for (const record of records) if (!reading.used.has(record)) collector.add(record.dependency, record.needs, null)
  }
  const { dependencies, edges, complete } = collector.finish()
  if (!complete) skipped.push(skip({ path, line: 0 }, 'TOO_MANY', '', 'There are more edges than are kept.'))
  return lockfileOf({
    path,
    format: 'pixi-lock',
    role: 'lock',
    dependencies,
    edges,
    options: [...options.values()],
    skipped,
  })
}
