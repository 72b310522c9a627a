import { type Command, Option } from 'commander'
import type { CommandModule } from '../command.ts'
import { issueSummaries } from '../slsa/issue-vsa.ts'
import type { IssueSummaryOptions, SlsaVerifyOptions, VerifySummaryOptions } from '../slsa/options.ts'
import { verifyLevels } from '../slsa/verify.ts'
import { verifySummary } from '../slsa/verify-vsa.ts'
import { collect } from '../target-options.ts'
import { addReadOptions } from './verify.ts'

const examples = `
Examples:
  $ cordon slsa dist/*                                     the level of each file, why, and what would raise it
  $ cordon slsa demo-1.0.tar.gz --min-level 2              exit code 1 below level 2
  $ cordon slsa dist/* --expect slsa.toml                  compare source, builder, workflow, ref and parameters
  $ cordon slsa vsa dist/* --key verifier.pem --verifier-id https://verifier.example.org
                                                           sign what came of it, for others to rely on
  $ cordon slsa verify-vsa demo-1.0.tar.gz --key verifier.pub --verifier-id https://verifier.example.org`

const verifyExamples = `
What vouches for FILE lies beside it, as for \`cordon verify\`, or is named. The level follows from the certificates: of what a
provenance says of itself only that counts which its certificate, or a trusted builder, bears out. Of a project, a lock or an environment
every file that is pinned or installed is asked for at its index; a release has the lowest level of its files.

Examples:
  $ cordon slsa verify dist/*
  $ cordon slsa verify demo-1.0.tar.gz --provenance demo.provenance --min-level 2
  $ cordon slsa verify dist/* --expect slsa.toml --format json
  $ cordon slsa uv.lock --min-level 1

An expectations file:
  [[packages]]
  name = "demo"
  level = 2
  source = "https://github.com/example/demo"
  workflow = ".github/workflows/release.yml"
  ref = "refs/tags/v*"

Exit codes: 0 everything is as asked, 1 something does not hold, is below --min-level or otherwise than expected,
2 bad usage or configuration, 3 nothing to judge, 4 something that cannot be verified here.`

const vsaExamples = `
Judges files as \`cordon slsa verify\` does, and writes what came of it beside each: FILE.vsa.intoto.jsonl, a SLSA verification summary in an
envelope that your key signs. Others can then rely on your verdict without judging again. Of what cannot be told nothing is written.
The summary of a lock counts how many of the releases that it pins have which level.

Examples:
  $ cordon slsa vsa dist/* --key verifier.pem --verifier-id https://verifier.example.org --min-level 2
  $ cordon slsa vsa dist/* --key verifier.pem --verifier-id https://verifier.example.org --expect slsa.toml --output-dir vsa
  $ cordon slsa vsa uv.lock --key verifier.pem --verifier-id https://verifier.example.org --resource-uri https://example.org/shop/uv.lock

Exit codes: 0 written, all PASSED; 1 written, something FAILED; 2 bad usage or configuration; 3 nothing to judge;
4 something that cannot be verified here.`

const verifyVsaExamples = `
The summary must be signed by the key, say that this verifier has verified, be about this file and this resource, have passed, and have
every level that is asked (each implies the lower ones of its track). Without --vsa it is FILE.vsa.intoto.jsonl; without --resource-uri
the resource is the package URL of the distribution.

Examples:
  $ cordon slsa verify-vsa demo-1.0.tar.gz --key verifier.pub --verifier-id https://verifier.example.org --min-level 2
  $ cordon slsa verify-vsa --digest sha512:77ab… --vsa image.vsa.jsonl --key verifier.pub \\
      --verifier-id https://verifier.example.org --resource-uri https://images.example.org/base --level SLSA_BUILD_LEVEL_3

Exit codes: 0 the summary holds, 1 it does not, 2 bad usage or configuration.`

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

        .argument(
          '[target...]',
          'wheels, source distributions or other files; sha256:HEX; folders, locks, environments',
        ),
    )
      .addHelpText('after', verifyExamples)
      .action(async (files: readonly string[], options: SlsaVerifyOptions) =>
        finish(await verifyLevels(files, options, io)),
      )
    addIssueOptions(
      command
        .command('vsa')
        .summary('judge files and sign what came of it (verification summaries)')
        .description('Judges files, and writes a signed verification summary (SLSA VSA) of each.')
        .argument('<file...>', 'wheels, source distributions, other files, or locks'),
    )
      .addHelpText('after', vsaExamples)
      .action(async (files: readonly string[], options: IssueSummaryOptions) =>
        finish(await issueSummaries(files, options, io)),
      )
    addSummaryOptions(
      command
        .command('verify-vsa')
        .summary('verify what a verifier says of a file')
        .description(
          'Verifies a verification summary (SLSA VSA): whether a known verifier says of a file what is asked.',
        )
        .argument('[file]', 'what the summary is about; or sha256:HEX'),
    )
      .addHelpText('after', verifyVsaExamples)
      .action(async (file: string | undefined, options: VerifySummaryOptions) =>
        finish(await verifySummary(file, options, io)),
      )
  },
}

function addVerifyOptions(command: Command): Command {
  return addEvidence(command)
    .option('--key <file>', 'public key in PEM that must have signed; nothing else is taken then (repeatable)', collect)
    .option('--threshold <count>', 'of several keys, how many must have signed an envelope (default: 1)')
    .addOption(new Option('--format <format>', 'what to print').choices(['table', 'json']).default('table'))
}

/** What is asked of files, and what vouches for them. */
function addEvidence(command: Command): Command {
  return addReadOptions(command)
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
    .option('--trusted-root <file>', "authorities and logs to trust instead of Sigstore's production instance")
}

function addIssueOptions(command: Command): Command {
  return addEvidence(command)
    .option(
      '--evidence-key <file>',
      'public key in PEM that must have signed what vouches for FILE (repeatable)',
      collect,
    )
    .requiredOption('--key <file>', 'sign with this private key: PEM, plain or encrypted; P-256, P-384, Ed25519 or RSA')
    .option('--passphrase-file <file>', 'the passphrase of the key is the first line of this file')
    .option('--passphrase-env <name>', 'the passphrase of the key is in this environment variable')
    .requiredOption('--verifier-id <uri>', 'who verifies: the name that consumers know your key by')
    .option('--resource-uri <uri>', 'address that consumers know FILE by (default: package URL of a distribution)')
    .option('--policy-uri <uri>', 'address of what the files are judged by (default: the expectations file)')
    .option('--output-dir <folder>', 'write into this folder instead of beside the files')
    .option('--force', 'replace files that are there')
    .addOption(new Option('--format <format>', 'what to print').choices(['table', 'json']).default('table'))
}

function addSummaryOptions(command: Command): Command {
  return command
    .option('--vsa <file>', 'the summary: an envelope, or JSON lines of them (repeatable: one must hold)', collect)
    .requiredOption('--key <file>', 'public key in PEM of the verifier')
    .option('--key-id <id>', 'take no signature that names another key id; "": none that names any')
    .requiredOption('--verifier-id <uri>', 'whose key it is: who must say that they have verified')
    .option('--resource-uri <uri>', 'what the summary must be about (default: package URL of a distribution)')
    .option('--digest <digest>', 'ALGORITHM:VALUE that it must be about, beside or without FILE (repeatable)', collect)
    .option('--level <level>', 'a level or property that must have been verified (repeatable)', collect)
    .addOption(new Option('--min-level <level>', 'the least build level').choices(['1', '2', '3']))
    .addOption(new Option('--format <format>', 'what to print').choices(['table', 'json']).default('table'))
}
