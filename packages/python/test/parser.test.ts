import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from '../src/index.ts'
import { print } from './print.ts'

type Row = readonly [source: string, tree: string]

function treeOf(source: string): string {
  const tree = parse(new TextEncoder().encode(source))
  return print(tree).replace(/^\(Module (.*)\)$/s, '$1')
}

function check(rows: readonly Row[], problems: 'none' | 'some'): void {
  for (const [source, expected] of rows)
    test(JSON.stringify(source), () => {
      const tree = parse(new TextEncoder().encode(source))
      assert.equal(treeOf(source), expected)
      assert.equal(tree.problems.none, problems === 'none', JSON.stringify(tree.problems.first))
    })
}

const expressions: readonly Row[] = [
  ['a', 'a'],
  ['a.b.c', '(Attribute:c (Attribute:b a))'],
  ['a + b + c - d * e', '(Binary:Plus a b c Operator:Minus (Binary:Star d e))'],
  ['a - (b - c)', '(Binary:Minus a (Binary:Minus b c))'],
  ['a ** -b ** c', '(Binary:DoubleStar a (Unary:Minus (Binary:DoubleStar b c)))'],
  ['-a ** b', '(Unary:Minus (Binary:DoubleStar a b))'],
  ['not not a == b', '(Unary:Not (Unary:Not (Compare:EqualEqual a b)))'],
  ['a < b <= c is not d not in e', '(Compare:Less a b Operator:LessEqual c Operator:IsNot d Operator:Not e)'],
  ['a or b and not c or d', '(Boolean:Or a (Boolean:And b (Unary:Not c)) d)'],
  ['a | b ^ c & d << e', '(Binary:Pipe a (Binary:Caret b (Binary:Ampersand c (Binary:ShiftLeft d e))))'],
  ['a if b else c if d else e', '(Conditional a b c d e)'],
  ['lambda: 0', '(Lambda Parameters 0)'],
  [
    'lambda a, *b, c=1, **d: a',
    '(Lambda (Parameters (Parameter a) (Parameter:1 b) (Parameter c (Default 1)) (Parameter:2 d)) a)',
  ],
  ['(a := b)', '(Walrus a b)'],
  ['()', 'Tuple'],
  ['(a)', 'a'],
  ['(a,)', '(Tuple a)'],
  ['a, *b', '(Tuple a (Starred b))'],
  ['[]', 'List'],
  ['[a, *b,]', '(List a (Starred b))'],
  ['{}', 'Dict'],
  ['{a, *b}', '(Set a (Starred b))'],
  ['{a: b, **c, d: e}', '(Dict a b (DoubleStarred c) d e)'],
  ['{**a}', '(Dict (DoubleStarred a))'],
  [
    '[a for b, c in d if e if f for g in h]',
    '(ListComprehension a (ComprehensionFor (Tuple b c) d) (ComprehensionIf e) (ComprehensionIf f) (ComprehensionFor g h))',
  ],
  ['{a for b in c}', '(SetComprehension a (ComprehensionFor b c))'],
  ['{a: b async for c in d}', '(DictComprehension a b (ComprehensionFor:1 c d))'],
  ['(a for b in c)', '(Generator a (ComprehensionFor b c))'],
  ['f()', '(Call f)'],
  ['f(a, *b, c=d, **e)', '(Call f a (Starred b) (Keyword:c d) (DoubleStarred e))'],
  ['f(a for b in c)', '(Call f (Generator a (ComprehensionFor b c)))'],
  ['f(a := b)', '(Call f (Walrus a b))'],
  ['a[b]', '(Subscript a b)'],
  ['a[b:c:d]', '(Subscript a (Slice:7 b c d))'],
  ['a[:, ::d, *e]', '(Subscript a (Tuple Slice (Slice:4 d) (Starred e)))'],
  ['a[b,]', '(Subscript a (Tuple b))'],
  ['a.b[c](d).e', '(Attribute:e (Call (Subscript (Attribute:b a) c) d))'],
  ['await a.b() ** c', '(Binary:DoubleStar (Await (Call (Attribute:b a))) c)'],
  ['...', 'Ellipsis'],
  ['None, True, False', '(Tuple NoneValue True False)'],
  [`'a' "b"`, `(Concatenation 'a' "b")`],
  [`'a' f"b{c}d" 'e'`, `(Concatenation 'a' (Template:8 b (Field c) d) 'e')`],
  [`f"{a!r:>{w}}{b=}"`, '(Template:8 (Field:114 a (Format > (Field w))) (Field:256 b))'],
  [`f"{a, *b}{yield c}"`, '(Template:8 (Field (Tuple a (Starred b))) (Field (Yield c)))'],
  [`t"{a}"`, '(Template:16 (Field a))'],
  [`f"{lambda: 0}"`, '(Template:8 (Field (Lambda Parameters Missing) (Format 0)))'],
]
check(
  expressions.slice(0, -1).map(([source, tree]) => [source, `(ExpressionStatement ${tree})`]),
  'none',
)

const statements: readonly Row[] = [
  ['a = b = c, d', '(Assign a b (Tuple c d))'],
  ['a = yield b', '(Assign a (Yield b))'],
  ['a = yield', '(Assign a Yield)'],
  ['a = yield from b', '(Assign a (YieldFrom b))'],
  ['*a, b = c', '(Assign (Tuple (Starred a) b) c)'],
  ['a: b', '(AnnotatedAssign a b)'],
  ['a.b: c = d, e', '(AnnotatedAssign (Attribute:b a) c (Tuple d e))'],
  ['a += b', '(AugmentedAssign:Plus a b)'],
  ['a @= b; c >>= d;', '(AugmentedAssign:At a b) (AugmentedAssign:ShiftRight c d)'],
  ['return', 'Return'],
  ['return a, *b', '(Return (Tuple a (Starred b)))'],
  ['raise', 'Raise'],
  ['raise a from b', '(Raise:1 a b)'],
  ['assert a, b', '(Assert a b)'],
  ['del a, b[0]', '(Delete (Tuple a (Subscript b 0)))'],
  ['global a, b', '(Global a b)'],
  ['nonlocal a', '(Nonlocal a)'],
  ['pass; break; continue', 'Pass Break Continue'],
  ['import a.b as c, d', '(Import (ImportName (Attribute:b a) c) (ImportName d))'],
  ['from a.b import c as d, e', '(ImportFrom (Attribute:b a) (ImportName c d) (ImportName e))'],
  ['from .... import (a, b as c,)', '(ImportFrom:4 (ImportName a) (ImportName b c))'],
  ['from ..a import *', '(ImportFrom:2 a ImportStar)'],
  ['type A = b', '(TypeAlias A b)'],
  [
    'type A[T: int = str, *Ts, **P] = b',
    '(TypeAlias A (TypeParameters (TypeParameter T (Annotation int) (Default str)) (TypeParameter:1 Ts) (TypeParameter:2 P)) b)',
  ],
  [
    'type = 1; type(x); type.a',
    '(Assign type 1) (ExpressionStatement (Call type x)) (ExpressionStatement (Attribute:a type))',
  ],
  [
    'match = case; match(x); match[x]; match.x',
    '(Assign match case) (ExpressionStatement (Call match x)) (ExpressionStatement (Subscript match x)) (ExpressionStatement (Attribute:x match))',
  ],
  ['print = exec', '(Assign print exec)'],
  ['print >= 1', '(ExpressionStatement (Compare:GreaterEqual print 1))'],
  ['print not in x', '(ExpressionStatement (Compare:Not print x))'],
  ['async = await', '(Assign async await)'],
]
check(statements, 'none')

const compounds: readonly Row[] = [
  [
    'if a: b\nelif c:\n  d\nelse: e',
    '(If a (Block (ExpressionStatement b)) (Elif c (Block (ExpressionStatement d))) (Else (Block (ExpressionStatement e))))',
  ],
  ['while a: pass\nelse: pass', '(While a (Block Pass) (Else (Block Pass)))'],
  ['for a, in b, c: pass', '(For (Tuple a) (Tuple b c) (Block Pass))'],
  ['async for *a, b in c: pass', '(For:1 (Tuple (Starred a) b) c (Block Pass))'],
  ['with a as b, c: pass', '(With (WithItem a b) (WithItem c) (Block Pass))'],
  ['with (a as b, c,): pass', '(With (WithItem a b) (WithItem c) (Block Pass))'],
  ['with (a).b as (c, d): pass', '(With (WithItem (Attribute:b a) (Tuple c d)) (Block Pass))'],
  ['async with (a): pass', '(With:1 (WithItem a) (Block Pass))'],
  [
    'try: a\nexcept b as c: d\nexcept (e, f): g\nexcept: h\nelse: i\nfinally: j',
    '(Try (Block (ExpressionStatement a)) (Except:1 b c (Block (ExpressionStatement d))) (Except (Tuple e f) (Block (ExpressionStatement g))) (Except (Block (ExpressionStatement h))) (Else (Block (ExpressionStatement i))) (Finally (Block (ExpressionStatement j))))',
  ],
  ['try: a\nexcept* b: c', '(Try:1 (Block (ExpressionStatement a)) (Except b (Block (ExpressionStatement c))))'],
  [
    'try: a\nexcept b, c, d: e',
    '(Try (Block (ExpressionStatement a)) (Except (Tuple b c d) (Block (ExpressionStatement e))))',
  ],
  ['def f(): pass', '(Function f Parameters (Block Pass))'],
  [
    'async def f[T](a, /, b: c = d, *, e, **g: h) -> i: pass',
    '(Function:1 f (TypeParameters (TypeParameter T)) (Parameters (Parameter a) Parameter:4 (Parameter b (Annotation c) (Default d)) Parameter:3 (Parameter e) (Parameter:2 g (Annotation h))) (Returns i) (Block Pass))',
  ],
  ['def f(*a: *b): pass', '(Function f (Parameters (Parameter:1 a (Annotation (Starred b)))) (Block Pass))'],
  [
    '@a\n@b.c(d)\nclass E(F, metaclass=G): pass',
    '(Class (Decorator a) (Decorator (Call (Attribute:c b) d)) E (Arguments F (Keyword:metaclass G)) (Block Pass))',
  ],
  ['class A[T]: pass', '(Class A (TypeParameters (TypeParameter T)) (Block Pass))'],
  ['class A(): pass', '(Class A Arguments (Block Pass))'],
  [
    'match a, b:\n  case 1 | -2 as c if d: pass\n  case A(x, y=[_, *z]) | {"k": v, **r}: pass\n  case _: pass',
    '(Match (Tuple a b) (Case (PatternAs (Binary:Pipe 1 (Unary:Minus 2)) c) (Guard d) (Block Pass)) (Case (Binary:Pipe (Call A x (Keyword:y (List _ (Starred z)))) (Dict "k" v (DoubleStarred r))) (Block Pass)) (Case _ (Block Pass)))',
  ],
  ['match (a):\n  case (b as c), *d: pass', '(Match a (Case (Tuple (PatternAs b c) (Starred d)) (Block Pass)))'],
  ['match x:\n  case a.b: match = 1', '(Match x (Case (Attribute:b a) (Block (Assign match 1))))'],
]
check(compounds, 'none')

const pythonTwo: readonly Row[] = [
  ['print', '(ExpressionStatement print)'],
  ['print "a" % b, c,', '(Print:2 (Binary:Percent "a" b) c)'],
  ['print >>f, a', '(Print:1 f a)'],
  ['print >>f', '(Print:1 f)'],
  ['print not a', '(Print (Unary:Not a))'],
  ['print (a), b', '(ExpressionStatement (Tuple (Call print a) b))'],
  ['exec "a"', '(Exec "a")'],
  ['exec a in b, c', '(Exec a b c)'],
  ['exec(a) in b', '(ExpressionStatement (Compare:In (Call exec a) b))'],
  ['raise a, b, c', '(Raise:2 a b c)'],
  ['try: a\nexcept b, c: d', '(Try (Block (ExpressionStatement a)) (Except:2 b c (Block (ExpressionStatement d))))'],
  ['`a, b`', '(ExpressionStatement (Backquote (Tuple a b)))'],
  ['a <> b', '(ExpressionStatement (Compare:NotEqual a b))'],
  ['0777L', '(ExpressionStatement 0777L)'],
  ["ur'a'", "(ExpressionStatement ur'a')"],
  [
    'def f(a, (b, (c, d)), e=1): pass',
    '(Function f (Parameters (Parameter a) (Parameter (Tuple b (Tuple c d))) (Parameter e (Default 1))) (Block Pass))',
  ],
  ['lambda (a, b): a', '(ExpressionStatement (Lambda (Parameters (Parameter (Tuple a b))) a))'],
  ['True, False = 1, 0', '(Assign (Tuple True False) (Tuple 1 0))'],
  ['nonlocal = 1', '(Assign nonlocal 1)'],
  ['f(async=True)', '(ExpressionStatement (Call f (Keyword:async True)))'],
]
check(pythonTwo, 'none')

const broken: readonly Row[] = [
  ['a b; exec(c)', '(Error (ExpressionStatement a) b) (ExpressionStatement (Call exec c))'],
  ['!pip install a\nb', '(Error (ExpressionStatement Missing) pip install a) (ExpressionStatement b)'],
  ['f(a, $, g(b))', '(Error (ExpressionStatement (Call f a (Call g b))))'],
  ['f(a b)', '(Error (ExpressionStatement (Call f a b)))'],
  ['x = [a, b\ndef f(): c', '(Error (Assign x (List a b))) (Function f Parameters (Block (ExpressionStatement c)))'],
  ['if a\n  b\nc', '(If a (Block (ExpressionStatement b))) (ExpressionStatement c)'],
  ['if a =:\n  b', '(If a (Block (ExpressionStatement b)))'],
  ['if a:\nb', '(If a Block) (ExpressionStatement b)'],
  ['def (a): b', '(Function Missing (Parameters (Parameter a)) (Block (ExpressionStatement b)))'],
  ['class: a', '(Class Missing (Block (ExpressionStatement a)))'],
  ['@a\nb', '(Error (Decorator a)) (ExpressionStatement b)'],
  ['  a\nb', '(ExpressionStatement a) (ExpressionStatement b)'],
  ['else: a', '(Error (ExpressionStatement Missing) a)'],
  ['from import a', '(Error (ImportFrom (ImportName a)))'],
  ['import a.', '(Error (Import (ImportName (Error a Missing))))'],
  ['a.', '(Error (ExpressionStatement (Error a Missing)))'],
  ['{a: b, c}', '(Error (ExpressionStatement (Dict a b c Missing)))'],
  [`f"{a b}"`, '(Error (ExpressionStatement (Template:8 (Field a))))'],
  ['x = )', '(Error (Assign x Missing))'],
  ['try:\n  a\nb', '(Try (Block (ExpressionStatement a))) (ExpressionStatement b)'],
]
check(broken, 'some')
