import type { Codecs } from '../decoders/codecs.ts'
import { enterRest, enterSkipped, newMachine } from '../evaluate/evaluate.ts'
import type { StagedEvent } from '../evaluate/event.ts'
import { callFunction } from '../evaluate/function.ts'
import type { Limits, Machine } from '../evaluate/machine.ts'
import { type ModuleValue, noArguments, opaque, type Value } from '../evaluate/value.ts'
import { runBuildHooks, runClass } from './hooks.ts'
import { type PackageLimits, PackageModules, usualPackageLimits } from './package-modules.ts'
import type { Entry, PackageEvents, SourceFile } from './source-file.ts'

export interface AnalyseOptions {
  readonly codecs?: Codecs
  readonly limits?: Partial<Limits & PackageLimits>
  /** When a file runs that is no entry and that nothing imports; as if it was imported when not said. */
  readonly unlessImported?: (path: string) => 'import' | 'entry'
}

/**
 * Evaluates the files of a package together: what its entries run at their stages, then every module that names something of
 * interest as if it was imported or run by hand, then functions that nothing called. Imports within the package are followed, so that values and
 * functions keep their meaning across files. Each event has the earliest stage at which its code runs. Never throws; limits that are met are events.
 */
export function analysePackage(
  files: readonly SourceFile[],
  entries: readonly Entry[],
  { codecs = {}, limits = {}, unlessImported = () => 'import' }: AnalyseOptions = {},
): PackageEvents {
  const modules = new PackageModules(files, entries, { ...usualPackageLimits, ...limits })
  const m = newMachine(codecs, limits)
  m.links = modules
  m.scripts = modules.scripts
  m.isPlain = modules.isPlain
  if (!modules.isSmall) m.interest = modules.interest
  for (const stage of ['install', 'start', 'import', 'entry'] as const) {
    for (const entry of entries) if (entry.stage === stage) runEntry(m, modules, entry)
    for (const path of modules.ofInterest) if (unlessImported(path) === stage) modules.load(m, path, stage)
  }
  for (const entry of entries) if (entry.stage === 'call' || entry.stage === 'unreached') runEntry(m, modules, entry)
  enterRest(m)
  enterSkipped(m)
  return collect(m, modules, files)
}

function runEntry(m: Machine, modules: PackageModules, entry: Entry): void {
  const since = { events: m.events.length, definitions: m.definitions.length }
  const module = modules.load(m, entry.path, entry.stage)
  if (module === null) return
  if (entry.symbol === null) {
    if (entry.stage !== 'install') return
    const unit = modules.unitOf(entry.path)
    if (unit !== null) m.apart(unit, { kind: 'module' }, 'install', () => runBuildHooks(m, since))
    return
  }
  runSymbol(m, modules, entry, module)
}

/** Calls the function, or makes and uses the class, that an entry names. */
function runSymbol(m: Machine, modules: PackageModules, entry: Entry, module: ModuleValue): void {
  const unit = modules.unitOf(entry.path)
  const names = (entry.symbol ?? '').split('.')
  if (unit === null) return
  const root = { kind: 'function', node: unit.tree.root, name: names.at(-1) ?? '' } as const
  m.apart(unit, root, entry.stage, () => {
    let value: Value = module
    for (const name of names) value = m.rules.attribute(m, value, name)
    const given = { ...noArguments, rest: [opaque('parameter', [])] }
    if (value.kind === 'function') callFunction(m, value, given, value.node)
    else if (value.kind === 'class') runClass(m, value)
  })
}

function collect(m: Machine, modules: PackageModules, files: readonly SourceFile[]): PackageEvents {
  const byFile = new Map<string, StagedEvent[]>()
  for (const staged of m.events) {
    const { file } = staged.event.at.unit
    const events = byFile.get(file) ?? []
    byFile.set(file, events)
    events.push(staged)
  }
  return {
    files: files.map(({ path }) => ({
      path,
      shape: modules.shapeOf(path),
      isFiltered: modules.unitOf(path) === null,
      events: byFile.get(path) ?? [],
      problems: modules.unitOf(path)?.tree.problems.first ?? [],
    })),
  }
}
