import { CodedError, type ExitCode } from '@cordon/model'
import { Command, CommanderError } from 'commander'
import type { Io } from './command.ts'
import { commands } from './commands/index.ts'
import { harmless } from './harmless.ts'
import { version } from './version.ts'

const overview = `
Examples:
  $ cordon scan                        judge the project in this folder
  $ cordon scan services/ --format sarif > cordon.sarif
  $ cordon inspect suspect-1.0.tar.gz  say what it would do, without running it
  $ cordon inventory                   list everything that says what gets installed
  $ cordon db update                   fetch today's advisories

Exit codes: 0 allowed, 1 blocked by policy, 2 bad usage or configuration,
3 nothing to scan, 4 incomplete (something unknown that the policy does not allow), 70 our own bug.`

/** Runs one command line. Returns the exit code; results go to `io.stdout`, everything else to `io.stderr`. */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  let exit: ExitCode = 0
  const program = new Command('cordon')
    .description('Says what every Python package a project installs is, who is affected, and keeps the bad ones out.')
    .version(version, '-V, --version', 'print the version')
    .exitOverride()
    // What follows the name of a command is the command's own.
    .enablePositionalOptions()
    .showSuggestionAfterError(true)
    .showHelpAfterError('(cordon --help shows the commands)')
    .helpOption('-h, --help', 'show help')
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => Math.max(60, Math.min(io.stdout.columns, 110)),
      getErrHelpWidth: () => Math.max(60, Math.min(io.stderr.columns, 110)),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText('after', overview)
  try {
    // Only the command that is asked for is loaded: start-up time is a feature.
    const asked = argv[0] === 'help' ? argv[1] : argv.find((word) => !word.startsWith('-'))
    for (const entry of commands) {
      const command = program.command(entry.name).summary(entry.summary).description(entry.summary)
      if (entry.name === asked)
        (await entry.load()).configure(
          command,
          io,
          (code) => {
            exit = code
          },
          commands,
        )
    }
    await program.parseAsync([...argv], { from: 'user' })
    return exit
  } catch (error) {
    return exitOfError(error, io)
  }
}

/** The one place where errors become exit codes. */
export function exitOfError(error: unknown, io: Pick<Io, 'stderr'>): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof CodedError) {
    io.stderr.write(`cordon: ${harmless(error.message)} [${error.code}]\n`)
    return 2
  }
  io.stderr.write(
    `cordon: this is a bug in cordon, not in your project. Please report it with the command line and this text:\n${
      error instanceof Error ? (error.stack ?? error.message) : String(error)
    }\n`,
  )
  return 70
}
