// biome-ignore-all lint/suspicious/noTemplateCurlyInString: shell variables
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { cmd, type Dialect, posix, powershell } from '../src/commands/dialect.ts'
import { emptyEnvironment, Scope } from '../src/commands/environment.ts'
import { readShell, scriptAt } from '../src/commands/shell.ts'

/** The commands that begin with `pip`, each as its words; a word with an unknown part is marked with `?`. */
function pips(
  text: string,
  options: { readonly dialect?: Dialect; readonly scope?: Scope; joined?: boolean } = {},
): string[][] {
  const script = { ...scriptAt(text, 1, options.dialect ?? posix), joined: options.joined ?? false }
  return [...readShell(script, options.scope ?? emptyEnvironment)]
    .filter((command) => command.words[0]?.text === 'pip')
    .map((command) => command.words.slice(1).map((word) => (word.dynamic === null ? word.text : `?${word.text}`)))
}

function lines(text: string): number[] {
  return [...readShell(scriptAt(text, 10), emptyEnvironment)].flatMap((command) =>
    command.words.map((word) => word.line),
  )
}

describe('words', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    [`pip a 'b c' "d e" f\\ g`, ['a', 'b c', 'd e', 'f g']],
    [`pip 'it'"'"'s' "a\\"b\\$c" 'x\\y'`, ["it's", 'a"b$c', 'x\\y']],
    ['pip a"b"\'c\'', ['abc']],
    ['pip a \\\n  b \\\r\n c', ['a', 'b', 'c']],
    ['pip "a \\\nb"', ['a b']],
    ['pip a#b # c', ['a#b']],
    ["pip $'a' \"\" ''", ['a', '', '']],
    ['pip a 2>/dev/null >b < c &>d 2>&1 e', ['a', 'e']],
    ['pip a>=1.0', ['a']],
    ['pip "a>=1.0"', ['a>=1.0']],
    ['pip "unclosed', ['"unclosed']],
    ["pip don't stop", ["don't", 'stop']],
  ]
  for (const [text, words] of cases) {
    test(JSON.stringify(text), () => {
      assert.deepEqual(pips(text), [words])
    })
  }

  test('what a redirection takes away is kept as evidence', () => {
    const [command] = readShell(scriptAt('pip install foo>=1.0 bar', 1), emptyEnvironment)
    assert.deepEqual(
      command?.words.map((word) => [word.text, word.raw]),
      [
        ['pip', 'pip'],
        ['install', 'install'],
        ['foo', 'foo>=1.0'],
        ['bar', 'bar'],
      ],
    )
  })

  test('each word knows its line', () => {
    assert.deepEqual(lines('pip a \\\n b "c\n" d\n\npip e'), [10, 10, 11, 11, 12, 14, 14])
  })
})

describe('commands', () => {
  const cases: readonly (readonly [string, readonly (readonly string[])[]])[] = [
    ['pip a; pip b && pip c || pip d | pip e & pip f', [['a'], ['b'], ['c'], ['d'], ['e'], ['f']]],
    ['if pip a; then pip b; elif x; then pip c; else pip d; fi', [['a'], ['b'], ['c'], ['d']]],
    ['while pip a; do pip b; done; until x; do pip c; done', [['a'], ['b'], ['c']]],
    ['case $x in a|b) pip a ;; *) pip b ;; esac', [['a'], ['b']]],
    ['(pip a; pip b); { pip c; }; ! pip d; f() { pip e; }', [['a'], ['b'], ['c'], ['d'], ['e']]],
    ['x=$(pip a) y=`pip b` echo "$(pip c $(pip d))" <(pip e)', [['a'], ['b'], ['d'], ['c', '?$(pip d)']]],
    ['pip a <<X\npip not\nX\npip b', [['a'], ['b']]],
    ['cat <<-X <<"Y"\npip not\n\tX\n$pip not\nY\npip b', [['b']]],
    ['pip a # pip b\n# pip c\npip d', [['a'], ['d']]],
    ['for x in a; do pip $x; done\nselect y in b; do pip $y; done', [['a'], ['b']]],
  ]
  for (const [text, commands] of cases) {
    test(JSON.stringify(text), () => {
      assert.deepEqual(pips(text), commands)
    })
  }

  test('a heredoc comes with its command and its lines', () => {
    const [command] = readShell(scriptAt('bash <<X\none\ntwo\nX\n', 5), emptyEnvironment)
    assert.equal(command?.heredocs[0]?.text, 'one\ntwo\n')
    assert.equal(command?.heredocs[0]?.lineOf(1), 7)
  })

  test('folders are followed as far as they are literal', () => {
    const text = 'pip\ncd a/b && pip; cd ../c; pip; (cd d; pip); pip; cd /x; pip; cd "$y"; pip'
    const commands = [...readShell(scriptAt(text, 1), emptyEnvironment)]
    assert.deepEqual(
      commands.map((command) => command.directory),
      ['', 'a/b', 'a/c', 'a/c/d', 'a/c', '/x', null],
    )
  })
})

describe('variables', () => {
  const cases: readonly (readonly [string, readonly (readonly string[])[]])[] = [
    ['V=1; pip a==$V b==${V} "c==$V" d==\'$V\'', [['a==1', 'b==1', 'c==1', 'd==$V']]],
    ['V=1 pip $V', [['?$V']]],
    ['V="a b"; pip $V "$V"', [['a', 'b', 'a b']]],
    ['V=; pip $V "$V" x', [['', 'x']]],
    ['A=1; B=$A.2; export C=$B D; pip $B $C', [['1.2', '1.2']]],
    ['V=1; V+=.2; pip $V; unset V; pip $V', [['1.2'], ['?$V']]],
    ['pip ${V:-a} ${V-b} ${V:=c} ${V:+d} x', [['a', 'b', 'c', 'x']]],
    ['V=; pip ${V:-a} ${V-b}x ${V:+c} ${V+d}', [['a', 'x', 'd']]],
    ['V=$(date); pip $V ${V:-a}', [['?$V', '?${V:-a}']]],
    ['V=1; pip ${V%.*} ${#V} $((V+1)) $@ $1', [['?${V%.*}', '?${#V}', '?$((V+1))', '?$@', '?$1']]],
    ['L=(a "b c" d); pip "${L[@]}" ${L[*]} $L', [['a', 'b', 'c', 'd', 'a', 'b', 'c', 'd', 'a']]],
    ['for p in a b; do for q in c d; do pip $p$q; done; done; pip $p', [['ac'], ['ad'], ['bc'], ['bd'], ['?$p']]],
    ['if x; then V=1; pip $V; else V=2; pip $V; fi; pip $V', [['1'], ['2'], ['?$V']]],
    ['V=1; if x; then V=2; fi; pip $V', [['?$V']]],
    ['V=1 && pip $V; pip $V', [['1'], ['1']]],
    ['x && V=1 && pip $V; pip $V', [['1'], ['?$V']]],
    ['x || V=1; pip $V', [['?$V']]],
    ['echo 1 | read V; pip $V; (V=2; pip $V); pip $V', [['?$V'], ['2'], ['?$V']]],
    ['x && { V=1; pip $V; }; pip $V', [['1'], ['?$V']]],
  ]
  for (const [text, commands] of cases) {
    test(text, () => {
      assert.deepEqual(pips(text), commands)
    })
  }

  test('more values at once than are followed count as unknown', () => {
    const names = Array.from({ length: 40 }, (_, index) => `p${index}`).join(' ')
    assert.deepEqual(pips(`for p in ${names}; do pip $p; done`), [['?$p']])
  })

  test('a value that grows without end counts as unknown', () => {
    const text = `A=aaaaaaaa\n${'A=$A$A\n'.repeat(60)}pip $A`
    assert.deepEqual(pips(text), [['?$A']])
  })

  test('values of one group go in step', () => {
    const scope = new Scope()
    const group = {}
    scope.set('${{matrix.a}}', { values: ['1', '2', '2'], line: 1, group })
    scope.set('${{matrix.b}}', { values: ['x', 'y', 'y'], line: 1, group })
    assert.deepEqual(pips('pip ${{ matrix.a }}-${{matrix.b}} "${{ other }}"', { scope }), [
      ['1-x', '?${{ other }}'],
      ['2-y', '?${{ other }}'],
    ])
  })
})

describe('dialects', () => {
  test('PowerShell', () => {
    const text = '$v = "1.0"\npip `\n  "a==$v" \'b $v\'; if ($x) { pip c } # pip d\npip $env:HOME C:\\x'
    assert.deepEqual(pips(text, { dialect: powershell }), [['a==1.0', 'b $v'], ['c'], ['?$env:HOME', 'C:\\x']])
  })
  test('cmd', () => {
    const scope = new Scope()
    scope.bind('V', '1.0', 1)
    const text = "pip ^\r\n a==%V% 'b' & pip %W% C:\\x;y"
    assert.deepEqual(pips(text, { dialect: cmd, scope }), [
      ['a==1.0', "'b'"],
      ['?%W%', 'C:\\x;y'],
    ])
  })
  test('lines that Docker joined go on in comments and quotes', () => {
    assert.deepEqual(pips("pip 'a\\\nb' # c \\\n pip d\npip e", { joined: true }), [['ab'], ['e']])
  })
})

test('any words survive quoting', () => {
  const word = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !/\0|\$\{\{|\$\[\[/.test(text))
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), (words) => {
      const quoted = words.map((text) => `'${text.replaceAll("'", `'\\''`)}'`).join(' ')
      assert.deepEqual(pips(`pip ${quoted}`), [words])
    }),
  )
})

test('any text is read in every dialect, with lines in it', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'pip ',
      '$(',
      ')',
      '`',
      '"',
      "'",
      '${',
      '}',
      '\\',
      '\n',
      ';',
      '&&',
      '<<X',
      'X\n',
      'A=',
      '$A',
      '(',
      'if ',
      'fi ',
    ),
    fc.string({ maxLength: 4 }),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.constantFrom(posix, powershell, cmd), (pieces, dialect) => {
      const text = pieces.join('')
      const last = text.split('\n').length
      for (const command of readShell(scriptAt(text, 1, dialect), emptyEnvironment)) {
        for (const { line } of command.words) assert.ok(line >= 1 && line <= last)
      }
    }),
    { numRuns: 1000 },
  )
})
