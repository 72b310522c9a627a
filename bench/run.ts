/**
 * `npm run bench`: builds the advisory database and scans generated pins with the bundled command, beside bare Node in the same
 * run, and compares every answer with the slow matcher. Needs the real data (CORDON_SHARED or ../shared/data).
 * Prints a markdown table; `--runs N` sets the number of timed runs (default 11).
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { sharedData, withoutSharedData } from '@cordon/testkit'
import { makePins, type Pin, writeRequirements } from './inputs.ts'
import { digestOf, machineLine, outputOf, peakOf, timePaired } from './measure.ts'
import { readOsvRecords } from './osv-records.ts'
import { answersOf, everyLock } from './real-locks.ts'
import { slowMatch } from './slow-matcher.ts'

const root = resolve(import.meta.dirname, '..')
const cordon = join(root, 'packages/cli/bin/cordon.js')
const archive = sharedData('osv', 'PyPI-all.zip')
const names = sharedData('names', 'top-pypi-packages.min.json')
const runs = Number(process.argv[process.argv.indexOf('--runs') + 1]) || 11
const problems: string[] = []

if (archive === null || names === null) {
  console.error(`bench: ${withoutSharedData('osv', 'PyPI-all.zip')}`)
  process.exit(1)
}
if (!existsSync(join(root, 'packages/cli/dist/cordon.js'))) {
  console.error('bench: no bundle; run `npm run build` first')
  process.exit(1)
}

const work = mkdtempSync(join(tmpdir(), 'cordon-bench-'))
const database = join(work, 'pypi.cordondb')
process.env.CORDON_CACHE_DIR = join(work, 'cache')
const node = process.execPath
const bare = [node, '-e', '0']

function check(what: string, ok: boolean): string {
  if (!ok) problems.push(what)
  return ok ? 'yes' : '**NO**'
}

function row(...cells: readonly (string | number)[]): void {
  console.log(`| ${cells.join(' | ')} |`)
}

const ms = (value: number): string => `${value.toFixed(0)} ms`

console.log(`${machineLine()}; median of ${runs} runs, each paired with \`node -e 0\`\n`)
row('claim', 'target', 'wall above bare Node', 'wall', 'peak', 'answers digest', 'equal to the slow matcher')
row('---', '---', '---:', '---:', '---:', '---', '---')

const build = [cordon, 'db', 'update', '--from', archive, '--database', database, '--force']
const built = timePaired([node, ...build], bare, Math.max(3, Math.floor(runs / 3)))
const size = statSync(database).size
const records = [...readOsvRecords(archive)]
row(
  `build the database from ${records.length} records, ${(size / 1_048_576).toFixed(2)} MB on disk`,
  '≤ 3 s, ≤ 6 MB',
  ms(built.above),
  ms(built.command),
  `${peakOf(node, build).toFixed(0)} MB`,
  '',
  check('database size', size <= 6 * 1_048_576),
)

function benchScan(what: string, target: string, pins: readonly Pin[], hashes: number): void {
  const file = join(work, `requirements-${pins.length}-${hashes}.txt`)
  writeRequirements(file, pins, hashes)
  const args = [cordon, 'scan', file, '--no-config', '--database', database, '--format', 'json']
  const time = timePaired([node, ...args], bare, runs)
  const answer = answersOf(outputOf(node, args))
  const slow = slowMatch(records, pins)
  row(
    what,
    target,
    ms(time.above),
    ms(time.command),
    `${peakOf(node, args).toFixed(0)} MB`,
    digestOf(answer),
    check(what, digestOf(answer) === digestOf(slow)),
  )
}

const popular = (JSON.parse(readFileSync(names, 'utf8')) as { rows: { project: string }[] }).rows.map(
  (each) => each.project,
)
benchScan('scan 700 pins', '≤ 120 ms, ≤ 150 MB', makePins(700, records, popular), 0)
benchScan('scan 5,000 hashed pins', '≤ 250 ms, ≤ 150 MB', makePins(5_000, records, popular), 2)

for (const lock of everyLock()) {
  const args = [cordon, 'scan', lock.path, '--no-config', '--database', database, '--format', 'json']
  const time = timePaired([node, ...args], bare, Math.max(3, Math.floor(runs / 3)))
  const answer = answersOf(outputOf(node, args))
  const slow = slowMatch(records, lock.pins)
  row(
    lock.name,
    '',
    ms(time.above),
    ms(time.command),
    '',
    digestOf(answer),
    check(lock.name, digestOf(answer) === digestOf(slow)),
  )
}

rmSync(work, { recursive: true, force: true })
for (const problem of problems) console.error(`bench: wrong answer or missed bound: ${problem}`)
process.exitCode = problems.length === 0 ? 0 : 1
