import { hostname } from 'node:os'
import { resolve } from 'node:path'
import { AdvisoryError, buildDatabase, openDatabase } from '@cordon/advisories'
import { displayPath, namesBuilder, reportNames } from '@cordon/engine'
import type { ExitCode } from '@cordon/model'
import {
  absentStatus,
  type DatabaseBuilder,
  epss,
  kev,
  loadDatabaseBytes,
  namesPath,
  popularNames,
  readyStatus,
  SourceError,
  type UpdateIo,
  type UpdateRequest,
  type UpdateResult,
  updateDatabase,
  updateNames,
  useProxyOf,
  userDatabasePath,
} from '@cordon/sources'
import { type Command, Option } from 'commander'
import type { CommandModule, Io } from '../command.ts'
import {
  type DatabaseReport,
  renderNamesResult,
  renderProgress,
  renderResult,
  renderStatusJson,
  renderStatusText,
} from '../database-text.ts'
import { harmless } from '../harmless.ts'
import { progressLine } from '../progress.ts'
import { isRunning } from '../running.ts'
import { loadConfig } from '../target-options.ts'

interface UpdateOptions {
  readonly from?: string
  /** True: the well-known address. */
  readonly kev?: string | true
  readonly epss?: string | true
  readonly names?: string | true
  readonly sha256?: string
  readonly database?: string
  readonly force?: boolean
  readonly offline?: boolean
  readonly verbose?: boolean
}

interface StatusOptions {
  readonly database?: string
  readonly config?: string | false
  readonly format: 'text' | 'json'
}

const updateHelp = `
Examples:
  $ cordon db update                              the public archive of all PyPI advisories
  $ cordon db update --kev --epss --names         with known exploitation, its probability, and the names
                                                  of the 15,000 most downloaded projects
  $ cordon db update --from mirror/PyPI/all.zip   from a mirror, without a network
  $ cordon db update --from https://mirror.example/PyPI/all.zip --sha256 9f86d0…

What has not changed is not fetched again. When an update fails, the database in use stays as it
is and the exit code is 2. HTTPS_PROXY, HTTP_PROXY and NO_PROXY are honoured.

Exit codes: 0 up to date, 2 bad usage or the update failed.`

const statusHelp = `
Examples:
  $ cordon db status
  $ cordon db status --format json

Exit codes: 0 there is a database (a stale one too), 2 bad usage, 4 there is none, or it is damaged.`

/** `cordon db update` and `cordon db status`. */
export const db: CommandModule = {
  name: 'db',
  configure(command, io, finish) {
    addUpdateOptions(command.command('update'))
      .addHelpText('after', updateHelp)
      .action(async (options: UpdateOptions) => finish(await runUpdate(options, io)))
    command
      .command('status')
      .summary('say what the database holds and how old it is')
      .description('Says where the advisories came from, what there is, and how old it is.')
      .option('--database <file>', 'database to look at instead of the one that scans here use')
      .option('--config <file>', 'configuration to use instead of the nearest cordon.toml or [tool.cordon]')
      .option('--no-config', 'use no configuration file')
      .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
      .addHelpText('after', statusHelp)
      .action(async (options: StatusOptions) => finish(await runStatus(options, io)))
  },
}

function addUpdateOptions(command: Command): Command {
  return command
    .summary('fetch the advisories and build the database')
    .description('Fetches the advisories, builds the database from them, and swaps it in at once.')
    .option('--from <place>', 'OSV records: file, folder or URL (default: the public archive)')
    .option('--kev [place]', 'add known exploitation: file or URL (default: the catalogue of CISA)')
    .option('--epss [place]', 'add exploitation probabilities: file or URL (default: the scores of FIRST)')
    .option('--names [place]', 'add popular names, for look-alikes: file or URL (default: the most downloaded)')
    .option('--sha256 <digest>', 'checksum that the file of --from must have')
    .option('--database <file>', 'database to write instead of the one in the cache')
    .option('--force', 'build even if nothing changed, and accept older or much less data')
    .option('--offline', 'open no connection (also: CORDON_OFFLINE=1)')
    .option('-v, --verbose', 'list every record that was not understood')
}

const builder: DatabaseBuilder = { build: buildDatabase, read: (bytes) => openDatabase(bytes).meta }

async function runUpdate(options: UpdateOptions, io: Io): Promise<ExitCode> {
  const started = io.now().getTime()
  const progress = progressLine(io)
  const restore = await useProxyOf(io.env)
  try {
    const request = requestOf(options, io)
    const updateIo: UpdateIo = {
      fetch: io.fetch,
      now: io.now,
      self: { pid: process.pid, host: hostname(), isRunning },
      onEvent(event) {
        const text = renderProgress(event)
        if (text !== null) progress.show(text)
      },
    }
    const result = await updateDatabase(request, builder, updateIo)
    progress.clear()
    tellProblems(result, options.verbose ?? false, io)
    io.stdout.write(renderResult(result, io.now().getTime() - started))
    const place = placeOf(options.names, popularNames.defaultUrl)
    if (place === null) return 0
    const names = await updateNames({ ...request, target: namesPath(request.target), place }, namesBuilder, updateIo)
    progress.clear()
    io.stdout.write(renderNamesResult(names))
    return 0
  } finally {
    progress.clear()
    restore()
  }
}

function requestOf(options: UpdateOptions, io: Io): UpdateRequest {
  return {
    target: targetOf(options.database, io),
    osv: options.from ?? null,
    kev: placeOf(options.kev, kev.defaultUrl),
    epss: placeOf(options.epss, epss.defaultUrl),
    sha256: options.sha256 ?? null,
    cwd: io.cwd,
    offline: options.offline ?? !['', '0'].includes(io.env.CORDON_OFFLINE ?? ''),
    force: options.force ?? false,
  }
}

function placeOf(option: string | true | undefined, defaultUrl: string): string | null {
  return option === true ? defaultUrl : (option ?? null)
}

function targetOf(option: string | undefined, io: Io): string {
  return resolve(io.cwd, option ?? userDatabasePath(io.env))
}

function tellProblems(result: UpdateResult, verbose: boolean, io: Io): void {
  if (result.kind === 'unchanged') return
  for (const notice of result.notices) io.stderr.write(`cordon: note: ${harmless(notice)}\n`)
  const { problems } = result
  if (problems.length === 0) return
  const many = problems.length === 1 ? '1 part of the records was' : `${problems.length} parts of the records were`
  const lines = problems.map(({ record, code, detail }) => `  ${harmless(`${record}: ${detail}`)} [${code}]\n`)
  io.stderr.write(
    verbose
      ? `cordon: note: not understood in full:\n${lines.join('')}`
      : `cordon: note: ${many} not understood; --verbose --force lists them\n`,
  )
}

async function runStatus(options: StatusOptions, io: Io): Promise<ExitCode> {
  const config = await loadConfig(['.'], options, io)
  const { path, advisories, maxAgeDays } = config.database
  const own = options.database ?? (path === null ? undefined : resolve(config.folder, path))
  const report = statusOf(targetOf(own, io), maxAgeDays, io)
  const advice = own === undefined || report.status.advice === null ? report.status.advice : adviceFor(own, io)
  const advised = { ...report, status: { ...report.status, advice } }
  if (options.database === undefined && advisories.length > 0)
    io.stderr.write(
      `cordon: note: scans here use the records in ${harmless(advisories.join(', '))} instead of a database\n`,
    )
  io.stdout.write(options.format === 'json' ? renderStatusJson(advised) : renderStatusText(advised))
  return report.meta === null ? 4 : 0
}

function adviceFor(file: string, io: Io): string {
  return `cordon db update --database ${displayPath(resolve(io.cwd, file), io.cwd)}`
}

/** A database that is missing or damaged is an answer of this command, not a failure of it. */
function statusOf(path: string, maxAgeDays: number, io: Io): DatabaseReport {
  const names = reportNames(namesPath(path))
  try {
    const bytes = loadDatabaseBytes(path)
    const { meta } = openDatabase(bytes)
    return { path, status: readyStatus(meta, io.now(), maxAgeDays), meta, bytes: bytes.length, problem: null, names }
  } catch (error) {
    if (!(error instanceof SourceError || error instanceof AdvisoryError)) throw error
    const missing = error.code === 'NO_DATABASE'
    const problem = missing ? null : error.message
    return { path, status: absentStatus(missing ? 'missing' : 'damaged'), meta: null, bytes: 0, problem, names }
  }
}
