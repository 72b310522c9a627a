import type { CommandModule } from '../command.ts'
import { type CreateOptions, createBom } from '../sbom/create.ts'
import { addOutputOptions } from '../sbom/options.ts'
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
    addOutputOptions(addTargetOptions(command.argument('[path...]', 'files or folders (default: this folder)')))
      .option('--name <name>', 'name of what the bill is about, where the files do not tell')
      .addHelpText('after', examples)
      .action(async (paths: readonly string[], options: CreateOptions) => finish(await createBom(paths, options, io)))
  },
}
