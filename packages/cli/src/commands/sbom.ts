import type { CommandModule } from '../command.ts'
import { convertBom } from '../sbom/convert.ts'
import { type CreateOptions, createBom } from '../sbom/create.ts'
import { addOutputOptions, type OutputOptions } from '../sbom/options.ts'
import { addTargetOptions } from '../target-options.ts'

const examples = `
Examples:
  $ cordon sbom                               this folder as CycloneDX 1.6
  $ cordon sbom services/api --format spdx-json -o api.spdx.json
  $ SOURCE_DATE_EPOCH=0 cordon sbom           the same bytes for the same input

Exit codes: 0 written, 2 bad usage or configuration, 3 nothing found, 4 written, and something
could not be read: it is named on standard error.`

/** `cordon sbom`: a bill of materials of what gets installed, and what else can be done with such documents. */
export const sbom: CommandModule = {
  name: 'sbom',
  configure(command, io, finish) {
    // What follows the name of a subcommand is the subcommand's own.
    command.enablePositionalOptions()
    addOutputOptions(addTargetOptions(command.argument('[path...]', 'files or folders (default: this folder)')))
      .option('--name <name>', 'name of what the bill is about, where the files do not tell')
      .addHelpText('after', examples)
      .action(async (paths: readonly string[], options: CreateOptions) => finish(await createBom(paths, options, io)))
    addOutputOptions(
      command
        .command('convert')
        .summary('write a bill in another format, and list what that cannot say')
        .description('Writes a bill of materials in another format, and lists on standard error what that cannot say.')
        .argument('<file>', 'a bill in any format'),
    ).action((path: string, options: OutputOptions) => finish(convertBom(path, options, io)))
  },
}
