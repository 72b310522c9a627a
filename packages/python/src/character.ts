/** What a byte can begin. */
export const CharClass = {
  Other: 0,
  Letter: 1,
  Digit: 2,
  Blank: 3,
  LineEnd: 4,
  Quote: 5,
  Operator: 6,
  Hash: 7,
  Backslash: 8,
  Dot: 9,
} as const

/** Class by byte; all from 128 on are `Other`. */
export const charClasses: Uint8Array = classify()

/** 1 for the ASCII letters, digits and `_`. */
export const wordCharacters: Uint8Array = charClasses.map((each) =>
  each === CharClass.Letter || each === CharClass.Digit ? 1 : 0,
)

function classify(): Uint8Array {
  const classes = new Uint8Array(256)
  const set = (characters: string, value: number): void => {
    for (let index = 0; index < characters.length; index += 1) classes[characters.charCodeAt(index)] = value
  }
  set('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_', CharClass.Letter)
  set('0123456789', CharClass.Digit)
  set(' \t\f', CharClass.Blank)
  set('\n\r', CharClass.LineEnd)
  set('\'"', CharClass.Quote)
  set('()[]{},:;+-*/%@&|^~<>=!`', CharClass.Operator)
  set('#', CharClass.Hash)
  set('\\', CharClass.Backslash)
  set('.', CharClass.Dot)
  return classes
}

/** Codes that the lexer names. */
export const Char = {
  Tab: 9,
  LineFeed: 10,
  FormFeed: 12,
  Return: 13,
  Space: 32,
  Bang: 33,
  DoubleQuote: 34,
  Hash: 35,
  Quote: 39,
  ParenClose: 41,
  Plus: 43,
  Minus: 45,
  Dot: 46,
  Zero: 48,
  Nine: 57,
  Colon: 58,
  Equal: 61,
  UpperN: 78,
  Backslash: 92,
  BracketClose: 93,
  Underscore: 95,
  BraceOpen: 123,
  BraceClose: 125,
} as const
