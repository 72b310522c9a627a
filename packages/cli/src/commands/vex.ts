import { vexFormats } from '@cordon/documents'
import { vexJustifications, vexStatuses } from '@cordon/model'
import { type Command, Option } from 'commander'
import type { CommandModule } from '../command.ts'
import { collect } from '../target-options.ts'
import { addVex, convertVex, createVex, type MergeOptions, mergeVexFiles, type OutputOptions } from '../vex/work.ts'

const examples = `
Examples:
  $ cordon vex create --vulnerability CVE-2026-25990 --product pkg:pypi/pillow@11.3.0 \\
      --status not_affected --justification vulnerable_code_not_in_execute_path --author "Shop team" -o vex/shop.json
  $ cordon scan --format json > report.json; cordon vex create --from report.json --author "Shop team"
  $ cordon vex add vex/shop.json --vulnerability CVE-2024-23342 --product pkg:pypi/ecdsa@0.20.0 --status fixed
  $ cordon vex convert vex/shop.json --format csaf     the same, and what CSAF cannot say
  $ cordon vex merge vex/*.json --author "Shop team"   one document, what is superseded kept
  $ cordon scan --vex vex                              apply them

Exit codes: 0 written, 2 bad usage or a document that cannot be read, 4 written, and statements that could
not be used are left out: they are named on standard error.`

/** `cordon vex`: statements about vulnerabilities, written and changed. `cordon scan --vex` applies them. */
export const vex: CommandModule = {
  name: 'vex',
  configure(command, io, finish) {
    command.addHelpText('after', examples)
    stateOptions(outputOptions(command.command('create').description('Writes a new document.'), 'openvex'))
      .requiredOption('--author <name>', 'who answers for the statements')
      .option('--from <report>', 'a report of `cordon scan --format json`: one statement for every flaw in it')
      .option('--id <iri>', 'name of the document; otherwise it follows from what the document says')
      .action((options) => finish(createVex(options, io)))
    stateOptions(
      command
        .command('add')
        .description('Adds a statement to a document, as its next revision.')
        .argument('<file>', 'a VEX document'),
    )
      .option('--from <report>', 'a report of `cordon scan --format json`: one statement for every flaw in it')
      .option('-o, --output <file>', 'write to this file; otherwise the document itself is replaced')
      .action((path: string, options) => finish(addVex(path, options, io)))
    outputOptions(
      command.command('convert').description('Writes a document in another format, and lists what that cannot say.'),
      null,
    )
      .argument('<file>', 'a VEX document')
      .action((path: string, options: OutputOptions) => finish(convertVex(path, options, io)))
    outputOptions(
      command.command('merge').description('Makes one document of several; what is superseded is kept.'),
      'openvex',
    )
      .argument('<file...>', 'VEX documents, or folders of them')
      .requiredOption('--author <name>', 'who answers for the whole')
      .option('--id <iri>', 'name of the document; otherwise it follows from what the document says')
      .action(async (paths: readonly string[], options: MergeOptions) =>
        finish(await mergeVexFiles(paths, options, io)),
      )
  },
}

function outputOptions(command: Command, usual: string | null): Command {
  const format = new Option('--format <format>', 'the format to write').choices(vexFormats)
  return command
    .addOption(usual === null ? format.makeOptionMandatory() : format.default(usual))
    .option('-o, --output <file>', 'write to this file instead of standard output')
}

function stateOptions(command: Command): Command {
  return command
    .option('--vulnerability <id>', 'CVE, GHSA, PYSEC or another id')
    .option('--alias <id>', 'another id of it (repeatable)', collect)
    .option('--product <purl>', 'what it is about, as a package URL (repeatable)', collect)
    .option('--component <purl>', 'only these parts of the product (repeatable)', collect)
    .addOption(
      new Option('--status <status>', 'what is said of it').choices(vexStatuses).default('under_investigation'),
    )
    .addOption(new Option('--justification <word>', 'why it is not affected').choices(vexJustifications))
    .option('--impact <text>', 'why it is not affected, in words')
    .option('--action <text>', 'what to do where it is affected')
    .option('--note <text>', 'how the status was found')
}
