import { main } from '../src/main.ts'

export interface Ran {
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

export interface Place {
  readonly cwd: string
  readonly cache: string
  readonly env?: Readonly<Record<string, string>>
  readonly columns?: number
  /** True: what listens on loopback may be reached, and nobody waits between tries. */
  readonly loopback?: boolean
}

/** Runs one command line in this process: no terminal, 100 columns, a fixed day, a cache of its own, no network. */
export async function runMain(words: readonly string[], place: Place): Promise<Ran> {
  const written = { stdout: '', stderr: '' }
  const writer = (name: 'stdout' | 'stderr'): { write(text: string): void; isTTY: boolean; columns: number } => ({
    write(text) {
      written[name] += text
    },
    isTTY: false,
    columns: place.columns ?? 100,
  })
  const exit = await main(words, {
    stdout: writer('stdout'),
    stderr: writer('stderr'),
    env: { CORDON_CACHE_DIR: place.cache, CORDON_STATE_DIR: `${place.cache}/state`, ...place.env },
    cwd: place.cwd,
    fetch: async (input, init) => {
      if (place.loopback === true && String(input).startsWith('http://127.0.0.1:')) return await fetch(input, init)
      throw new Error(`a test tried to reach ${String(input)}`)
    },
    ...(place.loopback === true ? { sleep: () => Promise.resolve() } : {}),
    now: () => new Date('2026-11-21T12:00:00Z'),
  })
  return { exit, ...written }
}
