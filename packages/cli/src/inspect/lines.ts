import { createReadStream, readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'

const mostCounted = 64 * 1024 * 1024

/** How many lines of a list name something; null for a stream, which can be read only once. */
export function countLines(list: string, io: Io): number | null {
  const path = resolve(io.cwd, list)
  const stats = list === '-' ? undefined : statSync(path, { throwIfNoEntry: false })
  if (stats?.isFile() !== true || stats.size > mostCounted) return null
  return readFileSync(path, 'utf8').split('\n').filter(isNamed).length
}

function isNamed(line: string): boolean {
  return line.trim() !== '' && !line.startsWith('#')
}

/** The lines of a list as they come, blank ones and comments left out; `-` is standard input. */
export async function* linesOf(list: string, io: Io): AsyncGenerator<string, void> {
  const input = list === '-' ? io.stdin : createReadStream(resolve(io.cwd, list))
  if (input === undefined) throw new UsageError('OPTION', '--files-from -: there is no standard input to read')
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))
      if (isNamed(line)) yield line.trim()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError('OPTION', `--files-from ${list}: cannot be read (${reason})`, { cause })
  }
}
