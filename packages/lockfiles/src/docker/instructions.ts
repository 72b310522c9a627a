/** One instruction of a Dockerfile. */
export interface Instruction {
  /** In capitals: `RUN`, `COPY`, … An `ONBUILD` gives the instruction that it holds. */
  readonly name: string
  /** Line of the file, from 1. */
  readonly line: number
  /** What follows the name, in physical lines without their continuation marks; comments and blank lines are left out. */
  readonly lines: readonly InstructionLine[]
  readonly heredocs: readonly DockerHeredoc[]
}

export interface InstructionLine {
  readonly text: string
  /** Line of the file, from 1. */
  readonly line: number
}

export interface DockerHeredoc {
  readonly name: string
  readonly lines: readonly InstructionLine[]
  /** The line that ends it; without one, its name on the last line of the file. */
  readonly end: InstructionLine
}

export interface Dockerfile {
  readonly escapeChar: '\\' | '`'
  readonly instructions: readonly Instruction[]
}

const directive = /^#[ \t]*([a-z]+)[ \t]*=[ \t]*(\S+)[ \t]*$/i
const comment = /^[ \t]*#/
const blank = /^[ \t]*$/
const head = /^[ \t]*(?:ONBUILD[ \t]+)?([A-Za-z]+)(?=[ \t]|$)[ \t]*/i
const heredocStart = /(?<![<\\])<<(-?)(["']?)([A-Za-z_][A-Za-z0-9_.-]*)\2/g
const takesHeredoc = new Set(['RUN', 'COPY', 'ADD'])

/** Splits a Dockerfile into instructions by the rules of its parser: escape directive, joined lines, heredocs. Never throws. */
export function parseDockerfile(text: string): Dockerfile {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const escapeChar = readEscape(lines)
  const instructions: Instruction[] = []
  let at = 0
  while (at < lines.length) {
    if (blank.test(lines[at] ?? '') || comment.test(lines[at] ?? '')) at += 1
    else {
      const { instruction, next } = readInstruction(lines, at, escapeChar)
      if (instruction !== null) instructions.push(instruction)
      at = next
    }
  }
  return { escapeChar, instructions }
}

/** Directives stand before anything else, one a line. */
function readEscape(lines: readonly string[]): '\\' | '`' {
  for (const line of lines) {
    const match = directive.exec(line)
    if (match === null) return '\\'
    if (match[1]?.toLowerCase() === 'escape') return match[2] === '`' ? '`' : '\\'
  }
  return '\\'
}

function readInstruction(
  lines: readonly string[],
  start: number,
  escapeChar: string,
): { readonly instruction: Instruction | null; readonly next: number } {
  const body: InstructionLine[] = []
  let at = start
  let goesOn = true
  while (goesOn && at < lines.length) {
    const line = lines[at] ?? ''
    if (at > start && (blank.test(line) || comment.test(line))) {
      at += 1
      continue
    }
    const trimmed = line.replace(/[ \t]+$/, '')
    goesOn = trimmed.endsWith(escapeChar)
    body.push({ text: goesOn ? trimmed.slice(0, -1) : line, line: at + 1 })
    at += 1
  }
  const first = body[0]
  const match = first === undefined ? null : head.exec(first.text)
  if (first === undefined || match === null) return { instruction: null, next: at }
  const name = (match[1] ?? '').toUpperCase()
  const rest = [{ text: first.text.slice(match[0].length), line: first.line }, ...body.slice(1)]
  const { heredocs, next } = takesHeredoc.has(name) ? readHeredocs(lines, rest, at) : { heredocs: [], next: at }
  return { instruction: { name, line: first.line, lines: rest, heredocs }, next }
}

function readHeredocs(
  lines: readonly string[],
  body: readonly InstructionLine[],
  start: number,
): { readonly heredocs: readonly DockerHeredoc[]; readonly next: number } {
  const heredocs: DockerHeredoc[] = []
  let at = start
  for (const { text } of body) {
    for (const match of text.matchAll(heredocStart)) {
      const name = match[3] ?? ''
      const found: InstructionLine[] = []
      let end: InstructionLine = { text: name, line: lines.length }
      for (; at < lines.length; at++) {
        const line = { text: lines[at] ?? '', line: at + 1 }
        if ((match[1] === '-' ? line.text.replace(/^\t+/, '') : line.text) === name) {
          end = line
          break
        }
        found.push(line)
      }
      at += 1
      heredocs.push({ name, lines: found, end })
    }
  }
  return { heredocs, next: at }
}
