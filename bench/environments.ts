/**
 * How fast an environment is read and verified: `node bench/environments.ts [--distributions N] [--runs N]`. Unpacks the N smallest wheels of the
 * local index (default 300, one of each project) into a virtual environment, as an installer lays them out, and prints what reading it and comparing
 * every file with its RECORD cost, each the median of several runs. Beside them the floor: listing the same folders, and SHA-256 of the same files in
 * CPython. Names and versions must be those of the wheels, digests those of CPython, and one changed byte must be found.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { openArchive } from '@cordon/archives'
import { takeInventory } from '@cordon/engine'
import { parseWheelFilename } from '@cordon/pypa'
import { localWheels, withoutLocalWheels } from '@cordon/testkit'
import { machineLine, median } from './measure.ts'

function option(name: string, otherwise: number): number {
  return Number(process.argv[process.argv.indexOf(name) + 1]) || otherwise
}

const wanted = option('--distributions', 300)
const runs = option('--runs', 5)
const bySize = localWheels().toSorted((a, b) => statSync(a).size - statSync(b).size)
const byProject = new Map<string, string>()
for (const wheel of bySize) {
  const { name } = parseWheelFilename(basename(wheel))
  if (!byProject.has(name) && byProject.size < wanted) byProject.set(name, wheel)
}
if (byProject.size === 0) {
  console.error(`bench: ${withoutLocalWheels}`)
  process.exit(1)
}

const work = mkdtempSync(join(tmpdir(), 'cordon-bench-'))
const library = join(work, '.venv', 'lib', 'python3.12', 'site-packages')
mkdirSync(library, { recursive: true })
writeFileSync(join(work, '.venv', 'pyvenv.cfg'), 'version = 3.12.4\n')
for (const wheel of byProject.values())
  for (const member of openArchive(readFileSync(wheel), basename(wheel)).members) {
    // What goes elsewhere than the library is left out of the environment, and counts as missing.
    if (/^[^/]+\.data\//.test(member.path)) continue
    mkdirSync(join(library, dirname(member.path)), { recursive: true })
    writeFileSync(join(library, member.path), member.bytes())
  }

function take(verify: boolean) {
  return takeInventory({ targets: ['.venv'], cwd: work, exclude: [], includeEnvironments: false, verify })
}

function cpuSeconds(what: () => unknown): number {
  const before = process.cpuUsage()
  what()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

const byPython = `
import hashlib, os, sys
hashing = sys.argv[2] == 'hash'
files = size = 0
digest = hashlib.sha256()
start = os.times()
for folder, folders, names in os.walk(sys.argv[1]):
    folders.sort()
    for name in sorted(names):
        files += 1
        if not hashing: continue
        with open(os.path.join(folder, name), 'rb') as file: data = file.read()
        size += len(data)
        hashlib.sha256(data).digest()
end = os.times()
print(files, size, end.user + end.system - start.user - start.system)
`

function python(how: 'list' | 'hash'): readonly number[] {
  const { stdout } = spawnSync('python3', ['-c', byPython, library, how], { encoding: 'utf8' })
  return stdout.trim().split(' ').map(Number)
}

const problems: string[] = []
const dependencies = take(true).files.flatMap(({ file }) => file.dependencies)
const names = new Set(dependencies.map(({ name, version }) => `${name} ${version?.raw}`))
for (const wheel of byProject.values()) {
  const { name, version } = parseWheelFilename(basename(wheel))
  if (![...names].some((each) => each.startsWith(`${name} `))) problems.push(`${name} ${version.raw} is not listed`)
}
const changed = dependencies.flatMap(({ installed }) => installed?.integrity?.changed ?? [])
if (changed.length > 0)
  problems.push(`${changed.length} files are said to have changed: ${changed.slice(0, 3).join(', ')}`)
const compared = dependencies.reduce((sum, { installed }) => sum + (installed?.integrity?.compared ?? 0), 0)

const victim = dependencies[0]?.installed?.path ?? ''
const metadata = join(work, '.venv', victim, 'WHEEL')
const original = readFileSync(metadata)
writeFileSync(metadata, Buffer.concat([original.subarray(0, -1), Buffer.from('x')]))
const found = take(true).files.flatMap(({ file }) =>
  file.dependencies.flatMap(({ installed }) => installed?.integrity?.changed ?? []),
)
if (found.join() !== `${victim}/WHEEL`) problems.push(`one changed byte was not found: ${found.join()}`)
writeFileSync(metadata, original)

const [files = 0, bytes = 0] = python('hash')
const times = (what: () => number): number => median(Array.from({ length: runs }, what))
const rows = [
  ['inventory', times(() => cpuSeconds(() => take(false)))],
  ['the same folders listed by CPython', times(() => python('list')[2] ?? 0)],
  ['inventory --verify', times(() => cpuSeconds(() => take(true)))],
  ['SHA-256 of the same files by CPython', times(() => python('hash')[2] ?? 0)],
] as const
console.log(`${machineLine()}; median of ${runs} runs, processor time`)
console.log(
  `${dependencies.length} distributions, ${files} files, ${(bytes / 1e6).toFixed(0)} MB; ${compared} files compared\n`,
)
console.log('| | seconds |\n|---|---:|')
for (const [what, seconds] of rows) console.log(`| ${what} | ${seconds.toFixed(2)} |`)
console.log(`\npeak of this process: ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`)
for (const problem of problems) console.log(`WRONG: ${problem}`)
rmSync(work, { recursive: true })
process.exitCode = problems.length === 0 ? 0 : 1
