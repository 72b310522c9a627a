/**
 * How fast packages are analysed: `node bench/python-package.ts [--every N] [--runs N]`. Takes every Nth wheel of the local index
 * (default 20) into memory and prints MB/s and core of a loop over the bytes (the baseline), of parsing every file, and of
 * the analysis, which parses and evaluates what is of interest. The digest is over the events of all packages, by place and path.
 */
import { createHash } from 'node:crypto'
import { analysePackage, decodeSource, type PackageEvents, parse, type SourceFile } from '@cordon/python'
import { localWheels, sourcesOfWheel, withoutLocalWheels } from '@cordon/testkit'
import { machineLine, median } from './measure.ts'

function option(name: string, otherwise: number): number {
  return Number(process.argv[process.argv.indexOf(name) + 1]) || otherwise
}

const every = option('--every', 20)
const runs = option('--runs', 3)

const wheels = localWheels().filter((_, index) => index % every === 0)
if (wheels.length === 0) {
  console.error(`bench: ${withoutLocalWheels}`)
  process.exit(1)
}

const packages: readonly (readonly SourceFile[])[] = wheels.map((wheel) =>
  [...sourcesOfWheel(wheel, (path) => path.endsWith('.py'))].map(({ path, bytes }) => ({
    path,
    bytes: Uint8Array.from(bytes),
  })),
)
const files = packages.flat()
const megabytes = files.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6

interface Timing {
  readonly seconds: number
  readonly perPackage: readonly number[]
}

function time(work: (files: readonly SourceFile[]) => unknown): Timing {
  const before = process.cpuUsage().user
  const perPackage = packages.map((each) => {
    const start = process.cpuUsage().user
    work(each)
    return (process.cpuUsage().user - start) / 1000
  })
  return { seconds: (process.cpuUsage().user - before) / 1e6, perPackage }
}

function countBytes(each: readonly SourceFile[]): number {
  let hash = 0
  for (const { bytes } of each)
    for (let index = 0; index < bytes.length; index += 1) hash = (Math.imul(hash, 31) + (bytes[index] ?? 0)) | 0
  return hash
}

function parseAll(each: readonly SourceFile[]): number {
  return each.reduce((sum, { bytes }) => sum + parse(decodeSource(bytes).source).size, 0)
}

const digest = createHash('sha256')
let events = 0
let limits = 0
let read = 0
for (const each of packages) {
  const found: PackageEvents = analysePackage(each, [])
  for (const file of found.files) {
    if (!file.isFiltered) read += file.shape.bytes
    for (const { event, stage } of file.events) {
      events += 1
      if (event.kind === 'limit') limits += 1
      digest.update(`${file.path} ${stage} ${event.kind} ${event.at.node} ${'path' in event ? event.path : ''}\n`)
    }
  }
}

console.log(`${machineLine()}; median of ${runs} runs, user CPU time of one process\n`)
console.log(
  `${packages.length} wheels, ${files.length} files, ${megabytes.toFixed(1)} MB; ${((read / megabytes) * 1e-4).toFixed(0)} % of the bytes parsed`,
)
console.log(`${events} events, ${limits} limits met; digest ${digest.digest('hex').slice(0, 16)}`)

const works = {
  'byte loop': countBytes,
  'parse all': parseAll,
  analyse: (each: readonly SourceFile[]) => analysePackage(each, []),
}
const timings = new Map<string, Timing[]>(Object.keys(works).map((name) => [name, []]))
for (let run = 0; run < runs; run += 1)
  for (const [name, work] of Object.entries(works)) timings.get(name)?.push(time(work))
const baseline = median((timings.get('byte loop') ?? []).map(({ seconds }) => seconds))
console.log(
  '\n| work | MB/s | times the byte loop | p50 per package | p95 | slowest |\n| --- | ---: | ---: | ---: | ---: | ---: |',
)
for (const [name, list] of timings) {
  const seconds = median(list.map((timing) => timing.seconds))
  const each = [...(list.at(-1)?.perPackage ?? [])].sort((a, b) => a - b)
  const at = (share: number): string =>
    `${(each[Math.min(each.length - 1, Math.floor(each.length * share))] ?? 0).toFixed(0)} ms`
  const cells = [name, (megabytes / seconds).toFixed(1), (seconds / baseline).toFixed(1), at(0.5), at(0.95), at(1)]
  console.log(`| ${cells.join(' | ')} |`)
}
