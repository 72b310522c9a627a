/**
 * The kinds of nodes. Behind each: its children in order (`?` may be missing, `*` any number, `+` at least one) and, after a
 * dash, its value. `expr` is any expression, `statement` any statement; `Missing` may stand wherever one of them is due.
 */
export const Node = {
  None: 0,
  /** statement* */
  Module: 1,
  /** statement* */
  Block: 2,
  /** What is left of a statement that could not be parsed: (statement | expr)* */
  Error: 3,
  /** Where something is due and nothing is. */
  Missing: 4,

  /** Decorator*, Name, TypeParameters?, Parameters, Returns?, Block - 1 when async */
  Function: 8,
  /** Decorator*, Name, TypeParameters?, Arguments?, Block */
  Class: 9,
  /** expr */
  Decorator: 10,
  /** Parameter* */
  Parameters: 11,
  /** Name (a Tuple in Python 2; none for the bare marks), Annotation?, Default? - `ParameterKind` */
  Parameter: 12,
  /** expr */
  Annotation: 13,
  /** expr */
  Default: 14,
  /** expr */
  Returns: 15,
  /** TypeParameter* */
  TypeParameters: 16,
  /** Name, Annotation?, Default? - how many stars */
  TypeParameter: 17,
  /** What stands in the brackets of a class: as the children of Call behind the first. */
  Arguments: 18,

  /** test, Block, Elif*, Else? */
  If: 20,
  /** test, Block */
  Elif: 21,
  /** Block */
  Else: 22,
  /** test, Block, Else? */
  While: 23,
  /** target, iterable, Block, Else? - 1 when async */
  For: 24,
  /** WithItem+, Block - 1 when async */
  With: 25,
  /** expr, target? */
  WithItem: 26,
  /** Block, Except*, Else?, Finally? - 1 for `except*` */
  Try: 27,
  /** type?, target?, Block - `ExceptTarget` */
  Except: 28,
  /** Block */
  Finally: 29,
  /** expr, Case* */
  Match: 30,
  /** pattern, Guard?, Block */
  Case: 31,
  /** expr */
  Guard: 32,
  /** pattern, Name: `case … as name`. Other patterns are the expressions they look like. */
  PatternAs: 33,

  /** expr */
  ExpressionStatement: 36,
  /** target+, value: the last child is the value */
  Assign: 37,
  /** target, annotation, value? */
  AnnotatedAssign: 38,
  /** target, value - the operator's token, without `=` */
  AugmentedAssign: 39,
  /** expr? */
  Return: 40,
  /** expr* - `RaiseForm` */
  Raise: 41,
  /** target* */
  Delete: 42,
  /** test, message? */
  Assert: 43,
  Pass: 44,
  Break: 45,
  Continue: 46,
  /** Name+ */
  Global: 47,
  /** Name+ */
  Nonlocal: 48,
  /** ImportName+ */
  Import: 49,
  /** path (Name or Attribute)?, (ImportName+ | ImportStar) - how many dots lead */
  ImportFrom: 50,
  /** path (Name or Attribute), alias Name? */
  ImportName: 51,
  ImportStar: 52,
  /** Name, TypeParameters?, expr */
  TypeAlias: 53,
  /** Python 2: expr* - `PrintForm` bits */
  Print: 54,
  /** Python 2: code, globals?, locals? */
  Exec: 55,

  /** - symbol */
  Name: 60,
  Number: 61,
  /** - `StringFlag` bits */
  String: 62,
  /** Strings side by side: (String | Template)+ */
  Concatenation: 63,
  /** A formatted string or a template: (TemplateText | Field)* - `StringFlag` bits */
  Template: 64,
  /** - `StringFlag` bits */
  TemplateText: 65,
  /** expr, Format? - character of the conversion or 0, plus 256 for `=` */
  Field: 66,
  /** (TemplateText | Field)* */
  Format: 67,
  True: 68,
  False: 69,
  NoneValue: 70,
  Ellipsis: 71,
  /** (expr | Starred)* */
  Tuple: 72,
  /** (expr | Starred)* */
  List: 73,
  /** (expr | Starred)+ */
  Set: 74,
  /** (key, value | DoubleStarred)* */
  Dict: 75,
  /** element, (ComprehensionFor | ComprehensionIf)+ */
  ListComprehension: 76,
  /** as ListComprehension */
  SetComprehension: 77,
  /** key, value, (ComprehensionFor | ComprehensionIf)+ */
  DictComprehension: 78,
  /** as ListComprehension */
  Generator: 79,
  /** target, iterable - 1 when async */
  ComprehensionFor: 80,
  /** expr */
  ComprehensionIf: 81,
  /** object - symbol */
  Attribute: 82,
  /** object, index (expr, Slice or Tuple of both) */
  Subscript: 83,
  /** lower?, upper?, step? - `SlicePart` bits of what is there */
  Slice: 84,
  /** callee, (expr | Starred | DoubleStarred | Keyword)* */
  Call: 85,
  /** expr - symbol */
  Keyword: 86,
  /** expr */
  Starred: 87,
  /** expr */
  DoubleStarred: 88,
  /** operand - the operator's token */
  Unary: 89,
  /** Operands of one precedence level: expr, (Operator? expr)+ - the first operator; an Operator stands where it changes */
  Binary: 90,
  /** as Binary, with `in`, `is` and comparisons; `Token.Not` is `not in`, `isNot` is `is not` */
  Compare: 91,
  /** as Binary, with `and` or `or` */
  Boolean: 92,
  /** - the operator */
  Operator: 93,
  /** value, test, (value, test)*, value */
  Conditional: 94,
  /** Parameters, expr */
  Lambda: 95,
  /** expr */
  Await: 96,
  /** expr? */
  Yield: 97,
  /** expr */
  YieldFrom: 98,
  /** Name, expr */
  Walrus: 99,
  /** Python 2: expr */
  Backquote: 100,
} as const

/** The value of a Compare or Operator for `is not`. */
export const isNot = 128

export const ParameterKind = { Plain: 0, Star: 1, DoubleStar: 2, KeywordOnlyMark: 3, PositionalOnlyMark: 4 } as const

/** `Comma` is a target in Python 2, and a second type since Python 3.14. */
export const ExceptTarget = { None: 0, As: 1, Comma: 2 } as const

export const RaiseForm = { Plain: 0, From: 1, Commas: 2 } as const

export const PrintForm = { Redirected: 1, NoLineEnd: 2 } as const

export const SlicePart = { Lower: 1, Upper: 2, Step: 4 } as const
