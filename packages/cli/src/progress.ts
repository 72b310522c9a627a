import type { Io } from './command.ts'

/** A line that a terminal shows and then overwrites. */
export interface ProgressLine {
  show(text: string): void
  clear(): void
}

const pause = 80

/** Progress on stderr; silent when that is not a terminal. */
export function progressLine(io: Io): ProgressLine {
  if (!io.stderr.isTTY) return { show: () => undefined, clear: () => undefined }
  let width = 0
  let last = Number.NEGATIVE_INFINITY
  return {
    show(text) {
      const now = performance.now()
      if (now - last < pause) return
      last = now
      const line = text.slice(0, Math.max(20, io.stderr.columns - 1))
      io.stderr.write(`\r${line.padEnd(width)}`)
      width = line.length
    },
    clear() {
      if (width > 0) io.stderr.write(`\r${' '.repeat(width)}\r`)
      width = 0
    },
  }
}
