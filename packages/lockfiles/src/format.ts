import type { Lockfile, LockfileRole } from '@cordon/model'

/** One kind of file that says what gets installed. Pure: text in, value out, no file system. */
export interface LockfileFormat {
  readonly id: string
  /** For people: `uv lock file`. */
  readonly title: string
  /** For people: its usual names, `*` for anything; what it reads exactly, `matches` says. */
  readonly files: readonly string[]
  readonly role: LockfileRole
  /** True for the paths (relative, with `/`) that this format reads. Exclusive: no path is matched by two formats. */
  matches(path: string): boolean
  /**
   * For formats that share a common ending (`*.py`, `*.yml`): a byte string that must occur for the file to be read at all.
   * A file without it is passed over in silence.
   */
  readonly marks?: readonly string[]
  /** Reads attacker-controlled text. A part that cannot be understood goes to `skipped`; throws only `LockfileError`. */
  parse(text: string, path: string): Lockfile
}
