import { type Command, Option } from 'commander'
import type { CommandModule } from '../command.ts'
import type { AuditOptions, RecordOptions } from '../environment/options.ts'
import { collect } from '../target-options.ts'

const recordExamples = `
Installers forget which file a package came from. This finds it again, and writes provenance_url.json (PEP 710, a draft) into the metadata of
each distribution, with its line of RECORD, so that uninstalling takes it along. What is believed, in this order: a report of pip; a lock, where
only one of the files that it pins can have been installed; a wheel whose RECORD lists the very content that is installed, out of --wheels, the
caches of pip, uv and poetry, and --index-url. Nothing is guessed, nothing of the environment is run, and nothing is written for what was
installed by URL, from a folder or a repository, or by the system.

Examples:
  $ pip install --report pip-report.json -r requirements.txt
  $ cordon environment record .venv --report pip-report.json
  $ cordon environment record .venv --lock pylock.toml --dry-run
  $ cordon environment record .venv --wheels wheelhouse
  $ cordon environment record .venv --undo          take everything back, byte for byte

Exit codes: 0 everything recorded, or rightly left alone, 1 what is named is not what is installed, 2 bad usage or configuration,
3 nothing installed, 4 something that nothing tells of.`

const auditExamples = `
For each distribution: where it came from (direct_url.json, provenance_url.json), whether these files keep their standards (PEP 610, PEP 710), whether its
files are those of RECORD, whether a lock pins it, whether its index still has it, took it back or put it into quarantine, and who vouches for it.

Examples:
  $ cordon environment audit .venv
  $ cordon environment audit .venv --lock uv.lock --allow-host files.example.org
  $ cordon environment audit .venv --index-url https://index.example.org/simple --vouched --format json

Exit codes: 0 everything holds, 1 something does not, 2 bad usage or configuration, 3 nothing installed, 4 something that is not known:
where a package came from, or what became of it.`

/** `cordon environment`: what an environment holds, where it came from, and a record of it. */
export const environment: CommandModule = {
  name: 'environment',
  configure(command, io, finish) {
    sourceOptions(
      command
        .command('record')
        .description('record which file of an index each distribution was installed from')
        .argument('<environment>', 'a virtual environment, a prefix, or a folder of installed packages'),
    )
      .option('--only-binary', 'nothing was built from source (as pip --only-binary :all:)')
      .option('--dry-run', 'say what would be written, and write nothing')
      .option('--undo', 'take back what was recorded')
      .addOption(new Option('--format <format>', 'what to print').choices(['table', 'json']).default('table'))
      .addHelpText('after', recordExamples)
      .action(async (target: string, options: RecordOptions) => {
        const { recordEnvironment } = await import('../environment/record.ts')
        finish(await recordEnvironment(target, options, io))
      })
    command
      .command('audit')
      .description('say what is installed, from where, whether it still is what was installed, and who vouches for it')
      .argument('<environment>', 'a virtual environment, a prefix, or a folder of installed packages')
      .option('--lock <file>', 'a lock that everything installed has to be in')
      .option('--index-url <url>', 'an index to ask what became of it since (repeatable); without it none is', collect)
      .option('--allow-host <host>', 'the only hosts that packages may come from (repeatable)', collect)
      .option('--vouched', 'say who vouches for it, as `cordon verify` does: asks --index-url, else the indexes of pip')
      .option('--trusted-root <file>', "with --vouched: trust this instead of Sigstore's production instance")
      .option('--refresh', 'with --vouched: ask again also for what is kept')
      .option('--offline', 'open no connection')
      .option('--no-verify', 'do not compare files with their RECORD')
      .addOption(new Option('--format <format>', 'what to print').choices(['table', 'json']).default('table'))
      .addHelpText('after', auditExamples)
      .action(async (target: string, options: AuditOptions) => {
        const { auditEnvironment } = await import('../environment/audit.ts')
        finish(await auditEnvironment(target, options, io))
      })
  },
}

function sourceOptions(command: Command): Command {
  return command
    .option('--report <file>', 'a report of `pip install --report` (repeatable)', collect)
    .option('--lock <file>', 'a lock that it was installed from (repeatable)', collect)
    .option('--wheels <folder>', 'a folder of wheels that may have been installed (repeatable)', collect)
    .option('--index-url <url>', 'an index that may be asked (repeatable); without it nothing is', collect)
    .option('--offline', 'open no connection')
}
