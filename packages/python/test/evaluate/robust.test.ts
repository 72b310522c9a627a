import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { analysePackage, evaluate, parse } from '../../src/index.ts'
import { nodeCodecs } from './codecs.ts'

const encoder = new TextEncoder()

function run(source: string) {
  return evaluate(parse(encoder.encode(source)), { codecs: nodeCodecs })
}

/** Sources that ask for more time, depth or memory than there is. Each ends within the limits, which here are low. */
const hostile: Readonly<Record<string, string>> = {
  'a sum of many': `x = ${"'a' + ".repeat(20_000)}'b'`,
  'a chain of calls': `x = 'a'${".replace('a', 'b')".repeat(2000)}`,
  'a chain of attributes': `import os\nos${'.a'.repeat(50_000)}()`,
  'prefixes in a row': `x = ${'not '.repeat(20_000)}y`,
  'brackets in brackets': `x = ${'f('.repeat(190)}1${')'.repeat(190)}`,
  'two calls of itself': 'def f(n): return f(n - 1) + f(n - 2)\nf(50)',
  'functions that call each other': Array.from(
    { length: 100 },
    (_, index) => `def f${index}(x): return f${(index + 1) % 100}(x) + f${(index + 2) % 100}(x)`,
  ).join('\n'),
  'a text that doubles': 'x = "a" * 1000\nfor i in range(100): x = x + x',
  'a list that doubles': 'x = [1]\nfor i in range(60): x = x + x',
  'huge numbers': 'x = 9 ** 9 ** 9\ny = 1 << 10 ** 9\nz = int("9" * 10 ** 7)',
  'huge texts': 'x = "a" * 10 ** 10\ny = bytes(10 ** 10)\nz = "%0999999d" % 1\nw = f"{1:{10 ** 9}}"',
  'loops in loops': 'for a in range(10 ** 6):\n for b in range(10 ** 6):\n  x = a * b',
  'no end': 'while True: pass',
  'a generator without end': 'def g():\n while True: yield 1\nlist(g())',
  'a text that runs itself': 's = "exec(s)"\nexec(s)\nt = "eval(t)"\neval(t)',
  'values that hold themselves':
    'a = []\na.append(a)\nstr(a)\na == a\nd = {}\nd["x"] = d\nf"{d}"\nclass A: pass\nA.b = A()\nA.b.c = A.b\nprint(A.b.c)',
  'ways without number': Array.from(
    { length: 500 },
    (_, index) => `if a${index}: x = ${index}\nelse: x = -${index}`,
  ).join('\n'),
  'ways within ways': `${Array.from({ length: 14 }, (_, index) => `${' '.repeat(index)}if a${index}:\n`).join('')}${' '.repeat(14)}x = 1`,
  'choices of choices': `if q: s = "a"\nelse: s = "b"\n${'s = s + s\n'.repeat(60)}`,
  'instances that make instances': 'class A:\n def __init__(self): self.b = A()\nA()',
  'items that ask for items':
    'class A:\n def __getitem__(self, i): return self[i]\n def __getattr__(self, n): return self.x\nA()[0]',
  'functions that are handed themselves': 'def f(x): g(f)\nf(f)\n@(lambda h: h(h))\ndef k(h): return h(h)',
  'many keys': 'd = {}\nfor i in range(10 ** 6): d["k%d" % i] = i',
  'many returns': 'def f():\n for a in "abcdefgh" * 1000:\n  if a == q: return a\nf()',
  'many classes': `${'class A:\n def __init_subclass__(c): pass\nclass B(A): pass\n'.repeat(200)}B()`,
  'unhappy formats': `x = ${'"{'.repeat(1)}${'{:{'.repeat(2000)}".format(1)\ny = "${'%('.repeat(2000)}" % {}`,
  'unhappy numbers': 'x = float("1" * 10 ** 6 + "x")\ny = "1" * 10 ** 6\ny.isdigit()\nint(y)',
}

for (const [title, source] of Object.entries(hostile))
  test(`ends: ${title}`, () => {
    const limits = { steps: 100_000, bytes: 4_000_000 }
    const { events } = evaluate(parse(encoder.encode(source)), { codecs: nodeCodecs, limits })
    assert.ok(events.length < 50_000)
  })

test('limits are told once, and with their place', () => {
  const { events } = evaluate(parse(encoder.encode('for i in range(10 ** 5):\n for j in range(10 ** 5): x = [i, j]')), {
    limits: { steps: 1000 },
  })
  assert.deepEqual(
    events.flatMap((event) => (event.kind === 'limit' ? [event.limit] : [])),
    ['steps'],
  )
})

test('a package has a limit of its own', () => {
  const loop = encoder.encode('import os\nfor i in range(10 ** 5):\n for j in range(10 ** 5): x = [i, j]\nos.system(x)')
  const files = Array.from({ length: 50 }, (_, index) => ({ path: `p/m${index}.py`, bytes: loop }))
  const { files: found } = analysePackage(files, [], { limits: { steps: 20_000, allSteps: 100_000 } })
  const limits = found.flatMap(({ events }) => events.filter(({ event }) => event.kind === 'limit'))
  assert.ok(limits.length >= 6)
})

test('modules that import each other in a long row', () => {
  const files = Array.from({ length: 300 }, (_, index) => ({
    path: `p/m${index}.py`,
    bytes: encoder.encode(
      `import os\nfrom . import m${(index + 1) % 300}\nfrom .m${(index + 7) % 300} import *\ndef f(): return m${(index + 1) % 300}.f()\nf()`,
    ),
  }))
  assert.equal(analysePackage(files, []).files.length, 300)
})

/** Pieces that programs are made of, put together without sense. */
const pieces = fc.constantFrom(
  ...'exec( eval( getattr( __import__( ( ) [ ] { } : , . = == + * ** % @ -> := lambda def class if else: for while try: except: with as import from return yield await'
    .split(' ')
    .concat([
      'x',
      'y',
      'os',
      'self',
      '"a"',
      "b'b'",
      '1',
      '0',
      '-1',
      '1.5',
      'None',
      'True',
      '*a',
      '**k',
      '\n',
      '\n ',
      '\n  ',
      'f"{x}"',
      'print',
      'str.join',
      '[::-1]',
      'range(3)',
    ]),
)

test('whatever is put together, it never throws', () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
      run(parts.join(' '))
    }),
    { numRuns: 400 },
  )
})

const builtin = fc.constantFrom(
  ...'abs bytes chr compile dict divmod enumerate eval exec filter float format getattr int iter len list map max min next ord pow range repr reversed round setattr sorted str sum super tuple type vars zip dir'.split(
    ' ',
  ),
)
const module = fc.constantFrom(
  ...'base64.b64decode base64.b85decode binascii.unhexlify codecs.decode zlib.decompress struct.unpack struct.pack array.array itertools.chain itertools.islice itertools.repeat itertools.accumulate functools.reduce operator.add math.prod math.gcd marshal.loads io.BytesIO textwrap.dedent urllib.parse.unquote'.split(
    ' ',
  ),
)
const method = fc.constantFrom(
  ...'join split replace strip encode decode format translate find count zfill center title hex append extend pop insert sort index get items update to_bytes partition __add__ __getitem__ __contains__'.split(
    ' ',
  ),
)
const argument = fc.constantFrom(
  ...'"" "a" "%s%d" "{}{0}" b"" b"\\x00\\xff" 0 -1 1 10**30 1.5 None True [] [1,"a"] () {} {"a":1} {1} x x.y lambda:1 "hex" "rot13" *[1] **{"k":1} "B" ">I" int str range(9)'.split(
    ' ',
  ),
)

test('whatever models are given, they never throw', () => {
  const args = fc.array(argument, { maxLength: 4 }).map((each) => each.join(', '))
  const call = fc.oneof(
    fc.tuple(builtin, args).map(([name, given]) => `${name}(${given})`),
    fc
      .tuple(module, args)
      .map(
        ([name, given]) =>
          `__import__("${name.split('.')[0]}", fromlist=["x"]).${name.split('.').slice(1).join('.')}(${given})`,
      ),
    fc
      .tuple(
        argument.filter((each) => !each.startsWith('*')),
        method,
        args,
      )
      .map(([self, name, given]) => `(${self}).${name}(${given})`),
  )
  fc.assert(
    fc.property(fc.array(call, { minLength: 1, maxLength: 5 }), (calls) => {
      run(
        `import math\n${calls.map((each, index) => `v${index} = ${each}`).join('\n')}\nprint(${calls.map((_, index) => `v${index}`).join(' + ')})`,
      )
    }),
    { numRuns: 800 },
  )
})
