import { type Dependency, type Location, type Lockfile, versionText } from '@cordon/model'
import { defaultIndexUrl } from '@cordon/pypa'
import { originText } from '../facts-in-words.ts'
import type { RenderOptions } from '../format.ts'
import { type Inventory, sortDependencies, sortFiles } from '../inventory.ts'
import { groupsOf } from '../shapes.ts'
import { placeText } from '../text/names.ts'
import { type Screen, screenOf } from '../text/screen.ts'
import { countOf, groupDigits, visible } from '../text/visible.ts'
import { cutToWidth, displayWidth, fitToWidth, wrapToWidth } from '../text/width.ts'
import { coverageLines, skippedLines, warningLines } from './unchecked.ts'

const gap = '  '

interface Row {
  readonly mark: string
  readonly name: string
  readonly version: string
  readonly line: string
  readonly notes: string
}

function isPinned({ version, own, constraint }: Dependency): boolean {
  return version !== null || own || constraint
}

/** Where a file of the same folder pins a name, by folder and name. */
type Pins = ReadonlyMap<string, Location>

function pinKey(path: string, name: string): string {
  return `${path.slice(0, path.lastIndexOf('/') + 1)}\0${name}`
}

function pinsOf({ files }: Inventory): Pins {
  const pins = new Map<string, Location>()
  // A lock answers before a requirements file does.
  const locksFirst = [...sortFiles(files)].sort((a, b) => Number(b.role === 'lock') - Number(a.role === 'lock'))
  for (const file of locksFirst)
    for (const { name, version, own, constraint, at } of sortDependencies(file)) {
      const key = pinKey(file.path, name)
      if (file.role !== 'command' && version !== null && !own && !constraint && !pins.has(key)) pins.set(key, at)
    }
  return pins
}

/** Commands do not read the lock beside them. */
function pinOf(pins: Pins, file: Lockfile, { name }: Dependency): Location | null {
  return file.role === 'command' ? null : (pins.get(pinKey(file.path, name)) ?? null)
}

function isDefaultIndex(url: string): boolean {
  return url.replace(/\/$/, '') === defaultIndexUrl
}

/** What stands out about a dependency: where it comes from if not from an index, and what it is if not a plain pin. */
function notesOf(dependency: Dependency, pinnedAt: Location | null, verbose: boolean): readonly string[] {
  const { origin, marker, own, constraint, editable } = dependency
  const plain = origin.kind === 'index' && (origin.url === null || isDefaultIndex(origin.url))
  const groups = groupsOf(dependency).filter((group) => group !== 'main' && group !== 'default')
  const hashes = dependency.artifacts.reduce((sum, each) => sum + each.hashes.length, 0)
  return [
    ...(own ? ['the project itself'] : []),
    ...(constraint ? ['constraint'] : []),
    ...(isPinned(dependency) ? [] : [pinnedAt === null ? 'not pinned' : `pinned at ${placeText(pinnedAt)}`]),
    ...(editable ? ['editable'] : []),
    ...ownedBy(dependency),
    ...(plain || own ? [] : [origin.kind === 'conda' ? originText(origin) : `from ${originText(origin)}`]),
    ...(groups.length === 0 ? [] : [`for ${visible(groups.join(', '))}`]),
    ...(verbose && marker !== null ? [`only if ${visible(marker.raw)}`] : []),
    ...(verbose && hashes > 0 ? [countOf(hashes, 'hash', 'hashes')] : []),
  ]
}

/** The package that put it there, and what lies inside of it. */
function ownedBy({ installed }: Dependency): readonly string[] {
  if (installed === undefined) return []
  const { owner, components } = installed
  return [
    ...(owner === null ? [] : [visible(`${owner.kind}: ${owner.name} ${owner.version}`)]),
    ...(components.length === 0 ? [] : [`${countOf(components.length, 'component')} inside`]),
  ]
}

function markOf(dependency: Dependency, pinnedAt: Location | null, screen: Screen): string {
  const { kind } = dependency.origin
  const moving = dependency.origin.kind === 'git' && dependency.origin.commit === null
  if ((!isPinned(dependency) && pinnedAt === null) || moving) return screen.paintDecision('warn', screen.marks.warn)
  return kind === 'git' || kind === 'url' || kind === 'conda'
    ? screen.paintDecision('incomplete', screen.marks.incomplete)
    : ' '
}

function rowOf(dependency: Dependency, pinnedAt: Location | null, screen: Screen): Row {
  const { name, version, specifier, extras, at, installed } = dependency
  const range = visible(specifier?.raw ?? '')
  return {
    mark: markOf(dependency, pinnedAt, screen),
    name: visible(extras.length === 0 ? name : `${name}[${extras.join(',')}]`),
    version: version === null ? range || '-' : visible(versionText(version)),
    // Of what is installed, the line is one of its METADATA.
    line:
      installed !== undefined
        ? ''
        : at.cell === undefined
          ? at.line === 0
            ? ''
            : String(at.line)
          : `${at.cell}:${at.line}`,
    notes: notesOf(dependency, pinnedAt, screen.verbose).join(', '),
  }
}

function widest(texts: readonly string[], limit: number): number {
  return Math.min(limit, Math.max(0, ...texts.map(displayWidth)))
}

/** The format of a file; of an environment, what it is and its Python. */
function kindOf({ format, environment }: Lockfile): string {
  if (environment === undefined) return format
  const { kind, manager, runtime } = environment
  const made = manager === null ? kind : `${kind} of ${manager}`
  return runtime === null ? made : `${made}, ${pythonNames[runtime.implementation]} ${runtime.version ?? ''}`.trimEnd()
}

const pythonNames = { cpython: 'CPython', graalpy: 'GraalPy', pypy: 'PyPy' } as const

function fileLines(file: Lockfile, pins: Pins, screen: Screen): readonly string[] {
  const rows = sortDependencies(file).map((dependency) => rowOf(dependency, pinOf(pins, file, dependency), screen))
  const line = widest(
    rows.map((row) => row.line),
    8,
  )
  const name = widest(
    rows.map((row) => row.name),
    Math.floor(screen.columns * 0.4),
  )
  const version = widest(
    rows.map((row) => row.version),
    Math.floor(screen.columns * 0.25),
  )
  const room = screen.columns - 2 - line - name - version - 3 * gap.length
  const count = `${countOf(rows.length, 'dependency', 'dependencies')}, ${visible(kindOf(file))}`
  const title = cutToWidth(visible(file.path), screen.columns - count.length - gap.length)
  return [
    `${screen.bold(title)}${gap}${screen.dim(count)}`,
    ...rows.map((row) => {
      const cells = [
        screen.dim(row.line.padStart(line)),
        fitToWidth(row.name, name),
        fitToWidth(row.version, version),
        screen.dim(cutToWidth(row.notes, room)),
      ]
      return `${row.mark} ${cells.join(gap)}`.trimEnd()
    }),
    '',
  ]
}

function closingText(inventory: Inventory, pins: Pins): string {
  const judged = inventory.files.flatMap((file) => file.dependencies)
  const open = inventory.files.flatMap((file) =>
    file.dependencies.filter((each) => !isPinned(each) && pinOf(pins, file, each) === null),
  ).length
  const elsewhere = judged.filter(({ origin, own }) => !own && origin.kind !== 'index').length
  const { failed } = inventory.coverage
  return [
    `${countOf(judged.length, 'dependency', 'dependencies')} in ${countOf(inventory.files.length, 'file')}`,
    `${groupDigits(open)} not pinned`,
    `${groupDigits(elsewhere)} not from an index`,
    failed.length + inventory.skipped.length === 0
      ? 'everything understood'
      : `${countOf(failed.length, 'file')} and ${countOf(inventory.skipped.length, 'line')} not understood`,
  ].join(', ')
}

/** The inventory for people: by file, what is not pinned or not from an index marked, ending with what was not understood. */
export function renderInventoryTable(inventory: Inventory, options: RenderOptions): string {
  const screen = screenOf(options)
  const { meta, coverage, skipped } = inventory
  const pins = pinsOf(inventory)
  const open = [
    ...skippedLines({ skipped, failed: coverage.failed, decision: 'incomplete' }, screen),
    ...coverageLines(coverage, meta.environment, screen),
  ]
  const lines = [
    screen.dim(
      cutToWidth(`cordon ${visible(meta.tool.version)}: ${meta.targets.map(visible).join(', ')}`, screen.columns),
    ),
    ...warningLines(meta.warnings, screen),
    '',
    ...sortFiles(inventory.files).flatMap((file) => fileLines(file, pins, screen)),
    ...(open.length === 0 ? [] : [screen.bold('Not listed'), ...open, '']),
    ...wrapToWidth(closingText(inventory, pins), screen.columns).map(screen.bold),
  ]
  return `${lines.join('\n')}\n`
}
