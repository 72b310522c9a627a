import { profiles, strippable } from '@cordon/documents'
import { type Command, Option } from 'commander'
import type { CommandModule, Io } from '../command.ts'
import { type CompareOptions, compareFiles } from '../sbom/compare.ts'
import { convertBom } from '../sbom/convert.ts'
import { type CreateOptions, createBom } from '../sbom/create.ts'
import { addOutputOptions, type OutputOptions } from '../sbom/options.ts'
import { type MergeOptions, mergeFiles, type StripOptions, stripFile } from '../sbom/rework.ts'
import { type ValidateOptions, validateFile } from '../sbom/validate.ts'
import { addTargetOptions, collect, someOf } from '../target-options.ts'

const examples = `
Examples:
  $ cordon sbom                               this folder as CycloneDX 1.6
  $ cordon sbom services/api --format spdx-json -o api.spdx.json
  $ cordon sbom --image app.tar               what is installed in a container image
  $ SOURCE_DATE_EPOCH=0 cordon sbom           the same bytes for the same input

Exit codes: 0 written, 2 bad usage or configuration, 3 nothing found, 4 written, and something
could not be read: it is named on standard error.`

/** `cordon sbom`: a bill of materials of what gets installed, and what else can be done with such documents. */
export const sbom: CommandModule = {
  name: 'sbom',
  configure(command, io, finish) {
    // What follows the name of a subcommand is the subcommand's own.
    command.enablePositionalOptions()
    addOutputOptions(addTargetOptions(command.argument('[path...]', 'files or folders (default: this folder)')))
      .option('--name <name>', 'name of what the bill is about, where the files do not tell')
      .option('--author <party>', 'who writes the bill: "Name <address>" (repeatable)', collect)
      .option('--supplier <party>', 'who delivers what the bill is about: "Name <address>"')
      .option(
        '--image <image>',
        'what is installed in a container image instead: a path, or a name in a registry; --platform then chooses one of several, e.g. linux/arm64',
      )
      .addHelpText('after', examples)
      .action(async (paths: readonly string[], options: CreateOptions) => finish(await createBom(paths, options, io)))
    addConversions(command, io, finish)
    addChecks(command, io, finish)
  },
}

type Finish = Parameters<CommandModule['configure']>[2]

function addConversions(command: Command, io: Io, finish: Finish): void {
  addOutputOptions(
    command
      .command('convert')
      .summary('write a bill in another format, and list what that cannot say')
      .description('Writes a bill of materials in another format, and lists on standard error what that cannot say.')
      .argument('<file>', 'a bill in any format'),
  ).action((path: string, options: OutputOptions) => finish(convertBom(path, options, io)))
  addOutputOptions(
    command
      .command('merge')
      .summary('make one bill of several')
      .description(
        'Makes one bill of several: what is the same in two of them is one component that says what both say.',
      )
      .argument('<file...>', 'bills in any format'),
  )
    .option('--name <name>', 'name of what the bill is about, where the bills are about different things')
    .action((paths: readonly string[], options: MergeOptions) => finish(mergeFiles(paths, options, io)))
  addOutputOptions(
    command
      .command('strip')
      .summary('take out what is named, before a bill is given away')
      .description('Takes out of a bill what is named, before it is given away.')
      .argument('<file>', 'a bill in any format'),
  )
    .addOption(someOf('--remove <what>', 'what to take out', strippable))
    .option(
      '--hide <pattern>',
      'hide the name, and all that tells it, of components called so; `*` for anything (repeatable)',
      collect,
    )
    .action((path: string, options: StripOptions) => finish(stripFile(path, options, io)))
}

function addChecks(command: Command, io: Io, finish: Finish): void {
  const format = (): Option =>
    new Option('--format <format>', 'what to print').choices(['text', 'json']).default('text')
  command
    .command('diff')
    .summary('tell what is different between two bills')
    .description(
      'Tells what is different between two bills, of any formats. Exit codes: 0 the same, 1 different, 2 bad usage.',
    )
    .argument('<before>', 'a bill in any format')
    .argument('<after>', 'a bill in any format')
    .addOption(format())
    .action((before: string, after: string, options: CompareOptions) =>
      finish(compareFiles(before, after, options, io)),
    )
  command
    .command('validate')
    .summary('check a bill, and how far it says what profiles want')
    .description(
      'Checks how a bill is written and what it says. Exit codes: 0 in order, 1 an error in it or a profile not met, 2 bad usage.',
    )
    .argument('<file>', 'a bill in any format')
    .addOption(
      someOf(
        '--profile <id>',
        'also score it by a profile',
        profiles.map(({ id }) => id),
      ),
    )
    .addOption(format())
    .action((path: string, options: ValidateOptions) => finish(validateFile(path, options, io)))
}
