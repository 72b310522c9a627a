import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { availableParallelism, cpus } from 'node:os'

/** Median of some milliseconds. */
export function median(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

export interface Paired {
  readonly command: number
  readonly baseline: number
  /** Median of the differences, run by run. */
  readonly above: number
}

/** Wall times in ms of a command and of a baseline, in turn, so that both see the same machine. */
export function timePaired(command: readonly string[], baseline: readonly string[], runs: number): Paired {
  const wall = ([file = '', ...args]: readonly string[]): number => {
    const started = performance.now()
    spawnSync(file, args, { stdio: 'ignore' })
    return performance.now() - started
  }
  wall(command)
  wall(baseline)
  const pairs = Array.from({ length: runs }, () => ({ command: wall(command), baseline: wall(baseline) }))
  return {
    command: median(pairs.map((pair) => pair.command)),
    baseline: median(pairs.map((pair) => pair.baseline)),
    above: median(pairs.map((pair) => pair.command - pair.baseline)),
  }
}

const tellPeak = `data:text/javascript,${encodeURIComponent(
  "import { writeSync } from 'node:fs'; process.on('exit', () => writeSync(2, '\\npeak ' + process.resourceUsage().maxRSS + '\\n'))",
)}`

/** Peak resident memory in MB of a Node program, from the operating system's own count. */
export function peakOf(node: string, args: readonly string[]): number {
  const result = spawnSync(node, ['--import', tellPeak, ...args], { encoding: 'utf8', maxBuffer: 1 << 30 })
  return Number(/\npeak (\d+)/.exec(result.stderr)?.[1] ?? Number.NaN) / 1024
}

/** What a command prints, whatever its exit code. */
export function outputOf(file: string, args: readonly string[]): string {
  return spawnSync(file, args, { encoding: 'utf8', maxBuffer: 1 << 30 }).stdout
}

/** sha256 of the answer, 16 digits: two runs with the same digest gave the same ids for every pin. */
export function digestOf(answer: ReadonlyMap<string, readonly string[]>): string {
  const text = [...answer]
    .filter(([, ids]) => ids.length > 0)
    .map(([pin, ids]) => `${pin} ${[...ids].sort().join(',')}`)
    .sort()
    .join('\n')
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/** What this was measured on. */
export function machineLine(): string {
  const [processor] = cpus()
  return `${processor?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.versions.node}`
}
