import { existsSync, type Stats, statSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { checks } from '@cordon/checks'
import { displayPath, readPlainFile, type Taken } from '@cordon/engine'
import { environmentOf, type Selection, unknownChoices } from '@cordon/lockfiles'
import { type Config, defaultConfig, namesOnly, parseConfig, requireKnownChecks } from '@cordon/policy'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Io } from './command.ts'
import { UsageError } from './error.ts'

/** Options of every command that reads projects. */
export interface TargetOptions {
  readonly config?: string | false
  readonly exclude?: readonly string[]
  readonly includeEnvironments?: boolean
  readonly verify?: boolean
  readonly pythonVersion?: string
  readonly platform?: string
  readonly group?: readonly string[]
  readonly extra?: readonly string[]
}

/** For options that may be given several times. */
export function collect(value: string, before: readonly string[] | undefined = []): readonly string[] {
  return [...before, value]
}

/** A repeatable option that takes one of `choices` at a time, so that a path may follow it. */
export function someOf(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, `${description} (repeatable)`)
    .choices(choices)
    .argParser((value: string, before: readonly string[] | undefined) => {
      if (!choices.includes(value)) throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`)
      return collect(value, before)
    })
}

/** Adds the options that say which configuration holds. */
export function addConfigOptions(command: Command): Command {
  return command
    .option('--config <file>', 'configuration to use instead of the nearest cordon.toml or [tool.cordon]')
    .option('--no-config', 'use no configuration file')
}

/** Adds the options that say what is read and for which environment. */
export function addTargetOptions(command: Command): Command {
  return addConfigOptions(command)
    .option('--exclude <pattern>', 'leave out what matches, as .gitignore would (repeatable)', collect)
    .option('--include-environments', 'also read virtual environments below the targets')
    .option('--verify', 'compare installed files with their RECORD, and look for files that no package lists')
    .option('--python-version <x.y>', 'judge for this Python only, e.g. 3.12')
    .option('--platform <name>', 'judge for this platform only: linux, macos, windows, or e.g. linux-aarch64')
    .option('--group <name>', 'judge the main dependencies and what is named: this group (repeatable)', collect)
    .option('--extra <name>', 'judge the main dependencies and what is named: this extra (repeatable)', collect)
}

/** A configuration and the folder that its paths are relative to. */
export interface PlacedConfig extends Config {
  readonly folder: string
}

/** The configuration that applies: named, or nearest to the targets, or none. */
export async function loadConfig(
  targets: readonly string[],
  options: Pick<TargetOptions, 'config'>,
  io: Io,
): Promise<PlacedConfig> {
  const none: PlacedConfig = { ...defaultConfig, folder: io.cwd }
  if (options.config === false) return none
  if (options.config !== undefined) {
    const absolute = resolve(io.cwd, options.config)
    if (!existsSync(absolute))
      throw new UsageError('CONFIG', `${options.config}: no such file; --config names a cordon.toml or pyproject.toml`)
    return readConfig(absolute, options.config, io)
  }
  for (let folder = commonFolder(targets, io.cwd); ; folder = dirname(folder)) {
    for (const name of ['cordon.toml', 'pyproject.toml']) {
      const path = join(folder, name)
      const stats = statOrNull(path)
      // What is no file is no configuration; the inventory says so of a pyproject.toml.
      if (stats === null || stats.isDirectory() || (name === 'pyproject.toml' && !stats.isFile())) continue
      const config = await readConfig(path, displayPath(path, io.cwd), io)
      if (config.at !== null) return config
    }
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return none
  }
}

async function readConfig(absolute: string, shown: string, io: Io): Promise<PlacedConfig> {
  const kind = absolute.endsWith('pyproject.toml') ? 'pyproject.toml' : 'cordon.toml'
  const config = parseConfig(readText(absolute, shown), shown, kind, io.now())
  const ids = checks.map((check) => check.id)
  // Behaviours are many, and loaded only where a rule is about one of them.
  if (!namesOnly(config.policy, ids)) {
    const { artifactIds } = await import('./inspect/check-ids.ts')
    requireKnownChecks(config.policy, [...ids, ...artifactIds])
  }
  return { ...config, folder: dirname(absolute) }
}

/** Far above any real one; a bound, not a target. */
const maximumBytes = 64 * 1024 * 1024

/** A scanned project may have a device or a pipe here, which is neither read nor waited for. */
export function readText(absolute: string, shown: string): string {
  const read = readPlainFile(absolute, maximumBytes)
  if (read instanceof Uint8Array) return read.toString('utf8')
  const message = `${shown}: cannot be read (${read.reason}); --no-config does without it`
  throw new UsageError('CONFIG', message, { cause: read.cause })
}

/** Null for what is not there and for what no path leads to (a circle of links, a name too long, no rights). */
function statOrNull(path: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null
  } catch {
    return null
  }
}

/** The folder that holds all targets. */
function commonFolder(targets: readonly string[], cwd: string): string {
  const folders = targets.map((target) => {
    const absolute = resolve(cwd, target)
    return statOrNull(absolute)?.isDirectory() === false ? dirname(absolute) : absolute
  })
  return folders.reduce((common, folder) => {
    let at = common
    while (folder !== at && !folder.startsWith(at === sep ? at : at + sep)) at = dirname(at)
    return at
  }, folders[0] ?? cwd)
}

/** What is really deployed: the command line first, then the configuration; null parts stand for everything. */
interface Deployed {
  readonly python: string | null
  readonly platform: string | null
  readonly groups: readonly string[] | null
  readonly extras: readonly string[] | null
}

/** Who names groups or extras means these and the main dependencies, as `uv sync` and `poetry install` do: what is not named is not installed. */
function deployedOf(options: TargetOptions, { scan }: Config): Deployed {
  const groups = options.group ?? scan.groups
  const extras = options.extra ?? scan.extras
  const narrowed = groups !== null || extras !== null
  return {
    python: options.pythonVersion ?? scan.pythonVersion,
    platform: options.platform ?? scan.platform,
    groups: groups ?? (narrowed ? [] : null),
    extras: extras ?? (narrowed ? [] : null),
  }
}

/** The options of a command that reads an image: there `--platform` chooses one of its images, and narrows nothing of what is judged. */
export function withoutPlatform<Options extends Pick<TargetOptions, 'platform'>>(
  options: Options,
): Omit<Options, 'platform'> {
  const { platform: _, ...rest } = options
  return rest
}

/** Which dependencies are judged. */
export function selectionOf(options: TargetOptions, config: Config): Selection {
  const { python, platform, groups, extras } = deployedOf(options, config)
  const environment = python === null && platform === null ? null : environmentOf(python, platform)
  return { environment, groups, extras }
}

/** For reports: `Python 3.12, linux, group dev`, or null when nothing narrows the scan. */
export function describeSelection(options: TargetOptions, config: Config): string | null {
  const { python, platform, groups, extras } = deployedOf(options, config)
  const parts = [
    ...(python === null ? [] : [`Python ${python}`]),
    ...(platform === null ? [] : [platform]),
    ...(groups ?? []).map((group) => `group ${group}`),
    ...(extras ?? []).map((extra) => `extra ${extra}`),
  ]
  return parts.length === 0 ? null : parts.join(', ')
}

/** Warnings about groups and extras that were chosen and that nothing in what was read belongs to. */
export function selectionWarnings(taken: Pick<Taken, 'files'>, selection: Selection): readonly string[] {
  const files = taken.files.map(({ file }) => file)
  return unknownChoices(files, selection).map(({ kind, name, known }) => {
    const shown = known.slice(0, 10).join(', ') + (known.length > 10 ? ', …' : '')
    const there = known.length === 0 ? `There is no ${kind} in what was read.` : `Known: ${shown}.`
    return `No dependency belongs to the ${kind} "${name}": only the rest was judged. ${there}`
  })
}
