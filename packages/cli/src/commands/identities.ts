import { Option } from 'commander'
import type { CommandModule } from '../command.ts'
import type { AcceptOptions, ForgetOptions, ListOptions } from '../identities/run.ts'
import { addConfigOptions, collect } from '../target-options.ts'

const about = `
\`cordon verify\` remembers who vouched for each package, and compares: the first publisher counts, whoever differs in what matters
waits until somebody accepts it. What is remembered lies in this user's state folder; with \`history\` in [provenance] of the
configuration, releases are compared with that file of the project instead, which \`accept\` writes and a review can see.

Examples:
  $ cordon identities list
  $ cordon identities accept demo                    what waits of it counts from now on
  $ cordon identities accept --packages-of uv.lock   who was seen of all that this lock pins
  $ cordon identities reject demo                    what waits of it was not right
  $ cordon identities forget demo                    the next publisher that is seen is the first again

Exit codes: 0 done, 2 bad usage or configuration, 3 nothing is known of them, 4 a history is damaged.`

/** `cordon identities list`, `accept`, `reject` and `forget`. */
export const identities: CommandModule = {
  name: 'identities',
  configure(command, io, finish) {
    command.addHelpText('after', about)
    addConfigOptions(command.command('list'))
      .summary('list who vouched for which packages, and who of them counts')
      .description('Lists who vouched for which packages, in which releases, and who of them counts.')
      .argument('[name...]', 'packages (default: all that are known)')
      .addOption(new Option('--format <format>', 'how to print it').choices(['table', 'json']).default('table'))
      .addHelpText('after', about)
      .action(async (names: readonly string[], options: ListOptions) => {
        const { runList } = await import('../identities/run.ts')
        finish(await runList(names, options, io))
      })
    addConfigOptions(command.command('accept'))
      .summary('let publishers that wait count, and write them into the file of the project')
      .description('Lets publishers that wait count from now on, and writes who counts into the file of the project.')
      .argument('[name...]', 'packages')
      .option('--all', 'also where several publishers of one package wait')
      .option('--packages-of <target>', 'all packages of this lock, project or environment (repeatable)', collect)
      .addHelpText('after', about)
      .action(async (names: readonly string[], options: AcceptOptions) => {
        const { runAccept } = await import('../identities/run.ts')
        finish(await runAccept(names, options, io))
      })
    command
      .command('reject')
      .summary('drop publishers that wait')
      .description('Drops publishers that wait. Who counts stays; who is seen again waits again.')
      .argument('<name...>', 'packages')
      .addHelpText('after', about)
      .action(async (names: readonly string[]) => {
        const { runReject } = await import('../identities/run.ts')
        finish(runReject(names, io))
      })
    addConfigOptions(command.command('forget'))
      .summary('forget who vouched for packages: the next one seen is the first again')
      .description(
        'Forgets who vouched for packages, here and in the file of the project: the next one seen is the first.',
      )
      .argument('<name...>', 'packages')
      .addHelpText('after', about)
      .action(async (names: readonly string[], options: ForgetOptions) => {
        const { runForget } = await import('../identities/run.ts')
        finish(await runForget(names, options, io))
      })
  },
}
