import { type Command, Option } from 'commander'
import type { CommandModule } from '../command.ts'
import { collect } from '../target-options.ts'
import type { VerifyCommandOptions } from '../verify/options.ts'
import { verifyFiles } from '../verify/run.ts'

const examples = `
What vouches for FILE lies beside it, as the upload tools leave it (FILE.provenance, FILE.publish.attestation, FILE.slsa.attestation,
FILE.sigstore, FILE.sigstore.json), or is named. Its signature, certificate, log entry and statement are verified here, without any
connection, against Sigstore's production instance or --trusted-root. PGP signatures (FILE.asc) are told, and not trusted.

Identities: github:OWNER/REPOSITORY[#WORKFLOW], gitlab:GROUP/PROJECT[#PATH], google:EMAIL, or a certificate's whole subject.
Without --identity the answer is who signed, not whether that is who should have.

Examples:
  $ cordon verify dist/*
  $ cordon verify demo-1.0.tar.gz --identity github:example/demo#release.yml
  $ cordon verify demo-1.0.tar.gz --provenance demo.provenance --format json
  $ cordon verify sha256:9bb1… --bundle demo.sigstore.json --identity ci@example.org --issuer https://accounts.example.org

Exit codes: 0 everything verified, 1 something does not hold, 2 bad usage or configuration, 3 nothing to verify,
4 something that nothing vouches for, or in a way that cannot be verified here.`

/** `cordon verify FILE…`: who vouches for these bytes. */
export const verify: CommandModule = {
  name: 'verify',
  configure(command, io, finish) {
    addOptions(command.argument('[file...]', 'wheels, source distributions or other files; or sha256:HEX'))
      .addHelpText('after', examples)
      .action(async (files: readonly string[], options: VerifyCommandOptions) =>
        finish(await verifyFiles(files, options, io)),
      )
  },
}

function addOptions(command: Command): Command {
  return command
    .option('--bundle <file>', 'a Sigstore bundle that vouches for FILE (repeatable)', collect)
    .option('--provenance <file>', 'a provenance object of an index (PEP 740) for FILE (repeatable)', collect)
    .option('--attestation <file>', 'an attestation (PEP 740) for FILE (repeatable)', collect)
    .option('--identity <who>', 'who must have signed; with several, one of them (repeatable)', collect)
    .option('--issuer <url>', 'who must have issued the identity of the signer')
    .option('--key <file>', 'public key in PEM that must have signed; nothing else is taken then (repeatable)', collect)
    .option('--threshold <count>', 'of several keys, how many must have signed an envelope (default: 1)')
    .option('--trusted-root <file>', "authorities and logs to trust instead of Sigstore's production instance")
    .option('--signature-only', 'of bundles, verify who signed which file; leave unread what else they say')
    .addOption(new Option('--format <format>', 'what to print').choices(['table', 'json']).default('table'))
}
