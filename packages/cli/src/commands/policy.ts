import type { ExitCode } from '@cordon/model'
import { explainPolicy, explainProvenance, explainVex } from '@cordon/policy'
import type { CommandModule, Io } from '../command.ts'
import { harmless } from '../harmless.ts'
import { loadConfig, type TargetOptions } from '../target-options.ts'

const examples = `
Examples:
  $ cordon policy explain                rules in force in this folder
  $ cordon policy explain services/api   rules in force there`

/** \`cordon policy explain [PATH]\`: the effective policy, rule by rule, with where each came from. */
export const policy: CommandModule = {
  name: 'policy',
  configure(command, io, finish) {
    command
      .command('explain')
      .summary('print the rules in force, in the order they are tried')
      .description('Prints the rules in force, in the order they are tried, and where each came from.')
      .argument('[path...]', 'project whose policy to explain (default: this folder)')
      .option('--config <file>', 'configuration to use instead of the nearest one')
      .option('--no-config', 'explain the built-in policy')
      .addHelpText('after', examples)
      .action(async (paths: readonly string[], options: Pick<TargetOptions, 'config'>) =>
        finish(await explain(paths.length > 0 ? paths : ['.'], options, io)),
      )
  },
}

const titles = {
  exception: 'Exceptions',
  flag: 'Flags',
  rule: 'Findings',
  unknown: 'What could not be checked',
  skipped: 'What could not be read',
} as const

async function explain(targets: readonly string[], options: Pick<TargetOptions, 'config'>, io: Io): Promise<ExitCode> {
  const config = await loadConfig(targets, options, io)
  // Names, reasons and paths are the project's own text.
  const lines = explainPolicy(config.policy).map((line) => ({
    ...line,
    name: harmless(line.name),
    when: harmless(line.when),
    source: harmless(line.source),
  }))
  const name = Math.max(...lines.map((line) => line.name.length))
  const when = Math.min(70, Math.max(...lines.map((line) => line.when.length)))
  io.stdout.write(
    `${config.at === null ? 'No configuration: the defaults decide.' : `Configuration: ${harmless(config.at.path)}`}\n`,
  )
  io.stdout.write('The first rule that matches a finding decides; the gravest decision over a package stands.\n')
  for (const kind of ['exception', 'flag', 'rule', 'unknown', 'skipped'] as const) {
    const own = lines.filter((line) => line.kind === kind)
    if (own.length > 0) io.stdout.write(`\n${titles[kind]}\n`)
    for (const line of own)
      io.stdout.write(
        `  ${line.decision.padEnd(10)}  ${line.name.padEnd(name)}  ${line.when.padEnd(when)}  ${line.source}`
          .trimEnd()
          .concat('\n'),
      )
  }
  io.stdout.write('\nVEX statements ([vex]; after exceptions, before rules)\n')
  for (const { name: key, value, when: meaning } of explainVex(config.vex))
    io.stdout.write(`  ${key.padEnd(19)}  ${harmless(value)}: ${meaning}\n`)
  io.stdout.write('\nWho must vouch ([provenance]; asked by cordon verify)\n')
  for (const { when: packages, demand, source } of explainProvenance(config.provenance))
    io.stdout.write(`  ${harmless(packages)}: ${harmless(demand)}  ${harmless(source)}\n`)
  return 0
}
