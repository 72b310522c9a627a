import type { ExitCode } from '@cordon/model'
import type { Command } from 'commander'

/** A stream that a command writes text to. */
export interface Writer {
  write(text: string): void
  readonly isTTY: boolean
  /** Width in characters; 80 where it is not known. */
  readonly columns: number
}

/** Everything a command may touch of the outside; tests pass their own. */
export interface Io {
  readonly stdout: Writer
  readonly stderr: Writer
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly fetch: typeof fetch
  readonly now: () => Date
  /** Waits so many milliseconds between tries of a connection; absent: by the clock. */
  readonly sleep?: (milliseconds: number) => Promise<void>
  /** What `-` reads from; absent where there is nothing. */
  readonly stdin?: NodeJS.ReadableStream
  /** The module that a worker thread starts with; absent: everything runs in one thread. */
  readonly worker?: URL
}

/** A command before it is loaded. */
export interface CommandEntry {
  readonly name: string
  /** One line for `cordon --help`. */
  readonly summary: string
  load(): Promise<CommandModule>
}

/** One command: `configure` adds its options and its action to commander's command; the action ends with `finish`. */
export interface CommandModule {
  readonly name: string
  /** `all` is every command, for the one that writes completions. */
  configure(command: Command, io: Io, finish: (exit: ExitCode) => void, all: readonly CommandEntry[]): void
}
