const kinds = {
  End: 0,
  Newline: 1,
  Indent: 2,
  Dedent: 3,
  Error: 4,
  Name: 5,
  Number: 6,
  String: 7,
  /** `f"` or `t"` up to its first text; values as of String. */
  TemplateStart: 8,
  /** The text between fields. */
  TemplateText: 9,
  TemplateEnd: 10,
  /** The braces of a field, its conversion mark and the colon before its format. */
  FieldOpen: 11,
  FieldClose: 12,
  FieldBang: 13,
  FieldColon: 14,
  ParenOpen: 16,
  ParenClose: 17,
  BracketOpen: 18,
  BracketClose: 19,
  BraceOpen: 20,
  BraceClose: 21,
  Comma: 22,
  Colon: 23,
  Semicolon: 24,
  Dot: 25,
  Ellipsis: 26,
  Arrow: 27,
  Walrus: 28,
  Equal: 29,
  Backquote: 30,
  Plus: 32,
  Minus: 33,
  Star: 34,
  Slash: 35,
  DoubleSlash: 36,
  Percent: 37,
  At: 38,
  DoubleStar: 39,
  ShiftLeft: 40,
  ShiftRight: 41,
  Ampersand: 42,
  Caret: 43,
  Pipe: 44,
  Tilde: 45,
  Less: 46,
  Greater: 47,
  LessEqual: 48,
  GreaterEqual: 49,
  EqualEqual: 50,
  /** `!=` and Python 2's `<>`. */
  NotEqual: 51,
  /** `+=` to `|=`: the operator's kind plus `augmented`. */
  PlusEqual: 52,
  MinusEqual: 53,
  StarEqual: 54,
  SlashEqual: 55,
  DoubleSlashEqual: 56,
  PercentEqual: 57,
  AtEqual: 58,
  DoubleStarEqual: 59,
  ShiftLeftEqual: 60,
  ShiftRightEqual: 61,
  AmpersandEqual: 62,
  CaretEqual: 63,
  PipeEqual: 64,
  firstKeyword: 66,
  Def: 66,
  Class: 67,
  Import: 68,
  Return: 69,
  Try: 70,
  Raise: 71,
  While: 72,
  With: 73,
  Del: 74,
  Global: 75,
  Nonlocal: 76,
  Pass: 77,
  Break: 78,
  Continue: 79,
  Assert: 80,
  Except: 81,
  Finally: 82,
  Elif: 83,
  If: 84,
  Else: 85,
  For: 86,
  In: 87,
  Is: 88,
  Not: 89,
  And: 90,
  Or: 91,
  Lambda: 92,
  From: 93,
  As: 94,
  Yield: 95,
  Async: 96,
  Await: 97,
  True: 98,
  False: 99,
  None: 100,
  afterKeywords: 101,
} as const

/**
 * The kinds of tokens. A keyword's kind is `firstKeyword` plus its symbol, see symbols.ts.
 * `Error` is a character that Python's grammar has no use for.
 */
export const Token: { readonly [K in keyof typeof kinds]: number } = kinds

/** `+=` less `+`. */
export const augmented = Token.PlusEqual - Token.Plus

/** Keywords in the order of their kinds; the first `statementKeywords` never stand inside brackets. */
export const keywords: readonly string[] = [
  ...['def', 'class', 'import', 'return', 'try', 'raise', 'while', 'with', 'del', 'global', 'nonlocal'],
  ...['pass', 'break', 'continue', 'assert', 'except', 'finally', 'elif'],
  ...['if', 'else', 'for', 'in', 'is', 'not', 'and', 'or', 'lambda', 'from', 'as', 'yield', 'async', 'await'],
  ...['True', 'False', 'None'],
]

/** How many of `keywords` begin a statement and can stand nowhere else. */
export const statementKeywords = Token.If - Token.firstKeyword

/** What the value of a string token tells: bits. */
export const StringFlag = {
  Raw: 1,
  Bytes: 2,
  /** Python 2's and 3's `u""`. */
  Unicode: 4,
  Format: 8,
  Template: 16,
  Triple: 32,
  Unterminated: 64,
  /** A formatted string that could not be read as one: its fields are not parsed. */
  Unread: 128,
} as const
