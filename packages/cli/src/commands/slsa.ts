import { type Command, Option } from 'commander'
import type { CommandModule } from '../command.ts'
import type { SlsaVerifyOptions } from '../slsa/options.ts'
import { verifyLevels } from '../slsa/verify.ts'
import { collect } from '../target-options.ts'

const examples = `
Examples:
  $ cordon slsa dist/*                                     the level of each file, why, and what would raise it
  $ cordon slsa demo-1.0.tar.gz --min-level 2              exit code 1 below level 2
  $ cordon slsa dist/* --expect slsa.toml                  compare source, builder, workflow, ref and parameters`

const verifyExamples = `
What vouches for FILE lies beside it, as for \`cordon verify\`, or is named. The level follows from the certificates: of what a
provenance says of itself only that counts which its certificate, or a trusted builder, bears out.

Examples:
  $ cordon slsa verify dist/*
  $ cordon slsa verify demo-1.0.tar.gz --provenance demo.provenance --min-level 2
  $ cordon slsa verify dist/* --expect slsa.toml --format json

An expectations file:
  [[packages]]
  name = "demo"
  level = 2
  source = "https://github.com/example/demo"
  workflow = ".github/workflows/release.yml"
  ref = "refs/tags/v*"

Exit codes: 0 everything is as asked, 1 something does not hold, is below --min-level or otherwise than expected,
2 bad usage or configuration, 3 nothing to judge, 4 something that cannot be verified here.`

/** `cordon slsa`: how files were built, by SLSA's levels. */
export const slsa: CommandModule = {
  name: 'slsa',
  configure(command, io, finish) {
    command.addHelpText('after', examples)
    addVerifyOptions(
      command
        .command('verify', { isDefault: true })
        .summary('tell the build level of files, with the reasons')
        .description('Tells the SLSA build level of files, why it is that, and what would raise it.')
        .argument('[file...]', 'wheels, source distributions or other files; or sha256:HEX'),
    )
      .addHelpText('after', verifyExamples)
      .action(async (files: readonly string[], options: SlsaVerifyOptions) =>
        finish(await verifyLevels(files, options, io)),
      )
  },
}

function addVerifyOptions(command: Command): Command {
  return command
    .addOption(new Option('--min-level <level>', 'the least level every file must have').choices(['1', '2', '3']))
    .option(
      '--expect <file>',
      'what is expected of packages, and builders that are trusted beside the known ones (TOML)',
    )
    .option('--package <name>', 'the package that the files are of, where their names do not say it')
    .option('--bundle <file>', 'a Sigstore bundle that vouches for FILE (repeatable)', collect)
    .option('--provenance <file>', 'a provenance object of an index (PEP 740) for FILE (repeatable)', collect)
    .option('--attestation <file>', 'an attestation (PEP 740) for FILE (repeatable)', collect)
    .option('--identity <who>', 'who must have signed; with several, one of them (repeatable)', collect)
    .option('--issuer <url>', 'who must have issued the identity of the signer')
    .option('--key <file>', 'public key in PEM that must have signed; nothing else is taken then (repeatable)', collect)
    .option('--threshold <count>', 'of several keys, how many must have signed an envelope (default: 1)')
    .option('--trusted-root <file>', "authorities and logs to trust instead of Sigstore's production instance")
    .addOption(new Option('--format <format>', 'what to print').choices(['table', 'json']).default('table'))
}
