import { Option } from 'commander'
import type { CommandModule } from '../command.ts'
import type { PinOptions } from '../lock/options.ts'
import { collect } from '../target-options.ts'

const pinExamples = `
Fetches and verifies what vouches for every file that the lock pins (PEP 740), and writes the builder of each package into the lock
(packages.attestation-identities of PEP 751). From then on the lock says who has built it, and \`cordon verify pylock.toml\` fails for another builder.
Nothing else of the file changes: comments, order and line ends stay byte for byte. A package that nothing vouches for is left alone, and counted.
A builder that is another than the lock says is shown, and nothing is written without --update.

Examples:
  $ cordon lock pin-identities                    pylock.toml in this folder
  $ cordon lock pin-identities pylock.dev.toml --dry-run
  $ cordon lock pin-identities --update           take the builders of today
  $ cordon verify pylock.toml                     hold every file against them

Exit codes: 0 pinned, or nothing to pin, 1 another builder than the lock says or an attestation that does not hold (nothing was written),
2 bad usage or configuration, 3 nothing in it, 4 pinned, except what could not be told.`

/** `cordon lock`: what a lock pins beside versions and hashes. */
export const lock: CommandModule = {
  name: 'lock',
  configure(command, io, finish) {
    command
      .command('pin-identities')
      .description('write into a pylock.toml who has built its files, once that is verified')
      .argument('[lock]', 'a pylock.toml (PEP 751)', 'pylock.toml')
      .option('--update', 'write also where the lock names another builder')
      .option('--dry-run', 'show what would change, and write nothing')
      .option('--index-url <url>', 'index to ask instead of those that the lock or pip names (repeatable)', collect)
      .option('--offline', 'open no connection: only what earlier runs have kept is known')
      .option('--refresh', 'ask again also for what is kept')
      .option('--trusted-root <file>', "authorities and logs to trust instead of Sigstore's production instance")
      .addOption(new Option('--format <format>', 'what to print').choices(['table', 'json']).default('table'))
      .addHelpText('after', pinExamples)
      .action(async (target: string, options: PinOptions) => {
        const { pinIdentities } = await import('../lock/pin.ts')
        finish(await pinIdentities(target, options, io))
      })
  },
}
