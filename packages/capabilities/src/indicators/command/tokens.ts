/** One simple command of a line: its words, and whether the output of the one before is its input. */
export interface SimpleCommand {
  readonly words: readonly string[]
  readonly isFed: boolean
  /** Redirections throw its output away, or it is left in the background. */
  readonly isQuiet: boolean
}

const longestLine = 65_536
const mostCommands = 200
const mostWords = 400

interface Reader {
  readonly text: string
  at: number
  word: string
  hasWord: boolean
  words: string[]
  isFed: boolean
  isQuiet: boolean
  readonly commands: SimpleCommand[]
}

/**
 * A command line as simple commands, whichever shell it is written for: quotes are taken away, and so are the escapes of POSIX shells, `cmd`
 * (`^`) and PowerShell (a backtick within a word). Substitutions become commands of their own. Bounded and linear.
 */
export function simpleCommandsOf(line: string): readonly SimpleCommand[] {
  const reader: Reader = {
    text: line.slice(0, longestLine),
    at: 0,
    word: '',
    hasWord: false,
    words: [],
    isFed: false,
    isQuiet: false,
    commands: [],
  }
  while (reader.at < reader.text.length && reader.commands.length < mostCommands) step(reader)
  endCommand(reader, false)
  return reader.commands
}

function step(reader: Reader): void {
  const character = reader.text[reader.at] ?? ''
  const next = reader.text[reader.at + 1] ?? ''
  if (character === '"' || character === "'") {
    readQuoted(reader, character)
    return
  }
  reader.at += 1
  switch (character) {
    case ' ':
    case '\t':
      endWord(reader)
      return
    case '^':
      return
    case '\\':
      if (next === '\n') reader.at += 1
      else if (' "\'$&|;()'.includes(next) && next !== '') take(reader, next, 1)
      else take(reader, character, 0)
      return
    case '`':
      if (!(reader.hasWord && /[A-Za-z]/.test(next))) endCommand(reader, false)
      return
    case '|':
      if (next === '|') reader.at += 1
      endCommand(reader, next !== '|')
      return
    case '&':
      readAmpersand(reader, next)
      return
    case '>':
      readRedirection(reader)
      return
    case ';':
    case '\n':
    case '\r':
    case '(':
    case ')':
    case '{':
    case '}':
      endCommand(reader, false)
      return
    case '$':
      if (next !== '(') take(reader, character, 0)
      return
    default:
      take(reader, character, 0)
      return
  }
}

function take(reader: Reader, character: string, skip: number): void {
  reader.word += character
  reader.hasWord = true
  reader.at += skip
}

function readQuoted(reader: Reader, quote: string): void {
  const { text } = reader
  let at = reader.at + 1
  let from = at
  reader.hasWord = true
  while (at < text.length && text[at] !== quote) {
    const isEscape =
      quote === '"' && (text[at] === '\\' || text[at] === '`') && ['"', '$', '`'].includes(text[at + 1] ?? '')
    if (isEscape) {
      reader.word += text.slice(from, at)
      at += 1
      from = at
    }
    at += 1
  }
  reader.word += text.slice(from, at)
  reader.at = at + 1
}

function readAmpersand(reader: Reader, next: string): void {
  if (next === '&') reader.at += 1
  else if (next === '>') return
  else if (reader.words.length > 0 || reader.hasWord) {
    reader.isQuiet = true
  }
  endCommand(reader, false)
}

/** `>file`, `2>&1`, `>nul`: the target is no word of the command. */
function readRedirection(reader: Reader): void {
  if (/^\d?$/.test(reader.word)) {
    reader.word = ''
    reader.hasWord = false
  }
  endWord(reader)
  const target = /^>?[ \t]*(&\d|[^\s;|&)]{0,300})/.exec(reader.text.slice(reader.at, reader.at + 310))
  if (/nul$|\/dev\/null$/i.test(target?.[1] ?? '')) reader.isQuiet = true
  reader.at += target?.[0].length ?? 0
}

function endWord(reader: Reader): void {
  if (reader.hasWord && reader.words.length < mostWords) reader.words.push(reader.word)
  reader.word = ''
  reader.hasWord = false
}

function endCommand(reader: Reader, feedsNext: boolean): void {
  endWord(reader)
  if (reader.words.length > 0) {
    reader.commands.push({ words: reader.words, isFed: reader.isFed, isQuiet: reader.isQuiet })
  }
  reader.words = []
  reader.isFed = feedsNext
  reader.isQuiet = false
}
