import { type Command, Option } from 'commander'
import type { CommandModule } from '../command.ts'
import { addConfigOptions, collect } from '../target-options.ts'
import type { VerifyCommandOptions } from '../verify/options.ts'

const examples = `
Of a file, what vouches for it lies beside it, as the upload tools leave it (FILE.provenance, FILE.publish.attestation,
FILE.slsa.attestation, FILE.sigstore, FILE.sigstore.json), or is named; no connection is opened. Of a project, a lock or an environment
every file that is pinned or installed is looked for at its index (--index-url, else the one that the lock names, else pip's), and
the provenance that the index has for it is fetched (PEP 740), verified here, and kept. Signature, certificate, log entry and
statement are held against Sigstore's production instance, or --instance or --trusted-root. PGP signatures (FILE.asc) are told and
not trusted.

Identities: github:OWNER/REPOSITORY[#WORKFLOW], gitlab:GROUP/PROJECT[#PATH], google:EMAIL, or a certificate's whole subject.
Without --identity the answer is who signed, not whether that is who should have. Identities that a pylock.toml pins are
always asked for.

Examples:
  $ cordon verify dist/*
  $ cordon verify demo-1.0.tar.gz --identity github:example/demo#release.yml
  $ cordon verify demo-1.0.tar.gz --provenance demo.provenance --format json
  $ cordon verify sha256:9bb1… --bundle demo.sigstore.json --identity ci@example.org --issuer https://accounts.example.org
  $ cordon verify demo-1.0.tar.gz --layout root.layout --key owner.pub
  $ cordon verify uv.lock                        who built what this lock pins
  $ cordon verify . --require-attestation        stop where nothing vouches for a file
  $ cordon verify .venv --offline                what is installed, by what earlier runs have kept

Exit codes: 0 nothing that does not hold, 1 something does not hold, 2 bad usage or configuration, 3 nothing to verify,
4 a file that nothing vouches for, or in a way that cannot be verified here; of projects, locks and environments something that could
not be asked or read, and, with --require-attestation, --identity or --key, that nothing vouches for a file.`

/** `cordon verify TARGET…`: who vouches for these bytes. */
export const verify: CommandModule = {
  name: 'verify',
  configure(command, io, finish) {
    addPlaceOptions(
      addOptions(
        command.argument(
          '[target...]',
          'wheels, source distributions or other files; sha256:HEX; folders, locks, environments',
        ),
      ),
    )
      .addHelpText('after', examples)
      .action(async (targets: readonly string[], options: VerifyCommandOptions) => {
        const { runVerify } = await import('../verify/targets.ts')
        finish(await runVerify(targets, options, io))
      })
  },
}

function addOptions(command: Command): Command {
  return command
    .option('--bundle <file>', 'a Sigstore bundle that vouches for FILE (repeatable)', collect)
    .option('--provenance <file>', 'a provenance object of an index (PEP 740) for FILE (repeatable)', collect)
    .option('--attestation <file>', 'an attestation (PEP 740) for FILE (repeatable)', collect)
    .option('--layout <file>', 'an in-toto layout whose last step made FILE; its owners sign it with --key')
    .option('--links <folder>', 'where the links of the layout lie (default: beside it)')
    .option('--identity <who>', 'who must have signed; with several, one of them (repeatable)', collect)
    .option('--issuer <url>', 'who must have issued the identity of the signer')
    .option('--key <file>', 'public key in PEM that must have signed; nothing else is taken then (repeatable)', collect)
    .option('--threshold <count>', 'of several keys, how many must have signed an envelope (default: 1)')
    .option(
      '--instance <name>',
      'instance of Sigstore to trust (default: production; repeatable): see cordon trust',
      collect,
    )
    .option('--trusted-root <file>', 'authorities and logs to trust instead: trusted_root.json, or several as lines')
    .option('--signature-only', 'of bundles, verify who signed which file; leave unread what else they say')
    .addOption(new Option('--format <format>', 'what to print').choices(['table', 'json']).default('table'))
}

function addPlaceOptions(command: Command): Command {
  return addReadOptions(command)
    .option('--require-attestation', 'exit 4 where nothing vouches for a file')
    .option('--all', 'show every file')
}

/** What of projects, locks and environments is read, and which index is asked. */
export function addReadOptions(command: Command): Command {
  return addConfigOptions(command)
    .option('--index-url <url>', 'index to ask instead of those that a lock or pip names (repeatable)', collect)
    .option('--offline', 'open no connection: only what earlier runs have kept is known')
    .option('--refresh', 'ask again also for what is kept')
    .option('--exclude <pattern>', 'leave out what matches, as .gitignore would (repeatable)', collect)
    .option('--include-environments', 'also read virtual environments below the targets')
    .option('--python-version <x.y>', 'verify what is for this Python only, e.g. 3.12')
    .option('--platform <name>', 'verify what is for this platform only: linux, macos, windows, or e.g. linux-aarch64')
    .option('--group <name>', 'verify the main dependencies and what is named: this group (repeatable)', collect)
    .option('--extra <name>', 'verify the main dependencies and what is named: this extra (repeatable)', collect)
}
