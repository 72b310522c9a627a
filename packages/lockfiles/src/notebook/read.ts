import { skip } from '../builder.ts'
import type { Collector } from '../commands/collector.ts'
import { cmd, type Dialect, posix } from '../commands/dialect.ts'
import { Scope } from '../commands/environment.ts'
import { readRequirementsPart, readScript, type ScriptContext } from '../commands/script.ts'
import type { ShellScript } from '../commands/shell.ts'
import { LockfileError } from '../error.ts'
import { requirements } from '../formats/requirements.ts'
import { readScriptBlock } from '../formats/script.ts'
import { scriptBlocks } from '../script-block.ts'
import type { CellLine, CodeCell } from './cells.ts'

/** IPython fills `{name}` in before the shell sees the line. */
const ipython: Dialect = { ...posix, braces: true }
const shellCell = /^%%(?:bash|sh|script\s+(?:--\S+\s+)*(?:\/\S*\/)?(?:ba|z|da)?sh)\b/
const cmdCell = /^%%cmd\b/
const fileCell = /^%%(?:writefile|file)\s+(?:-a\s+)?(\S+)/
/** Cell magics whose cell is Python all the same. */
const pythonCell = /^%%(?:capture|time|timeit|prun|python3?)\b/
const systemLine = /^(?:[A-Za-z_][\w.]*\s*=\s*)?(?:!{1,2}|%(?:sx|system|time|timeit|capture)\s+!?)\s*(?=\S)/
const magicLine = /^%\s*(?=(?:pip|conda|mamba|micromamba|uv|pipx|poetry)\s)/
/** IPython takes these for magics without a percent sign. */
const bareLine = /^(?=(?:pip|conda|mamba|uv\s+pip)\s+install\s)/
const literalLine = /^([A-Za-z_]\w*)\s*=\s*(?:"([^"\\{]*)"|'([^'\\{]*)')\s*(?:#.*)?$/
const assignmentLine = /^([A-Za-z_]\w*)\s*(?:[-+*/%&|^@]|\/\/|\*\*|>>|<<)?=(?!=)/

/** Reads what the code cells of a Python notebook install: shell lines, magics, shell cells, metadata blocks. */
export class NotebookReader {
  private readonly collector: Collector
  /** Python names with a literal text, which shell lines may use. */
  private readonly names = new Scope()

  constructor(collector: Collector) {
    this.collector = collector
  }

  /** A cell of a notebook whose kernel is a shell. */
  readShellCell(cell: CodeCell): void {
    readScript(scriptOf(cell.lines, posix), this.names, this.context(cell))
  }

  readCell(cell: CodeCell): void {
    const at = cell.lines.findIndex((line) => line.text.trim() !== '')
    const head = cell.lines[at]?.text.trim() ?? ''
    const rest = cell.lines.slice(at + 1)
    const file = fileCell.exec(head)?.[1]
    if (shellCell.test(head)) readScript(scriptOf(rest, posix), new Scope(), this.context(cell))
    else if (cmdCell.test(head)) readScript(scriptOf(rest, cmd), new Scope(), this.context(cell))
    else if (file !== undefined && requirements.matches(file)) {
      readRequirementsPart(scriptOf(rest, posix), this.context(cell))
    } else if (!head.startsWith('%%') || pythonCell.test(head)) this.readPython(cell)
  }

  private context(cell: CodeCell): ScriptContext {
    return { collector: this.collector, cell: cell.number }
  }

  private readPython(cell: CodeCell): void {
    this.readBlock(cell)
    let open: string | null = null
    for (let at = 0; at < cell.lines.length; at++) {
      const text = cell.lines[at]?.text.trim() ?? ''
      const start = open === null ? commandStart(text) : null
      if (start === null) {
        if (open === null) this.learn(text, cell.lines[at]?.line ?? 0)
        open = openText(text, open)
        continue
      }
      let end = at
      while (cell.lines[end]?.text.trimEnd().endsWith('\\') && end + 1 < cell.lines.length) end += 1
      const first = { text: text.slice(start), line: cell.lines[at]?.line ?? 0 }
      readScript(scriptOf([first, ...cell.lines.slice(at + 1, end + 1)], ipython), this.names, this.context(cell))
      at = end
    }
  }

  private learn(text: string, line: number): void {
    const literal = literalLine.exec(text)
    const name = literal?.[1] ?? assignmentLine.exec(text)?.[1]
    if (name === undefined) return
    const value = literal?.[2] ?? literal?.[3] ?? null
    this.names.bind(name, value, line)
    this.names.bind(`{${name}}`, value, line)
  }

  /** Metadata as in a script (PEP 723). */
  private readBlock(cell: CodeCell): void {
    const text = cell.lines.map((line) => line.text).join('\n')
    if (!text.includes('# /// script')) return
    for (const block of scriptBlocks(text)) {
      const lineOf = (index: number): number => cell.lines[index - 1]?.line ?? 0
      const { path } = this.collector
      try {
        const file = readScriptBlock(block, path)
        this.collector.addAll(file, (at) => ({ ...at, line: lineOf(at.line), cell: cell.number }))
      } catch (error) {
        if (!(error instanceof LockfileError)) throw error
        const at = { path, line: lineOf(block.firstLine), cell: cell.number }
        this.collector.addSkipped(skip(at, 'MALFORMED', '# /// script', error.message))
      }
    }
  }
}

/** Where the command of a shell line or a magic starts; null for a line of Python. */
function commandStart(text: string): number | null {
  for (const pattern of [systemLine, magicLine, bareLine]) {
    const match = pattern.exec(text)
    if (match !== null) return match[0].length
  }
  return null
}

/** The triple quotes that are open behind a line: text in them is no command. */
function openText(text: string, open: string | null): string | null {
  let now = open
  for (const [quotes] of text.matchAll(/"""|'''/g)) {
    if (now === null) now = quotes
    else if (now === quotes) now = null
  }
  return now
}

function scriptOf(lines: readonly CellLine[], dialect: Dialect): ShellScript {
  return {
    text: lines.map((line) => line.text).join('\n'),
    lineOf: (index) => lines[index]?.line ?? lines.at(-1)?.line ?? 1,
    dialect,
    joined: false,
  }
}
