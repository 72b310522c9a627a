import { formats, selectInventory } from '@cordon/engine'
import type { ExitCode } from '@cordon/model'
import { renderInventory } from '@cordon/reports'
import { Option } from 'commander'
import type { CommandModule, Io } from '../command.ts'
import { wantsColor } from '../output.ts'
import { progressLine } from '../progress.ts'
import { takeTargets } from '../take.ts'
import {
  addTargetOptions,
  describeSelection,
  loadConfig,
  selectionOf,
  selectionWarnings,
  type TargetOptions,
} from '../target-options.ts'
import { version } from '../version.ts'

interface InventoryOptions extends TargetOptions {
  readonly format: 'table' | 'json'
  readonly formats?: boolean
  readonly verbose?: boolean
}

const examples = `
Examples:
  $ cordon inventory                     everything below this folder
  $ cordon inventory services/api uv.lock
  $ cordon inventory --format json       for programs: schema cordon.inventory/1
  $ cordon inventory --formats           which files are read

Exit codes: 0 listed, 2 bad usage or configuration, 3 nothing found.`

/** `cordon inventory [PATH…]`: what gets installed, from where, asked for by whom; and what could not be read. */
export const inventory: CommandModule = {
  name: 'inventory',
  configure(command, io, finish) {
    addTargetOptions(command.argument('[path...]', 'files or folders (default: this folder)'))
      .addOption(new Option('--format <format>', 'what to print').choices(['table', 'json']).default('table'))
      .option('--formats', 'list the files that are read, and stop')
      .option('-v, --verbose', 'show every dependency of long files')
      .addHelpText('after', examples)
      .action(async (paths: readonly string[], options: InventoryOptions) =>
        finish(options.formats === true ? listFormats(io) : await runInventory(paths, options, io)),
      )
  },
}

async function runInventory(paths: readonly string[], options: InventoryOptions, io: Io): Promise<ExitCode> {
  const targets = paths.length > 0 ? paths : ['.']
  const config = await loadConfig(targets, options, io)
  const progress = progressLine(io)
  const taken = takeTargets(targets, options, config, { io, progress })
  progress.clear()
  const selection = selectionOf(options, config)
  const { files, notSelected } = selectInventory(taken, selection)
  io.stdout.write(
    renderInventory(
      {
        files,
        skipped: taken.skipped,
        coverage: { ...taken.coverage, notSelected },
        meta: {
          tool: { name: 'cordon', version },
          time: io.now().toISOString(),
          targets,
          environment: describeSelection(options, config),
          asOf: null,
          warnings: selectionWarnings(taken, selection),
        },
      },
      options.format,
      { columns: io.stdout.columns, color: wantsColor(io), verbose: options.verbose ?? false, explain: null },
    ),
  )
  return taken.files.length === 0 && taken.coverage.failed.length === 0 ? 3 : 0
}

function listFormats(io: Io): ExitCode {
  const id = Math.max(...formats.map((format) => format.id.length))
  const title = Math.max(...formats.map((format) => format.title.length))
  for (const format of formats)
    io.stdout.write(`${format.id.padEnd(id)}  ${format.title.padEnd(title)}  ${format.files.join(', ')}\n`)
  return 0
}
