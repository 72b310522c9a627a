/**
 * How long `cordon verify` takes for a lock of 300 packages: `npm run build && node bench/verify-lock.ts [--packages N] [--runs N]`. The whole
 * bundled command, start of the process included, against an index on loopback with a made instance of Sigstore: once with nothing
 * kept, then with everything kept. Every file must be verified, and both must say the same; `node -e 0` runs beside it.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import {
  githubBuild,
  madeProvenance,
  madeSigstore,
  releasedFile,
  startReleaseIndex,
} from '../packages/testkit/src/index.ts'
import { machineLine, median } from './measure.ts'

const { values } = parseArgs({
  options: { packages: { type: 'string', default: '300' }, runs: { type: 'string', default: '11' } },
})
const command = resolve(import.meta.dirname, '../packages/cli/bin/cordon.js')
if (!existsSync(resolve(import.meta.dirname, '../packages/cli/dist/cordon.js'))) throw new Error('npm run build first')

const instance = madeSigstore()
const files = Array.from({ length: Number(values.packages) }, (_, at) => {
  const file = releasedFile(`package-${at}`, `package_${at}-1.0-py3-none-any.whl`, Buffer.from(`content ${at}`))
  const build = githubBuild({ repository: `owner-${at % 40}/package-${at}` })
  return { ...file, provenance: madeProvenance(instance, file, build) }
})
const ending: (() => unknown)[] = []
const index = await startReleaseIndex({ after: (work: () => unknown) => void ending.push(work) }, files)
const folder = mkdtempSync(join(tmpdir(), 'cordon-bench-'))
ending.push(() => rmSync(folder, { recursive: true }))
const entries = files.map(({ project, filename, sha256 }) => {
  const wheel = `{ name = "${filename}", url = "https://files.example.invalid/${filename}", hashes = { sha256 = "${sha256}" } }`
  return `[[packages]]\nname = "${project}"\nversion = "1.0"\nindex = "${index.url}"\nwheels = [${wheel}]\n`
})
writeFileSync(join(folder, 'root.json'), instance.trustedRoot)
writeFileSync(join(folder, 'pylock.toml'), `lock-version = "1.0"\ncreated-by = "a benchmark"\n\n${entries.join('\n')}`)

const tellUsage = `data:text/javascript,${encodeURIComponent(
  "import { writeSync } from 'node:fs'; process.on('exit', () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage(); writeSync(2, '\\nusage ' + (userCPUTime + systemCPUTime) + ' ' + maxRSS + '\\n') })",
)}`

interface Ran {
  readonly wall: number
  /** Milliseconds of processor time, of all threads. */
  readonly cpu: number
  readonly megabytes: number
  readonly stdout: string
}

async function run(...words: readonly string[]): Promise<Ran> {
  const env = { ...process.env, CORDON_CACHE_DIR: join(folder, 'cache'), CORDON_STATE_DIR: join(folder, 'state') }
  const started = performance.now()
  const child = spawn(process.execPath, ['--import', tellUsage, ...words], { cwd: folder, env })
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', (text) => {
      said[name] += text
    })
  await once(child, 'close')
  const [, cpu = 'NaN', peak = 'NaN'] = /\nusage (\d+) (\d+)/.exec(said.stderr) ?? []
  return { wall: performance.now() - started, cpu: Number(cpu) / 1000, megabytes: Number(peak) / 1024, ...said }
}

const words = [command, 'verify', 'pylock.toml', '--trusted-root', 'root.json', '--format', 'json'] as const

/** What was said, without the time of day. */
function digestOf(stdout: string): string {
  const { packages, summary } = JSON.parse(stdout)
  if (summary.verified !== files.length) throw new Error(`verified ${summary.verified} of ${files.length}`)
  return createHash('sha256').update(JSON.stringify(packages)).digest('hex').slice(0, 16)
}

const cold = await run(...words)
const warm: Ran[] = []
const bare: Ran[] = []
for (let each = 0; each < Number(values.runs); each += 1) {
  warm.push(await run(...words))
  bare.push(await run('-e', '0'))
}
const digests = new Set([cold, ...warm].map(({ stdout }) => digestOf(stdout)))
if (digests.size !== 1) throw new Error('what is kept says something else')
const of = (runs: readonly Ran[], what: 'wall' | 'cpu' | 'megabytes'): string =>
  median(runs.map((each) => each[what])).toFixed(0)
console.log(machineLine())
console.log(`${files.length} packages, all verified, answers ${[...digests].join()}`)
console.log(
  `nothing kept: ${of([cold], 'wall')} ms, ${of([cold], 'cpu')} ms of processor time, ${of([cold], 'megabytes')} MB`,
)
console.log(
  `all kept:     ${of(warm, 'wall')} ms, ${of(warm, 'cpu')} ms of processor time, ${of(warm, 'megabytes')} MB`,
)
console.log(
  `node -e 0:    ${of(bare, 'wall')} ms, ${of(bare, 'cpu')} ms of processor time, ${of(bare, 'megabytes')} MB`,
)
for (const end of ending) end()
