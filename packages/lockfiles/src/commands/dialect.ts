/** How one shell writes words: what quotes, escapes, separates and names variables. */
export interface Dialect {
  /** The character that takes the next one literally and joins lines. */
  readonly escape: '\\' | '`' | '^'
  readonly singleQuotes: boolean
  /** Backquoted command substitution. */
  readonly backquotes: boolean
  readonly variables: 'dollar' | 'percent' | 'none'
  /** False for a plain word list (shlex): no `;`, `|`, `>`, `#`. */
  readonly operators: boolean
  readonly semicolons: boolean
  /** True where `{name}` is a variable (tox, IPython). */
  readonly braces: boolean
}

/** POSIX shells, and bash where it says more. */
export const posix: Dialect = {
  escape: '\\',
  singleQuotes: true,
  backquotes: true,
  variables: 'dollar',
  operators: true,
  semicolons: true,
  braces: false,
}

/** PowerShell, best effort: words, variables, separators and line joining. */
export const powershell: Dialect = { ...posix, escape: '`', backquotes: false }

/** The Windows command processor, best effort. */
export const cmd: Dialect = {
  escape: '^',
  singleQuotes: false,
  backquotes: false,
  variables: 'percent',
  operators: true,
  semicolons: false,
  braces: false,
}

/** A command line that no shell reads: split as Python's shlex does. */
export const wordList: Dialect = {
  escape: '\\',
  singleQuotes: true,
  backquotes: false,
  variables: 'none',
  operators: false,
  semicolons: false,
  braces: false,
}
