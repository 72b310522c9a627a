import { wordList } from './dialect.ts'
import { emptyEnvironment, expandWord, type ShellWord } from './environment.ts'
import { tokenize } from './lexer.ts'

/** Splits a command line that no shell reads into words, as Python's shlex does; lines are counted from `line`. */
export function splitWordList(text: string, line: number, braces = false): readonly ShellWord[] {
  const tokens = tokenize(text, { dialect: { ...wordList, braces }, joined: false })
  return tokens.flatMap((token) =>
    token.kind === 'word' ? expandWord(token, emptyEnvironment, line + token.line) : [],
  )
}
