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
const isInterpreter = /\bpython[\d.w]*(?:\.exe)?["']?$|^py(?:\.exe)?$/i
const handedOver = /\bpython[\d.w]*(?:\.exe)?["']?\s{1,8}(?:-[A-Za-z]\s{1,4})*-c\s{1,8}(["'])/i

/** The Python code that an action writes to a file or hands to an interpreter. */
export function embeddedCode(action: Action): readonly EmbeddedCode[] {
  if (action.kind === 'write-file') return writtenCode(action)
  return action.kind === 'spawn' ? spawnedCode(action.texts) : []
}

function writtenCode({ texts }: Action): readonly EmbeddedCode[] {
  return texts
    .filter((text) => text.length >= shortest && looksLikePython.test(text))
    .slice(0, mostPerAction)
    .map((code) => ({ code, by: 'file' }))
}

/** `[sys.executable, "-c", code]`, or a command line with the code in quotes. */
function spawnedCode(texts: readonly string[]): readonly EmbeddedCode[] {
  const found: EmbeddedCode[] = []
  for (const [index, text] of texts.entries()) {
    if (text === '-c' && (index === 0 || isInterpreter.test(texts[index - 1] ?? ''))) {
      const code = texts[index + 1]
      if (code !== undefined && looksLikePython.test(code)) found.push({ code, by: 'python -c' })
      continue
    }
    const start = handedOver.exec(text)
    if (start === null) continue
    const quote = start[1] ?? '"'
    const rest = text.slice(start.index + start[0].length)
    const end = rest.lastIndexOf(quote)
    found.push({ code: (end < 0 ? rest : rest.slice(0, end)).replaceAll(`\\${quote}`, quote), by: 'python -c' })
  }
  return found.slice(0, mostPerAction)
}
