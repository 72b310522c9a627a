import { main } from '../src/main.ts'

export interface Ran {
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs one command line in this process: no terminal, 100 columns, a fixed day, a cache of its own, no network. */
export async function runMain(
  words: readonly string[],
  place: { readonly cwd: string; readonly cache: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Ran> {
  const written = { stdout: '', stderr: '' }
  const writer = (name: 'stdout' | 'stderr'): { write(text: string): void; isTTY: boolean; columns: number } => ({
    write(text) {
      written[name] += text
    },
    isTTY: false,
    columns: 100,
  })
  const exit = await main(words, {
    stdout: writer('stdout'),
    stderr: writer('stderr'),
    env: { CORDON_CACHE_DIR: place.cache, ...place.env },
    cwd: place.cwd,
    fetch: async (input) => {
      throw new Error(`a test tried to reach ${String(input)}`)
    },
    now: () => new Date('2026-11-21T12:00:00Z'),
  })
  return { exit, ...written }
}
