/**
 * How fast bills of materials are written and read: `node bench/sbom.ts [--components N] [--runs N]`. Makes a bill of 10,000 components with
 * hashes, files, licences, evidence and dependencies, writes it in each format, reads it back, and prints the processor time of each, the
 * median of several runs, beside what JSON.stringify and JSON.parse alone take for the same text. What is read must be what was written.
 */
import { createHash } from 'node:crypto'
import { type Bom, bomFormats, bomOf, readBom } from '@cordon/documents'
import { parseRequirementsText } from '@cordon/lockfiles'
import type { Dependency, Edge, Lockfile } from '@cordon/model'
import { normalizeName, readVersion } from '@cordon/pypa'
import { machineLine, median } from './measure.ts'

function option(name: string, otherwise: number): number {
  return Number(process.argv[process.argv.indexOf(name) + 1]) || otherwise
}

const components = option('--components', 10_000)
const runs = option('--runs', 5)
const target = 1000

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** A lock of that many packages: two files each, some of them for development, each needing up to three earlier ones. */
function lockOf(count: number): Lockfile {
  const dependencies = Array.from({ length: count }, (_, index): Dependency => {
    const name = `package-${index}`
    const file = (end: string): Dependency['artifacts'][number] => ({
      filename: `${name}-1.${index}${end}`,
      url: `https://files.example.invalid/${name}/${name}-1.${index}${end}`,
      hashes: [{ algorithm: 'sha256', value: digestOf(name + end) }],
    })
    return {
      name: normalizeName(name),
      version: readVersion(`1.${index}`),
      specifier: null,
      origin: { kind: 'index', url: null },
      editable: false,
      artifacts: [file('.tar.gz'), file('-py3-none-any.whl')],
      scopes: [index % 5 === 0 ? { kind: 'group', name: 'dev' } : { kind: 'main', name: 'main' }],
      extras: [],
      marker: null,
      at: { path: 'uv.lock', line: index * 10 + 1 },
      text: name,
      constraint: false,
      own: false,
      direct: index % 10 === 0,
      attestationIdentities: [],
    }
  })
  const edges = dependencies.flatMap((_, index): Edge[] =>
    [1, 7, 31].flatMap((back) =>
      index < back ? [] : [{ from: index, to: index - back, marker: null, scope: null, extras: [] }],
    ),
  )
  const empty = parseRequirementsText('', 'uv.lock')
  return { ...empty, format: 'uv-lock', role: 'lock', dependencies, edges }
}

/** Median of the processor time in ms, and what the last run gave. */
function timed<T>(work: () => T): { readonly ms: number; readonly value: T } {
  let value = work()
  const times = Array.from({ length: runs }, () => {
    const before = process.cpuUsage()
    value = work()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  })
  return { ms: median(times), value }
}

const tool = { name: 'cordon', version: 'bench' }
const made = timed(() => bomOf([lockOf(components)], { name: 'bench', created: '2026-01-01T00:00:00Z', tool }))
const bom: Bom = made.value
console.log(
  `${machineLine()}; ${runs} runs; ${components} components, ${bom.edges.length} dependencies; made in ${Math.round(made.ms)} ms\n`,
)
console.log('| format | MB | write ms | read ms | JSON alone ms | digest | read back the same |')
console.log('| --- | ---: | ---: | ---: | ---: | --- | --- |')
let failed = false
for (const format of bomFormats) {
  const version = format.usual
  const write = timed(() => format.render(format.fit(bom, version).bom, version))
  const read = timed(() => readBom(write.value, 'bench').bom)
  const isSame =
    digestOf(JSON.stringify(read.value)) ===
    digestOf(JSON.stringify(readBom(format.render(format.fit(read.value, version).bom, version), 'bench').bom))
  const isJson = write.value.startsWith('{')
  const alone = isJson ? Math.round(timed(() => JSON.stringify(JSON.parse(write.value), null, 2)).ms) : ''
  const slow = write.ms > target || read.ms > target ? ' (over 1 s)' : ''
  failed ||= !isSame || read.value.components.length !== bom.components.length
  console.log(
    `| ${format.id} ${version} | ${(write.value.length / 1e6).toFixed(1)} | ${Math.round(write.ms)} | ${Math.round(read.ms)}${slow} | ${alone} | ${digestOf(write.value).slice(0, 16)} | ${isSame ? 'yes' : '**NO**'} |`,
  )
}
if (failed) process.exitCode = 1
