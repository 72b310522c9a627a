/** How one shell writes words: what quotes, escapes, separates and names variables. */
export interface Dialect {
  /** The character that takes the next one literally and joins lines. */
  readonly escape: '\\' | '`' | '^'
  readonly singleQuotes: boolean
  /** Backquoted command substitution. */
  readonly backquotes: boolean
  readonly variables: 'dollar' | 'percent' | 'none'
  /** Characters that end a word and a command or redirect it; none in a plain word list, which has no comments either. */
  readonly separators: string
  /** True where `{name}` is a variable (tox, IPython). */
  readonly braces: boolean
}

/** POSIX shells, and bash where it says more. */
export const posix: Dialect = {
  escape: '\\',
  singleQuotes: true,
  backquotes: true,
  variables: 'dollar',
  separators: '\n&|()<>;',
  braces: false,
}

/** PowerShell, best effort: words, variables, separators and line joining. */
export const powershell: Dialect = { ...posix, escape: '`', backquotes: false, separators: '\n&|()<>;{}' }

/** The Windows command processor, best effort. */
export const cmd: Dialect = {
  escape: '^',
  singleQuotes: false,
  backquotes: false,
  variables: 'percent',
  separators: '\n&|()<>',
  braces: false,
}

/** A command line that no shell reads: split as Python's shlex does. */
export const wordList: Dialect = {
  escape: '\\',
  singleQuotes: true,
  backquotes: false,
  variables: 'none',
  separators: '',
  braces: false,
}
