import { openInstalled, type RecordedEnvironment, recordOrigins, undoOrigins } from '@cordon/engine/installed'
import type { ExitCode } from '@cordon/model'
import { useProxyOf } from '@cordon/sources'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import { progressLine } from '../progress.ts'
import type { RecordOptions } from './options.ts'
import { renderRecordedJson, renderRecordedTable } from './render-record.ts'
import { openInstallSources } from './sources.ts'

/** `cordon environment record ENV`: which file each distribution was installed from, written beside it (PEP 710). */
export async function recordEnvironment(target: string, options: RecordOptions, io: Io): Promise<ExitCode> {
  const { undo = false, dryRun = false } = options
  if (undo && [options.report, options.lock, options.wheels, options.indexUrl].some((each) => each !== undefined))
    throw new UsageError(
      'OPTION',
      '--undo takes back what was recorded; it needs no --report, --lock, --wheels or --index-url',
    )
  const opened = openInstalled(target, { cwd: io.cwd, verify: false })
  const environments = undo ? await undoOrigins(opened, { dryRun }) : await record(opened, options, io)
  const all = environments.flatMap(({ distributions }) => distributions)
  if (all.length === 0) {
    io.stderr.write(`cordon environment record: nothing is installed in ${opened.shown}\n`)
    return 3
  }
  io.stdout.write(
    options.format === 'json'
      ? renderRecordedJson(environments, { dryRun, undo })
      : renderRecordedTable(environments, { dryRun, undo, columns: io.stdout.columns }),
  )
  if (all.some(({ code }) => code === 'CONTRADICTED' || code === 'DIFFERS')) return 1
  return all.some(({ action }) => action === 'unresolved') ? 4 : 0
}

async function record(
  opened: ReturnType<typeof openInstalled>,
  options: RecordOptions,
  io: Io,
): Promise<readonly RecordedEnvironment[]> {
  const sources = openInstallSources(options, io)
  const progress = progressLine(io)
  const withoutProxy = await useProxyOf(io.env)
  try {
    return await recordOrigins(opened, {
      ...sources,
      onlyBinary: options.onlyBinary ?? false,
      dryRun: options.dryRun ?? false,
      progress: (done, total, name) => progress.show(`recorded ${done} of ${total}: ${name}`),
    })
  } finally {
    progress.clear()
    withoutProxy()
  }
}
