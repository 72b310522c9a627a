/**
 * How fast archives are read: `node bench/archives.ts [--every N] [--runs N]`. Takes every Nth wheel (default 40) of the local index from disk,
 * by position, and prints what opening, first bytes, the facts of the distribution and unpacking everything cost, each the median of several
 * runs, beside CPython's zipfile unpacking the same. Both digest names and checksums of all members, which must be equal.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync } from 'node:fs'
import { basename } from 'node:path'
import { crc32 } from 'node:zlib'
import { type Archive, openArchive, readDistribution } from '@cordon/archives'
import { fileBytes } from '@cordon/sources'
import { localWheels, withoutLocalWheels } from '@cordon/testkit'
import { machineLine } from './measure.ts'

function option(name: string, otherwise: number): number {
  return Number(process.argv[process.argv.indexOf(name) + 1]) || otherwise
}

const every = option('--every', 40)
const runs = option('--runs', 3)
/** Larger members are read to a bound only, which CPython does not have. */
const largest = 64 * 1024 * 1024

const wheels = localWheels().filter((_, index) => index % every === 0)
if (wheels.length === 0) {
  console.error(`bench: ${withoutLocalWheels}`)
  process.exit(1)
}

function withArchive<T>(wheel: string, use: (archive: Archive) => T): T {
  const descriptor = openSync(wheel, 'r')
  try {
    return use(openArchive(fileBytes(descriptor, fstatSync(descriptor).size), wheel))
  } finally {
    closeSync(descriptor)
  }
}

const digest = createHash('sha256')
let unpacked = 0
let members = 0
let odd = 0
for (const wheel of wheels)
  withArchive(wheel, (archive) => {
    for (const member of archive.members) {
      if (member.size > largest) continue
      const bytes = member.bytes()
      members += 1
      unpacked += bytes.length
      digest.update(`${member.written} ${bytes.length} ${crc32(bytes)}\n`)
    }
    odd += archive.oddities.some(({ code }) => code !== 'member-too-large') ? 1 : 0
  })
const found = digest.digest('hex').slice(0, 16)

const works: Readonly<Record<string, (archive: Archive, wheel: string) => unknown>> = {
  'open: directory and local headers': () => null,
  'open, and the first bytes of each member': (archive) => archive.members.map((member) => member.head(64).length),
  'open, and the facts of the distribution, digests up to 100 kB': (archive, wheel) =>
    readDistribution(archive, basename(wheel), { hashUpTo: 100_000 }),
  'open and unpack all, with checksums': (archive) =>
    archive.members.map((member) => (member.size > largest ? 0 : member.bytes().length)),
}

function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
}

const byPython = `
import hashlib, os, sys, zipfile, zlib
digest = hashlib.sha256()
for path in sys.stdin.read().split(chr(10)):
    archive = zipfile.ZipFile(path)
    for info in archive.infolist():
        if info.is_dir() or info.file_size > ${largest}: continue
        data = archive.read(info)
        digest.update(b'%s %d %d%c' % (info.filename.encode(), len(data), zlib.crc32(data), 10))
times = os.times()
print(digest.hexdigest()[:16], times.user + times.system)
`

function askPython(): { readonly digest: string; readonly seconds: number } | null {
  const { status, stdout } = spawnSync('python3', ['-c', byPython], { input: wheels.join('\n'), encoding: 'utf8' })
  const [answer = '', seconds = ''] = stdout.trim().split(' ')
  return status === 0 ? { digest: answer, seconds: Number(seconds) } : null
}

const megabytes = unpacked / 1e6
console.log(`${machineLine()}; median of ${runs} runs, CPU time (user and system) of the whole process\n`)
console.log(
  `${wheels.length} wheels, ${members} members, ${megabytes.toFixed(0)} MB unpacked; ${odd} wheels with an oddity; digest ${found}`,
)
console.log('\n| work | MB/s | ms per wheel | µs per member |\n| --- | ---: | ---: | ---: |')
const row = (name: string, seconds: number): void => {
  const cells = [name, (megabytes / seconds).toFixed(0), ((seconds / wheels.length) * 1e3).toFixed(1)]
  console.log(`| ${[...cells, ((seconds / members) * 1e6).toFixed(0)].join(' | ')} |`)
}
for (const [name, work] of Object.entries(works)) {
  const times = Array.from({ length: runs }, () =>
    cpuSeconds(() => {
      for (const wheel of wheels) withArchive(wheel, (archive) => work(archive, wheel))
    }),
  )
  row(name, median(times))
}
const python = Array.from({ length: runs }, askPython)
if (python.some((each) => each === null)) console.log('\nCPython is not here: nothing was compared.')
else {
  row("CPython's zipfile, unpack all with checksums", median(python.map((each) => each?.seconds ?? 0)))
  const isEqual = python.every((each) => each?.digest === found)
  console.log(
    `\nCPython ${isEqual ? 'reads the same' : 'READS SOMETHING ELSE'}. Peak memory ${Math.round(process.resourceUsage().maxRSS / 1e3)} MB.`,
  )
  if (!isEqual) process.exitCode = 1
}
