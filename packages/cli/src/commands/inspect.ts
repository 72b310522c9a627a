import { resolve } from 'node:path'
import type { ExitCode } from '@cordon/model'
import { type ArtifactFormat, artifactFormats } from '@cordon/reports'
import { type Command, Option } from 'commander'
import type { CommandModule, Io } from '../command.ts'
import { UsageError } from '../error.ts'
import type { InspectOptions } from '../inspect/options.ts'
import { inspectTargets } from '../inspect/run.ts'
import { collect } from '../target-options.ts'

const examples = `
Targets: a wheel or source distribution, a folder (of source, or of distributions), or NAME[==VERSION] from an index.
The index is the one of --index-url, else pip's own configuration, else the public one. Nothing is ever run.

Examples:
  $ cordon inspect demo-1.0-py3-none-any.whl
  $ cordon inspect demo-1.0.tar.gz --explain      why this verdict, number by number
  $ cordon inspect requests                       the newest release: its sdist and the wheel for this machine
  $ cordon inspect requests==2.32.3 --against 2.32.2
  $ cordon inspect --environment .venv            everything that is installed there
  $ cordon inspect .venv --verify                 also whether its files are still what was installed
  $ cordon inspect wheels/ --format sarif > cordon.sarif
  $ find /mirror -name '*.whl' | cordon inspect --files-from - --format jsonl

Exit codes: 0 allowed, 1 blocked by policy, 2 bad usage or configuration,
3 nothing to inspect, 4 incomplete (something unknown that the policy does not allow).`

/** `cordon inspect TARGET…`: what would this package do. */
export const inspect: CommandModule = {
  name: 'inspect',
  configure(command, io, finish) {
    addOptions(command.argument('[target...]', 'files, folders, or NAME[==VERSION]'))
      .addHelpText('after', examples)
      .action(async (targets: readonly string[], options: InspectOptions) => finish(await run(targets, options, io)))
  },
}

function addOptions(command: Command): Command {
  const ids = artifactFormats.map((format) => format.id)
  return command
    .option('--environment [path]', 'inspect what is installed there (default: the active environment, else .venv)')
    .option('--verify', 'compare installed files with their RECORD, and look for files that no package lists')
    .option('--against <old>', 'compare with an older file or version: what is new counts most')
    .option('--files-from <list>', 'read targets from a file, one a line; `-` reads them from standard input')
    .option('--index-url <url>', 'index to take NAME from instead of the one of pip (repeatable)', collect)
    .option('--all-files', 'every file of a release, not only the sdist and the wheel for this machine')
    .option('--offline', 'open no connection; indexes on the disk are read all the same')
    .option('--online', 'also ask name servers about the authors of files that come from no index')
    .option(
      '--cooldown <days>',
      'days that a release should be old; NAME=DAYS for a name or pattern (repeatable)',
      collect,
    )
    .option('--known-artifacts <file>', 'SHA-256s of artifacts that somebody answers for (repeatable)', collect)
    .addOption(new Option('--format <format>', 'what to print').choices(ids).default('table'))
    .option('--report <format=file>', 'also write a report to a file (repeatable)', collect)
    .option('--explain', 'show what adds to the score, every behaviour, and every rule')
    .option('--fail-on <what>', 'block from this severity on, or on `warn` or `unknown` (repeatable)', collect)
    .option('--warn-only', 'report everything, block nothing: always exit 0')
    .option('--config <file>', 'configuration to use instead of the nearest cordon.toml or [tool.cordon]')
    .option('--no-config', 'use no configuration file')
    .option('--no-cache', 'neither use nor keep results')
    .option('--refresh', 'inspect again what was inspected before')
    .option('--threads <number>', 'how many artifacts at a time', '2')
    .option('--timeout <seconds>', 'give up on one artifact after so long', '120')
    .option('-v, --verbose', 'show every behaviour, every oddity and everything that was not analysed')
}

function run(targets: readonly string[], options: InspectOptions, io: Io): Promise<ExitCode> {
  const reports = (options.report ?? []).map(readReport)
  const seen = new Set<string>()
  for (const { path } of reports) {
    if (seen.has(resolve(io.cwd, path)))
      throw new UsageError('OPTION', `--report ${path}: two reports cannot go to one file`)
    seen.add(resolve(io.cwd, path))
  }
  const main = { format: formatNamed(options.format), path: null }
  return inspectTargets({ targets, options, outputs: [main, ...reports], io })
}

function readReport(text: string): { readonly format: ArtifactFormat; readonly path: string } {
  const cut = text.indexOf('=')
  if (cut <= 0 || cut === text.length - 1)
    throw new UsageError('OPTION', `--report ${text}: write FORMAT=FILE, for example --report sarif=cordon.sarif`)
  return { format: formatNamed(text.slice(0, cut)), path: text.slice(cut + 1) }
}

function formatNamed(id: string): ArtifactFormat {
  const format = artifactFormats.find((each) => each.id === id)
  if (format !== undefined) return format
  const ids = artifactFormats.map((each) => each.id).join(', ')
  throw new UsageError('OPTION', `${id}: no such report format; there are ${ids}`)
}
