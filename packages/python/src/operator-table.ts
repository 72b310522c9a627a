import { Token } from './token.ts'

/** Operators of one character. `!` alone is none outside a template's field; `.` is read by the lexer itself. */
const single: readonly (readonly [string, number])[] = [
  ['(', Token.ParenOpen],
  [')', Token.ParenClose],
  ['[', Token.BracketOpen],
  [']', Token.BracketClose],
  ['{', Token.BraceOpen],
  ['}', Token.BraceClose],
  [',', Token.Comma],
  [':', Token.Colon],
  [';', Token.Semicolon],
  ['=', Token.Equal],
  ['`', Token.Backquote],
  ['+', Token.Plus],
  ['-', Token.Minus],
  ['*', Token.Star],
  ['/', Token.Slash],
  ['%', Token.Percent],
  ['@', Token.At],
  ['&', Token.Ampersand],
  ['^', Token.Caret],
  ['|', Token.Pipe],
  ['~', Token.Tilde],
  ['<', Token.Less],
  ['>', Token.Greater],
  ['!', Token.Error],
]

/** An operator, the character that lengthens it, and what it then is. */
const longer: readonly (readonly [number, string, number])[] = [
  [Token.Minus, '>', Token.Arrow],
  [Token.Colon, '=', Token.Walrus],
  [Token.Slash, '/', Token.DoubleSlash],
  [Token.Star, '*', Token.DoubleStar],
  [Token.Less, '<', Token.ShiftLeft],
  [Token.Greater, '>', Token.ShiftRight],
  [Token.Less, '>', Token.NotEqual],
  [Token.Less, '=', Token.LessEqual],
  [Token.Greater, '=', Token.GreaterEqual],
  [Token.Equal, '=', Token.EqualEqual],
  [Token.Error, '=', Token.NotEqual],
  [Token.Plus, '=', Token.PlusEqual],
  [Token.Minus, '=', Token.MinusEqual],
  [Token.Star, '=', Token.StarEqual],
  [Token.Slash, '=', Token.SlashEqual],
  [Token.DoubleSlash, '=', Token.DoubleSlashEqual],
  [Token.Percent, '=', Token.PercentEqual],
  [Token.At, '=', Token.AtEqual],
  [Token.DoubleStar, '=', Token.DoubleStarEqual],
  [Token.ShiftLeft, '=', Token.ShiftLeftEqual],
  [Token.ShiftRight, '=', Token.ShiftRightEqual],
  [Token.Ampersand, '=', Token.AmpersandEqual],
  [Token.Caret, '=', Token.CaretEqual],
  [Token.Pipe, '=', Token.PipeEqual],
]

/** The token of a character that is an operator by itself, by code below 128; `Token.Error` where there is none. */
export const operatorOf: Uint8Array = new Uint8Array(128).fill(Token.Error)

/** The token that an operator becomes with one character more: index `kind * 128 + code`; 0 where it does not. */
export const longerOperator: Uint8Array = new Uint8Array(128 * 128)

for (const [character, kind] of single) operatorOf[character.charCodeAt(0)] = kind
for (const [kind, character, becomes] of longer) longerOperator[kind * 128 + character.charCodeAt(0)] = becomes
