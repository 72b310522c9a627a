import type { Action } from './action.ts'

/** Python code within a text, and what it is handed to. */
export interface EmbeddedCode {
  readonly code: string
  /** `python -c`, or `file` for a script that is written. */
  readonly by: string
}

const mostPerAction = 3
const shortest = 12
const looksLikePython =
  /(?:^|[\n;:])\s{0,40}(?:import|from)\s{1,4}[A-Za-z_][\w.]*|(?:^|[\n;:=(])\s{0,40}(?:exec|eval|__import__)\s{0,4}\(/

/** The Python code that an action writes to a file or hands to an interpreter. */
export function embeddedCode(action: Action): readonly EmbeddedCode[] {
  if (action.kind === 'write-file') return writtenCode(action)
  return action.kind === 'spawn' ? spawnedCode(action) : []
}

function writtenCode({ texts }: Action): readonly EmbeddedCode[] {
  return texts
    .filter((text) => text.length >= shortest && looksLikePython.test(text))
    .slice(0, mostPerAction)
    .map((code) => ({ code, by: 'file' }))
}

/** `python -c code`, in a list or a command line. */
function spawnedCode({ commands }: Action): readonly EmbeddedCode[] {
  return commands
    .flatMap(({ python }) => (python === null ? [] : [{ code: python, by: 'python -c' }]))
    .slice(0, mostPerAction)
}
