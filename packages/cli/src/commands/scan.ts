import { resolve } from 'node:path'
import { checks } from '@cordon/checks'
import { displayPath, inspectAll, namesFileOf, openAdvisories, openNames, reportOf, type Taken } from '@cordon/engine'
import type { ExitCode, Inspection, Report, ReportedImage, VexDocument } from '@cordon/model'
import {
  decideAll,
  decideSkipped,
  exitOf,
  type Policy,
  unmatchedWords,
  type VexConfig,
  withFlags,
} from '@cordon/policy'
import { type ReportFormat, renderExplanation, reportFormats } from '@cordon/reports'
import { type Command, Option } from 'commander'
import type { CommandModule, Io } from '../command.ts'
import { UsageError } from '../error.ts'
import type { ArtifactScan } from '../inspect/dependencies.ts'
import { wantsColor, writePieces, writeWhole } from '../output.ts'
import { type ProgressLine, progressLine } from '../progress.ts'
import { takeTargets } from '../take.ts'
import {
  addTargetOptions,
  collect,
  describeSelection,
  loadConfig,
  type PlacedConfig,
  selectionOf,
  selectionWarnings,
  type TargetOptions,
} from '../target-options.ts'
import { version } from '../version.ts'
import { productsOfImage } from '../vex/image-products.ts'

export interface ScanOptions extends TargetOptions {
  readonly format: string
  readonly report?: readonly string[]
  readonly explain?: string
  readonly failOn?: readonly string[]
  readonly warnOnly?: boolean
  readonly asOf?: string
  readonly database?: string
  readonly advisories?: readonly string[]
  readonly verbose?: boolean
  readonly inspect?: boolean
  readonly indexUrl?: readonly string[]
  readonly offline?: boolean
  readonly cooldown?: readonly string[]
  readonly knownArtifacts?: readonly string[]
  readonly vex?: readonly string[]
  readonly vexUnmatched?: string
}

const examples = `
Examples:
  $ cordon scan                                  the project in this folder
  $ cordon scan uv.lock --python-version 3.12 --platform linux
  $ cordon scan --format sarif > cordon.sarif    for code scanning
  $ cordon scan --report markdown=cordon.md --report json=cordon.json
  $ cordon scan --explain pillow                 the whole story of one package
  $ cordon scan --as-of 2026-03-01               judge with what was published by then
  $ cordon scan --fail-on high                   stop the build on high and critical, fix or no fix
  $ cordon scan --vex vex/shop.json              apply what is said of vulnerabilities
  $ cordon scan --vex group.json --vex-unmatched allow   one document of many projects
  $ cordon scan --inspect                        also read what is pinned: what would its code do

Exit codes: 0 allowed, 1 blocked by policy, 2 bad usage or configuration,
3 nothing to scan, 4 incomplete (something unknown that the policy does not allow).`

const formats: readonly ReportFormat[] = reportFormats

/** `cordon scan [PATH…]`: from a project to one verdict. */
export const scan: CommandModule = {
  name: 'scan',
  configure(command, io, finish) {
    addJudgingOptions(addTargetOptions(command.argument('[path...]', 'files or folders (default: this folder)')))
      .addHelpText('after', examples)
      .action(async (paths: readonly string[], options: ScanOptions) => finish(await runScan(paths, options, io)))
  },
}

/** Adds the options that say how what was read is judged and reported. */
export function addJudgingOptions(command: Command): Command {
  const ids = formats.map((format) => format.id)
  return command
    .addOption(new Option('--format <format>', 'what to print').choices(ids).default('table'))
    .option('--report <format=file>', 'also write a report to a file (repeatable)', collect)
    .option('--explain <package>', 'tell the whole story of one package instead of the report')
    .option('--fail-on <what>', 'block from this severity on, or on `warn` or `unknown` (repeatable)', collect)
    .option('--warn-only', 'report everything, block nothing: always exit 0')
    .option('--as-of <date>', 'judge with the advisories published by this day (YYYY-MM-DD)')
    .option('--database <file>', 'advisory database to use instead of the one in the cache')
    .option('--advisories <folder>', 'use the OSV records in this folder instead of the database (repeatable)', collect)
    .option('--vex <place>', 'apply the VEX statements of this file, folder or URL (repeatable)', collect)
    .addOption(
      new Option(
        '--vex-unmatched <what>',
        'what becomes of statements about what is not there: `error` (usual for --vex: exit code 4), `warn` or `allow`',
      ).choices(['error', 'warn', 'allow']),
    )
    .option('--inspect', 'also inspect the files of what is pinned, as `cordon inspect` does')
    .option(
      '--index-url <url>',
      'with --inspect: index to take files from instead of that of pip (repeatable)',
      collect,
    )
    .option(
      '--cooldown <days>',
      'with --inspect: days that a release should be old, or NAME=DAYS (repeatable)',
      collect,
    )
    .option('--known-artifacts <file>', 'with --inspect: SHA-256s that somebody answers for (repeatable)', collect)
    .option('--offline', 'open no connection; what --inspect does not find on this disk is unknown')
    .option('-v, --verbose', 'show every place and every clean package')
}

async function runScan(paths: readonly string[], options: ScanOptions, io: Io): Promise<ExitCode> {
  const targets = paths.length > 0 ? paths : ['.']
  const config = await loadConfig(targets, options, io)
  return await reportOn(targets, options, config, {
    io,
    nothing: () => nothingToScan(targets, io),
    take: (progress) => ({ taken: takeTargets(targets, options, config, { io, progress }) }),
  })
}

/** What was read, and what the command that read it adds. */
export interface Scanned {
  readonly taken: Taken
  readonly warnings?: readonly string[]
  /** What was read, where that is one container image. */
  readonly image?: ReportedImage
  /** Says more of what was found. */
  readonly refine?: (inspections: readonly Inspection[]) => readonly Inspection[]
}

export interface Scanning {
  readonly io: Io
  take(progress: ProgressLine): Scanned | Promise<Scanned>
  /** Called when there is nothing to judge. */
  nothing(): ExitCode
}

/** Reads, judges and reports: what every command does that ends with a verdict. */
export async function reportOn(
  targets: readonly string[],
  options: ScanOptions,
  config: PlacedConfig,
  { io, take, nothing }: Scanning,
): Promise<ExitCode> {
  const outputs = (options.report ?? []).map(readReportTarget)
  refuseTwice(outputs, io)
  const now = judgingTime(options.asOf, io)
  const progress = progressLine(io)
  const scanned = await take(progress)
  const { taken } = scanned
  if (taken.files.length === 0 && taken.coverage.failed.length === 0) {
    progress.clear()
    return nothing()
  }
  refuseOverwriting(outputs, taken, io)
  const documents = await statementsFor(options, config, io)
  const report = await judge({ scanned, config, options, targets, now, io, progress, documents })
  progress.clear()
  const style = {
    columns: io.stdout.columns,
    color: wantsColor(io),
    verbose: options.verbose ?? false,
    explain: options.explain ?? null,
  }
  for (const { format, path } of outputs)
    writeWhole(path, format.render(report, { ...style, columns: 100, color: false }), io)
  if (options.explain !== undefined) io.stdout.write(renderExplanation(report, options.explain, style))
  else {
    const format = formatNamed(options.format)
    writePieces(format.write?.(report, style) ?? [format.render(report, style)], io.stdout)
  }
  return report.exit
}

interface Judging {
  readonly scanned: Scanned
  readonly config: PlacedConfig
  readonly options: ScanOptions
  readonly targets: readonly string[]
  readonly now: Date
  readonly io: Io
  readonly progress: ProgressLine
  readonly documents: Statements
}

/** Statements that were read, and those of them that the command line names. */
interface Statements {
  readonly all: readonly VexDocument[]
  readonly asked: ReadonlySet<VexDocument>
}

async function judge({ scanned, config, options, targets, now, io, progress, documents }: Judging): Promise<Report> {
  const { taken, refine } = scanned
  const file = options.database ?? (config.database.path === null ? null : placed(config, config.database.path, io))
  const advisories = openAdvisories({
    folders:
      options.advisories !== undefined || options.database !== undefined
        ? (options.advisories ?? [])
        : config.database.advisories.map((folder) => placed(config, folder, io)),
    file,
    maximumAgeDays: config.database.maxAgeDays,
    asOf: options.asOf ?? null,
    env: io.env,
    cwd: io.cwd,
    now: io.now(),
  })
  const selection = selectionOf(options, config)
  const names = openNames(namesFileOf(file, io))
  const { inspections: judged, notSelected } = inspectAll(taken, {
    checks,
    selection,
    advisories: advisories.answer,
    names: names.answer,
  })
  const inspections =
    options.inspect === true ? await inspected(judged, taken, { options, config, io, progress }) : judged
  const refined = refine?.(inspections) ?? inspections
  const policy: Policy = {
    ...withFlags(config.policy, { failOn: options.failOn ?? [], warnOnly: options.warnOnly ?? false }),
    vex: {
      config: { ...config.vex, ...vexOptions(options, config, scanned.image) },
      documents: documents.all,
      asked: documents.asked,
    },
  }
  const { verdicts, notices } = decideAll(refined, policy, now)
  const skippedDecision = decideSkipped(taken.skipped, taken.coverage.failed, policy)
  return reportOf({
    verdicts,
    skipped: taken.skipped,
    skippedDecision,
    coverage: { ...taken.coverage, notSelected },
    database: advisories.status,
    exceptions: notices,
    exit: exitOf(verdicts, skippedDecision, notices),
    ...(scanned.image === undefined ? {} : { image: scanned.image }),
    meta: {
      tool: { name: 'cordon', version },
      time: io.now().toISOString(),
      targets,
      environment: describeSelection(options, config),
      configuration: config.at?.path ?? null,
      asOf: options.asOf ?? null,
      warnings: [
        ...(scanned.warnings ?? []),
        ...advisories.warnings,
        ...names.warnings,
        ...selectionWarnings(taken, selection),
      ],
    },
  })
}

/** Loaded only when it is asked for: a plain scan opens no archive and no connection. */
async function inspected(
  inspections: readonly Inspection[],
  taken: Taken,
  how: ArtifactScan,
): Promise<readonly Inspection[]> {
  const { findLinksOf, withArtifacts } = await import('../inspect/dependencies.ts')
  return withArtifacts(inspections, { ...how, options: { ...how.options, findLinks: findLinksOf(taken) } })
}

/** Loaded only where there are some: a plain scan reads no such document. */
async function statementsFor(options: ScanOptions, config: PlacedConfig, io: Io): Promise<Statements> {
  const configured = config.vex.files.map((place) => (/^https?:\/\//i.test(place) ? place : placed(config, place, io)))
  const asked = options.vex ?? []
  if (configured.length + asked.length === 0) return { all: [], asked: new Set() }
  const { loadVex } = await import('../vex/load.ts')
  const offline = options.offline ?? !['', '0', 'false'].includes(io.env.CORDON_OFFLINE ?? '')
  const named = await loadVex({ places: asked, offline }, io)
  const places = new Set(named.map(({ path }) => path))
  const others = configured.length === 0 ? [] : await loadVex({ places: configured, offline }, io)
  return { all: [...others.filter(({ path }) => !places.has(path)), ...named], asked: new Set(named) }
}

/** What the command line and the image say beside the configuration. */
function vexOptions(
  { vexUnmatched }: ScanOptions,
  config: PlacedConfig,
  image: ReportedImage | undefined,
): Partial<VexConfig> {
  const unmatched = unmatchedWords.find((word) => word === vexUnmatched)
  return {
    ...(unmatched === undefined ? {} : { unmatched }),
    ...(image === undefined ? {} : { products: [...config.vex.products, ...productsOfImage(image)] }),
  }
}

/** A path of the configuration file as the person would write it from here. */
function placed(config: PlacedConfig, path: string, io: Io): string {
  return displayPath(resolve(config.folder, path), io.cwd)
}

interface ReportTarget {
  readonly format: ReportFormat
  readonly path: string
}

/** The second would take the place of the first without a word. */
function refuseTwice(outputs: readonly ReportTarget[], io: Io): void {
  const seen = new Set<string>()
  for (const { path } of outputs) {
    const absolute = resolve(io.cwd, path)
    if (seen.has(absolute)) throw new UsageError('OPTION', `--report ${path}: two reports cannot go to one file`)
    seen.add(absolute)
  }
}

function refuseOverwriting(outputs: readonly ReportTarget[], { files }: Taken, io: Io): void {
  const scanned = new Set(files.map((file) => file.absolute))
  for (const { path } of outputs)
    if (scanned.has(resolve(io.cwd, path)))
      throw new UsageError('OUTPUT', `--report ${path}: that file was scanned; choose another for the report`)
}

function readReportTarget(text: string): ReportTarget {
  const cut = text.indexOf('=')
  if (cut <= 0 || cut === text.length - 1)
    throw new UsageError('OPTION', `--report ${text}: write FORMAT=FILE, for example --report sarif=cordon.sarif`)
  return { format: formatNamed(text.slice(0, cut)), path: text.slice(cut + 1) }
}

function formatNamed(id: string): ReportFormat {
  const format = formats.find((each) => each.id === id)
  if (format !== undefined) return format
  throw new UsageError('OPTION', `${id}: no such report format; there are ${formats.map((each) => each.id).join(', ')}`)
}

/** The end of the day that `--as-of` names, or now. */
function judgingTime(asOf: string | undefined, io: Io): Date {
  if (asOf === undefined) return io.now()
  const time = /^\d{4}-\d{2}-\d{2}$/.test(asOf) ? new Date(`${asOf}T23:59:59.999Z`) : new Date(Number.NaN)
  if (Number.isNaN(time.getTime()) || !time.toISOString().startsWith(asOf))
    throw new UsageError('OPTION', `--as-of ${asOf}: write a day as YYYY-MM-DD, for example --as-of 2026-03-01`)
  return time
}

function nothingToScan(targets: readonly string[], io: Io): ExitCode {
  io.stderr.write(
    `cordon: nothing below ${targets.join(', ')} says what gets installed.\n` +
      'Name a lock file or a project folder; `cordon inventory --formats` lists what is read.\n',
  )
  return 3
}
