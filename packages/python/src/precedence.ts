import { Node } from './node.ts'
import { Token } from './token.ts'

/** Precedence of the operators between two operands, the weakest is 1; `not` is the one of `not in`. */
export const Precedence = {
  Or: 1,
  And: 2,
  Compare: 4,
  Pipe: 5,
  Caret: 6,
  Ampersand: 7,
  Shift: 8,
  Sum: 9,
  Product: 10,
} as const

/** Precedence by kind of token; 0 for what is no operator. */
export const precedenceOf = new Uint8Array(256)
/** The kind of node that the operators of a precedence make. */
export const kindOfPrecedence = new Uint8Array(16).fill(Node.Binary)

const levels: readonly (readonly [number, readonly number[]])[] = [
  [Precedence.Or, [Token.Or]],
  [Precedence.And, [Token.And]],
  [Precedence.Compare, [Token.In, Token.Is, Token.Not, Token.Less, Token.Greater, Token.LessEqual]],
  [Precedence.Compare, [Token.GreaterEqual, Token.EqualEqual, Token.NotEqual]],
  [Precedence.Pipe, [Token.Pipe]],
  [Precedence.Caret, [Token.Caret]],
  [Precedence.Ampersand, [Token.Ampersand]],
  [Precedence.Shift, [Token.ShiftLeft, Token.ShiftRight]],
  [Precedence.Sum, [Token.Plus, Token.Minus]],
  [Precedence.Product, [Token.Star, Token.Slash, Token.DoubleSlash, Token.Percent, Token.At]],
]
for (const [level, kinds] of levels) for (const kind of kinds) precedenceOf[kind] = level
kindOfPrecedence[Precedence.Or] = Node.Boolean
kindOfPrecedence[Precedence.And] = Node.Boolean
kindOfPrecedence[Precedence.Compare] = Node.Compare
