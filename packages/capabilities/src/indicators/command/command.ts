/** One program that a command line starts, as far as its text tells. */
export interface Command {
  /** Lower case, without folder and `.exe`: `powershell`, `curl`, `sh`. */
  readonly program: string
  /** After quotes and escapes were taken away, the program first. */
  readonly words: readonly string[]
  /** No window, or thrown-away output and left running. */
  readonly isHidden: boolean
  /** Its text had to be decoded. */
  readonly isEncoded: boolean
  /** What the command before it in a pipe gives is its input. */
  readonly isFed: boolean
  /** Addresses from which it fetches. */
  readonly downloads: readonly string[]
  /** Files, addresses or `-` (its input) that it runs. */
  readonly runs: readonly string[]
  /** What it asks a package manager to install. */
  readonly installs: readonly string[]
  /** Python source that it runs: `python -c`. */
  readonly python: string | null
  /** The decoded text in which it stands. */
  readonly text: string
  /** How that text was hidden, the outermost step first: `powershell -EncodedCommand`. */
  readonly trail: readonly string[]
}
