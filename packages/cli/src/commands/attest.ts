import { attestationForms } from '@cordon/attest'
import { type Command, Option } from 'commander'
import { type ConvertOptions, convertAttestation } from '../attest/convert.ts'
import type { EnvelopeOptions, ProvenanceOptions, SigningOptions, StatementOptions } from '../attest/options.ts'
import { attestEnvelope, attestProvenance, attestPublish, attestStatement } from '../attest/run.ts'
import type { CommandModule } from '../command.ts'
import { collect } from '../target-options.ts'

const examples = `
Without --key the signature is that of the CI job, by Sigstore: its identity token (GitHub Actions with \`id-token: write\`; GitLab CI with
SIGSTORE_ID_TOKEN) buys a certificate that lives for ten minutes, and a public log keeps statement and certificate for ever. With --key it is
that of a local key: no service is asked, and what is said is claimed by whoever holds the key. A passphrase comes from a file, a variable
(CORDON_KEY_PASSPHRASE) or the keyboard. Every attestation is verified before it is written; nothing is overwritten without --force.

Examples:
  $ cordon attest publish dist/*                       FILE.publish.attestation, which upload tools take along
  $ cordon attest provenance dist/*                    FILE.slsa.attestation: how the CI job built it
  $ cordon attest provenance dist/* --key build.pem --builder-id https://build.example.org --build-type https://build.example.org/make/v1
  $ cordon attest statement demo.whl --predicate-type https://openvex.dev/ns --predicate vex.json --form bundle
  $ cordon attest envelope layout.json --payload-type application/vnd.in-toto+json --key build.pem
  $ cordon attest convert demo.whl.sigstore.json --to attestation

Exit codes: 0 written, 2 bad usage, or something could not be signed (nothing is written then), 3 no file named.`

/** `cordon attest`: says something about files, signs it, verifies it and writes it beside them. */
export const attest: CommandModule = {
  name: 'attest',
  configure(command, io, finish) {
    command.addHelpText('after', examples)
    signing(
      command
        .command('publish')
        .description('Attests that whoever signs publishes these wheels and source distributions (PEP 740).'),
    )
      .argument('<file...>', 'wheels and source distributions')
      .action(async (paths: readonly string[], options: SigningOptions) =>
        finish(await attestPublish(paths, options, io)),
      )
    building(signing(command.command('provenance').description('Attests how files were built (SLSA provenance 1).')))
      .argument('<file...>', 'what was built')
      .action(async (paths: readonly string[], options: ProvenanceOptions) =>
        finish(await attestProvenance(paths, options, io)),
      )
    signing(
      command.command('statement').description('Attests anything else of files: an in-toto predicate from a file.'),
    )
      .argument('<file...>', 'what it is about')
      .requiredOption('--predicate-type <url>', 'what kind of predicate it is')
      .requiredOption('--predicate <file>', 'the predicate, a JSON object')
      .action(async (paths: readonly string[], options: StatementOptions) =>
        finish(await attestStatement(paths, options, io)),
      )
    placing(keyed(command.command('envelope').description('Signs any bytes with a local key (DSSE).')))
      .argument('<file>', 'what is signed, as it is')
      .requiredOption('--payload-type <type>', 'what it is, as a media type')
      .action(async (path: string, options: EnvelopeOptions) => finish(await attestEnvelope(path, options, io)))
    command
      .command('convert')
      .description('Writes the same signature in another form, and tells what that cannot say.')
      .argument('<file>', 'a Sigstore bundle, an attestation (PEP 740) or a provenance object')
      .addOption(
        new Option('--to <form>', 'the form to write').choices(['attestation', 'bundle']).makeOptionMandatory(),
      )
      .option('-o, --output <file>', 'write to this file instead of standard output')
      .option('--output-dir <folder>', 'write each to a file in this folder, named as upload tools do')
      .option('--force', 'replace files that are there')
      .action(async (path: string, options: ConvertOptions) => finish(await convertAttestation(path, options, io)))
  },
}

function keyed(command: Command): Command {
  return command
    .option('--key <file>', 'sign with this private key: PEM, plain or encrypted; P-256, P-384, Ed25519 or RSA')
    .option('--passphrase-file <file>', 'the passphrase of the key is the first line of this file')
    .option('--passphrase-env <name>', 'the passphrase of the key is in this environment variable')
}

function placing(command: Command): Command {
  return command
    .option('-o, --output <file>', 'write to this file')
    .option('--force', 'replace files that are there')
    .addOption(new Option('--format <format>', 'what to print').choices(['table', 'json']).default('table'))
}

function signing(command: Command): Command {
  return placing(keyed(command))
    .option('--log', 'with --key: enter the signature in the transparency log, which is public')
    .option('--identity-token-file <file>', 'the identity token of the signer is in this file')
    .option('--identity-token-env <name>', 'the identity token of the signer is in this environment variable')
    .addOption(
      new Option('--form <form>', 'attestation (PEP 740), bundle (Sigstore) or dsse (a bare envelope)').choices(
        attestationForms,
      ),
    )
    .option('--together', 'one attestation about all the files')
    .option('--output-dir <folder>', 'write into this folder instead of beside the files')
    .option(
      '--instance <name>',
      'sign at this instance of Sigstore, which `cordon trust update` keeps (default: production)',
    )
    .option('--trusted-root <file>', 'sign at the instance whose authorities and logs these are')
    .option('--signing-config <file>', 'take the services of this signing config')
    .option('--fulcio-url <url>', 'certificate authority')
    .option('--rekor-url <url>', 'transparency log')
    .addOption(new Option('--rekor-version <version>', 'of --rekor-url').choices(['1', '2']))
    .option('--tsa-url <url>', 'timestamp authority (repeatable)', collect)
}

function building(command: Command): Command {
  return command
    .option('--build-type <url>', 'how the build is to be read; otherwise that of the CI job')
    .option('--builder-id <url>', 'who built; otherwise the CI job')
    .option('--source <url>', 'what was built from')
    .option('--commit <id>', 'commit of the source')
    .option('--parameter <name=value>', 'what the build was given from outside (repeatable)', collect)
    .option('--dependency <url=digest>', 'what went into the build: ADDRESS=sha256:HEX (repeatable)', collect)
    .option('--invocation-id <id>', 'which run it was')
    .option('--started-on <time>', 'when it began')
    .option('--finished-on <time>', 'when it ended')
}
