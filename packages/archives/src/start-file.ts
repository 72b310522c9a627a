import type { Member } from './archive.ts'

/** A file that the interpreter reads at every start, because it lies where `site` looks (and how it does it). */
export interface StartFile {
  readonly path: string
  readonly kind: 'pth' | 'start' | 'sitecustomize' | 'usercustomize'
  /** For `.pth` the lines that are executed, for `.start` (PEP 829) the callables; empty for the modules, which run as a whole. */
  readonly lines: readonly StartLine[]
  /** False for a file that a build or an installer would first have to put where `site` looks. */
  readonly isInPlace: boolean
}

export interface StartLine {
  readonly line: number
  readonly text: string
}

const maxBytes = 1024 * 1024
const maxLines = 1000

/** What `member` does at the start of an interpreter that finds it at `place`, its path below site-packages; null for nothing. */
export function readStartFile(member: Member, place: string | null): StartFile | null {
  const path = place ?? member.path
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  const isInPlace = place !== null && !place.includes('/')
  if (/^sitecustomize(?:\.|$)/.test(name) && isModule(name)) return module(member, 'sitecustomize', isInPlace)
  if (/^usercustomize(?:\.|$)/.test(name) && isModule(name)) return module(member, 'usercustomize', isInPlace)
  if (!name.endsWith('.pth') && !name.endsWith('.start')) return null
  const kind = name.endsWith('.pth') ? 'pth' : 'start'
  if (member.size > maxBytes && !isInPlace) return null
  const lines = readLines(new TextDecoder().decode(member.bytes().subarray(0, maxBytes)), kind)
  // Elsewhere `.pth` is the usual ending of trained weights.
  return isInPlace || lines.length > 0 ? { path: member.path, kind, lines, isInPlace } : null
}

function isModule(name: string): boolean {
  return /\.(?:py|pyc|pyo|so|pyd)$/.test(name)
}

function module(member: Member, kind: StartFile['kind'], isInPlace: boolean): StartFile {
  return { path: member.path, kind, lines: [], isInPlace }
}

/** `site` executes a line of a `.pth` that starts with `import` and a blank or tab. */
function readLines(text: string, kind: 'pth' | 'start'): readonly StartLine[] {
  const found: StartLine[] = []
  for (const [index, line] of text.split(/\r\n|\r|\n/, 100_000).entries()) {
    const counts = kind === 'pth' ? /^import[ \t]/.test(line) : /^\s*[\w.]+\s*:\s*[\w.]+\s*$/.test(line)
    if (counts && found.length < maxLines) found.push({ line: index + 1, text: kind === 'pth' ? line : line.trim() })
  }
  return found
}
