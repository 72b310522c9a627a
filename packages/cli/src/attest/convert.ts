import { join } from 'node:path'
import { type Converted, type ConvertedForm, convertDocument } from '@cordon/attest'
import type { ExitCode } from '@cordon/model'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import { harmless } from '../harmless.ts'
import { readDocumentText } from '../verify/subjects.ts'
import { refuseExisting, writeAll } from './place.ts'

export interface ConvertOptions {
  readonly to: ConvertedForm
  readonly output?: string
  readonly outputDir?: string
  readonly force?: boolean
}

/** `cordon attest convert`: the same signatures in another form. What that cannot say is told on standard error. */
export async function convertAttestation(path: string, options: ConvertOptions, io: Io): Promise<ExitCode> {
  const converted = convertDocument(await readDocumentText(path, io.cwd), options.to)
  const paths = pathsOf(converted, options)
  if (paths === null) io.stdout.write(converted[0]?.text ?? '')
  else {
    refuseExisting(paths, options.force === true, io.cwd)
    const files = converted.map(({ text }, at) => ({ path: paths[at] ?? '', text }))
    writeAll(files, options.force === true, io)
    for (const written of paths) io.stdout.write(`${harmless(written)}  written\n`)
  }
  for (const { lost, name } of converted)
    for (const each of lost) io.stderr.write(`${harmless(name ?? path)}: not in it: ${harmless(each)}\n`)
  io.stderr.write('Converted as it was: nothing was verified. `cordon verify` does that.\n')
  return 0
}

/** Null: standard output. */
function pathsOf(converted: readonly Converted[], { output, outputDir }: ConvertOptions): readonly string[] | null {
  if (output !== undefined && outputDir !== undefined)
    throw new UsageError('OPTION', '--output and --output-dir both say where to; give one')
  if (outputDir === undefined) {
    if (converted.length > 1)
      throw new UsageError(
        'OPTION',
        `the document holds ${converted.length} signatures; give --output-dir for one file each`,
      )
    return output === undefined ? null : [output]
  }
  return converted.map(({ name }) => {
    if (name === null)
      throw new UsageError('OPTION', 'what is signed names no file, so neither can its attestation; give --output')
    return join(outputDir, name)
  })
}
