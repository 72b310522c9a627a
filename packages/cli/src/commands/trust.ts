import { Option } from 'commander'
import type { CommandModule } from '../command.ts'
import type { ShowTrustOptions, UpdateTrustOptions } from '../trust/run.ts'

const updateHelp = `
Sigstore changes its logs and authorities a few times a year. What this program brings along is trusted at once; an update
fetches what has changed since, checks the signatures of those who keep it (TUF), and keeps it in the state folder
(CORDON_STATE_DIR). Older or expired states are refused. When an update fails, what is in use stays in use and the exit code is 2.

Instances: production (the default), staging, github (GitHub's own, for private repositories), or a name of your own, which
begins with the first root.json of its TUF repository.

Examples:
  $ cordon trust update
  $ cordon trust update --instance github
  $ cordon trust update --from https://mirror.example/sigstore/
  $ cordon trust update --instance ours --from https://tuf.example/ --root root.json
  $ cordon verify demo-1.0.tar.gz --instance ours

HTTPS_PROXY, HTTP_PROXY and NO_PROXY are honoured.

Exit codes: 0 up to date, 2 bad usage or the update failed.`

const showHelp = `
Examples:
  $ cordon trust show
  $ cordon trust show --format json

Exit codes: 0 shown, 2 bad usage, or what is kept is damaged.`

/** `cordon trust update` and `cordon trust show`. */
export const trust: CommandModule = {
  name: 'trust',
  configure(command, io, finish) {
    command
      .command('update')
      .summary('fetch what an instance of Sigstore is made of')
      .description('Brings the trusted root of an instance of Sigstore up to date, and keeps it for `cordon verify`.')
      .option('--instance <name>', 'production, staging, github, or a name of your own', 'production')
      .option('--from <place>', 'its TUF repository or a mirror of it: URL or folder')
      .option('--root <file>', 'the first root.json of an instance of your own')
      .option('--offline', 'open no connection (also: CORDON_OFFLINE=1)')
      .addHelpText('after', updateHelp)
      .action(async (options: UpdateTrustOptions) => {
        const { runTrustUpdate } = await import('../trust/run.ts')
        finish(await runTrustUpdate(options, io))
      })
    command
      .command('show')
      .summary('say what is trusted, since when, and where it came from')
      .description(
        'Lists the instances of Sigstore that can be trusted, their authorities and logs, and since when they count.',
      )
      .addOption(new Option('--format <format>', 'how to print it').choices(['table', 'json']).default('table'))
      .addHelpText('after', showHelp)
      .action(async (options: ShowTrustOptions) => {
        const { runTrustShow } = await import('../trust/run.ts')
        finish(runTrustShow(options, io))
      })
  },
}
