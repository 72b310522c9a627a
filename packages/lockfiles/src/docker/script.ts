import { type Dialect, posix } from '../commands/dialect.ts'
import { type Environment, expandWord, type ShellWord } from '../commands/environment.ts'
import { tokenize, type WordToken } from '../commands/lexer.ts'
import type { ShellScript } from '../commands/shell.ts'
import { LockfileError } from '../error.ts'
import { parseJson } from '../json.ts'
import { itemsOf } from '../node.ts'
import type { Instruction, InstructionLine } from './instructions.ts'

const flag = /(?:[ \t]|\\\r?\n)*--([a-z]+)(?:=((?:"[^"]*"|'[^']*'|[^\s"'\\]|\\(?!\r?\n))*))?(?=[ \t\r\n\\]|$)/y

/** How Docker itself reads words: variables and quotes, and no shell. */
export const words: Dialect = { ...posix, separators: '', backquotes: false }

interface Flagged {
  readonly flags: readonly { readonly name: string; readonly value: string }[]
  readonly script: ShellScript
}

/** The instruction's lines as one script that the shell gets joined. */
export function scriptOf(
  lines: readonly InstructionLine[],
  dialect: Dialect,
  separator = `${dialect.escape}\n`,
): ShellScript {
  const text = lines.map((line) => line.text).join(separator)
  return { text, lineOf: (index) => lines[index]?.line ?? lines.at(-1)?.line ?? 1, dialect, joined: true }
}

/** Takes the `--name=value` flags off the front. */
export function readFlags(script: ShellScript): Flagged {
  const flags: { name: string; value: string }[] = []
  let end = 0
  flag.lastIndex = 0
  for (let match = flag.exec(script.text); match !== null; match = flag.exec(script.text)) {
    flags.push({ name: match[1] ?? '', value: (match[2] ?? '').replace(/["']/g, '') })
    end = flag.lastIndex
  }
  const before = script.text.slice(0, end).split('\n').length - 1
  const text = script.text.slice(end)
  return { flags, script: { ...script, text, lineOf: (index) => script.lineOf(before + index) } }
}

/** The words of a JSON list of strings; null when the text is none. */
export function readJsonWords(script: ShellScript): readonly ShellWord[] | null {
  const text = script.text.replaceAll(`${script.dialect.escape}\n`, ' \n')
  if (!text.trimStart().startsWith('[')) return null
  try {
    const list = parseJson(text)
    const items = itemsOf(list)
    if (list.kind !== 'sequence' || items.some((item) => item.kind !== 'scalar' || item.style !== 'quoted')) return null
    return items.flatMap((item) =>
      item.kind === 'scalar'
        ? [{ text: item.text, raw: item.text, line: script.lineOf(item.line - 1), dynamic: null }]
        : [],
    )
  } catch (error) {
    // Docker takes what is no JSON for a shell command.
    if (error instanceof LockfileError) return null
    throw error
  }
}

/** The words of an instruction, not filled in. */
export function tokensOf(lines: readonly InstructionLine[]): readonly WordToken[] {
  const tokens = tokenize(scriptOf(lines, words).text, { dialect: words, joined: true })
  return tokens.filter((token) => token.kind === 'word')
}

/** The words of a script as Docker fills them in. */
export function expandScript(script: ShellScript, environment: Environment): readonly ShellWord[] {
  return tokenize(script.text, { dialect: words, joined: true }).flatMap((token) =>
    token.kind === 'word' ? expandWord(token, environment, script.lineOf(token.line)) : [],
  )
}

/** The words of an instruction as Docker fills them in. */
export function splitWords(lines: readonly InstructionLine[], environment: Environment): readonly ShellWord[] {
  return expandScript(scriptOf(lines, words), environment)
}

/** The script with the heredocs that stand behind the instruction, as a shell gets it. */
export function withHeredocs(script: ShellScript, instruction: Instruction): ShellScript {
  if (instruction.heredocs.length === 0) return script
  const bodies = instruction.heredocs.flatMap(({ lines, end }) => [...lines, end])
  const count = script.text.split('\n').length
  const lineOf = (index: number): number =>
    index < count ? script.lineOf(index) : (bodies[index - count]?.line ?? instruction.line)
  return { ...script, text: [script.text, ...bodies.map((line) => line.text)].join('\n'), lineOf }
}
