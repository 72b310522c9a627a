import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'

/** The lines of a list as they come, blank ones and comments left out; `-` is standard input. */
export async function* linesOf(list: string, io: Io): AsyncGenerator<string, void> {
  const input = list === '-' ? io.stdin : createReadStream(resolve(io.cwd, list))
  if (input === undefined) throw new UsageError('OPTION', '--files-from -: there is no standard input to read')
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))
      if (line.trim() !== '' && !line.startsWith('#')) yield line.trim()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError('OPTION', `--files-from ${list}: cannot be read (${reason})`, { cause })
  }
}
