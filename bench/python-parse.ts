/**
 * How fast Python source is read: `node bench/python-parse.ts [--every N] [--runs N]`. Takes every Nth file (default 20) of the
 * wheels of the local index into memory and prints MB/s and core of a loop over the bytes (the baseline), of lexing, and of lexing and
 * parsing, each the median of several runs, with a digest of what was found. CPython's parser counts the same on a part of the files.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { decodeSource, lex, Node, parse } from '@cordon/python'
import { localWheels, sourcesOfWheel, withoutLocalWheels } from '@cordon/testkit'
import { machineLine } from './measure.ts'

function option(name: string, otherwise: number): number {
  return Number(process.argv[process.argv.indexOf(name) + 1]) || otherwise
}

const every = option('--every', 20)
const runs = option('--runs', 5)

const wheels = localWheels()
if (wheels.length === 0) {
  console.error(`bench: ${withoutLocalWheels}`)
  process.exit(1)
}

const sources: Uint8Array[] = []
let seen = 0
for (const wheel of wheels)
  for (const { bytes } of sourcesOfWheel(wheel, (path) => path.endsWith('.py') && seen++ % every === 0))
    sources.push(Uint8Array.from(decodeSource(bytes).source))
const megabytes = sources.reduce((sum, source) => sum + source.length, 0) / 1e6

function countBytes(source: Uint8Array): number {
  let hash = 0
  for (let index = 0; index < source.length; index += 1) hash = (Math.imul(hash, 31) + (source[index] ?? 0)) | 0
  return hash
}

interface Timing {
  readonly seconds: number
  readonly slowest: number
}

function time(work: (source: Uint8Array) => unknown): Timing {
  let slowest = 0
  const before = process.cpuUsage().user
  for (const source of sources) {
    const start = performance.now()
    work(source)
    slowest = Math.max(slowest, performance.now() - start)
  }
  return { seconds: (process.cpuUsage().user - before) / 1e6, slowest }
}

/** Definitions, calls and imported names. */
function countsOf(source: Uint8Array): readonly [number, number, number] {
  const tree = parse(source)
  const counts: [number, number, number] = [0, 0, 0]
  const stack = [tree.root]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const kind = tree.kind(node)
    if (kind === Node.Function || kind === Node.Class) counts[0] += 1
    else if (kind === Node.Call) counts[1] += 1
    else if (kind === Node.ImportName || kind === Node.ImportStar) counts[2] += 1
    else if (kind === Node.Case) {
      for (let part = tree.next(tree.first(node)); part !== 0; part = tree.next(part)) stack.push(part)
      continue
    }
    for (let child = tree.first(node); child !== 0; child = tree.next(child)) stack.push(child)
  }
  return counts
}

/** The same of each source by CPython's parser, or null where it refuses the source; null without Python. */
function countsByPython(part: readonly Uint8Array[]): readonly (readonly number[] | null)[] | null {
  const script = `
import ast, json, sys, warnings
warnings.simplefilter("ignore")
read = sys.stdin.buffer.read
for line in iter(sys.stdin.buffer.readline, b""):
    try:
        nodes = list(ast.walk(ast.parse(read(int(line)))))
    except (SyntaxError, ValueError, RecursionError):
        print("null")
        continue
    print(json.dumps([
        sum(isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) for n in nodes),
        sum(isinstance(n, ast.Call) for n in nodes),
        sum(len(n.names) for n in nodes if isinstance(n, (ast.Import, ast.ImportFrom))),
    ]))
`
  const input = Buffer.concat(part.flatMap((source) => [Buffer.from(`${source.length}\n`), source]))
  const answer = spawnSync('python3', ['-c', script], { input, encoding: 'utf8', maxBuffer: 1 << 26 })
  if (answer.status !== 0) return null
  return answer.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as readonly number[] | null)
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
}

const counts = sources.map(countsOf)
const totals = [0, 1, 2].map((column) => counts.reduce((sum, row) => sum + (row[column] ?? 0), 0))
const digest = createHash('sha256').update(JSON.stringify(counts)).digest('hex').slice(0, 16)
const troubled = sources.filter((source) => !parse(source).problems.none).length

console.log(`${machineLine()}; median of ${runs} runs, user CPU time of one thread\n`)
console.log(`${sources.length} files, ${megabytes.toFixed(1)} MB; ${troubled} with a problem`)
console.log(`${totals[0]} definitions, ${totals[1]} calls, ${totals[2]} imported names; digest ${digest}`)

const works = { 'byte loop': countBytes, lex, 'lex and parse': parse } as const
const timings = new Map<string, Timing[]>(Object.keys(works).map((name) => [name, []]))
for (let run = 0; run < runs; run += 1)
  for (const [name, work] of Object.entries(works)) timings.get(name)?.push(time(work))
const baseline = median((timings.get('byte loop') ?? []).map((timing) => timing.seconds))
console.log('\n| work | MB/s | times the byte loop | slowest file |\n| --- | ---: | ---: | ---: |')
for (const [name, list] of timings) {
  const seconds = median(list.map((timing) => timing.seconds))
  const slowest = Math.min(...list.map((timing) => timing.slowest))
  const cells = [name, (megabytes / seconds).toFixed(1), (seconds / baseline).toFixed(1), `${slowest.toFixed(0)} ms`]
  console.log(`| ${cells.join(' | ')} |`)
}

const part = sources.filter((_, index) => index % 10 === 0)
const expected = countsByPython(part)
if (expected === null) console.log('\nCPython is not here: the counts were not compared.')
else {
  const refused = expected.filter((row) => row === null).length
  const differing = part.filter((source, index) => {
    const row = expected[index]
    return row !== null && JSON.stringify(row) !== JSON.stringify(countsOf(source))
  }).length
  console.log(
    `\nCPython counts the same in ${part.length - refused - differing} of ${part.length - refused} files compared.`,
  )
  if (differing > 0) process.exitCode = 1
}
