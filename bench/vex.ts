/**
 * How fast large VEX feeds are read and applied: `node bench/vex.ts [--statements N] [--packages N] [--runs N]`. Makes an OpenVEX feed of
 * 100,000 statements and a lock of 300 packages with three flaws each, reads the one, judges the other, and prints the processor time of
 * each, the median of several runs, beside JSON.parse of the same text. The slow matcher, which compares every statement with every
 * finding, must give the same answers; its time is the baseline. The same again with every statement about one flaw, and with feeds of a
 * half and a quarter of the size: time must grow no faster than they do.
 */
import { createHash } from 'node:crypto'
import { readVex } from '@cordon/documents'
import { parseRequirementsText } from '@cordon/lockfiles'
import type { Dependency, Finding, Inspection, Lockfile } from '@cordon/model'
import { decideAll, defaultPolicy, defaultVex } from '@cordon/policy'
import { normalizeName, readVersion } from '@cordon/pypa'
import { machineLine, median } from './measure.ts'
import { type SlowFinding, slowVex } from './slow-vex.ts'

function option(name: string, otherwise: number): number {
  return Number(process.argv[process.argv.indexOf(name) + 1]) || otherwise
}

const statements = option('--statements', 100_000)
const packages = option('--packages', 300)
const runs = option('--runs', 3)
const now = new Date('2026-06-01T00:00:00Z')
const flawsOfEach = 3
const statuses = ['not_affected', 'fixed', 'affected', 'under_investigation'] as const

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

/** Flaw and package of a finding by its number. */
function flawId(number: number, isOne: boolean): string {
  return isOne ? 'CVE-2026-1' : `CVE-2026-${10_000 + number}`
}

/** A feed in which every tenth statement is about a package of the lock, and one in a hundred about its version. */
function feedOf(count: number, isOne: boolean): string {
  const findings = packages * flawsOfEach
  const list = Array.from({ length: count }, (_, index) => {
    const number = index % 10 === 0 ? (index / 10) % findings : findings + index
    const version = index % 100 === 0 ? `1.${number % packages}` : `2.${index}`
    return {
      vulnerability: { name: flawId(number, isOne) },
      products: [{ '@id': `pkg:pypi/package-${number % packages}${index % 10 === 0 ? '' : '-other'}@${version}` }],
      status: statuses[index % statuses.length],
      justification: 'vulnerable_code_not_present',
      action_statement: 'Move to 2.',
      timestamp: new Date(Date.UTC(2026, 0, 1) + (index % 1000) * 3_600_000).toISOString(),
    }
  })
  return JSON.stringify({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    author: 'Feed',
    timestamp: '2026-01-01T00:00:00Z',
    version: 1,
    statements: list,
  })
}

function dependencyOf(index: number): Dependency {
  return {
    name: normalizeName(`package-${index}`),
    version: readVersion(`1.${index}`),
    specifier: null,
    origin: { kind: 'index', url: null },
    editable: false,
    artifacts: [],
    scopes: [],
    extras: [],
    marker: null,
    at: { path: 'uv.lock', line: index + 1 },
    text: '',
    constraint: false,
    own: false,
    direct: null,
    attestationIdentities: [],
  }
}

function findingOf(id: string): Finding {
  return {
    id,
    title: id,
    severity: 'high',
    confidence: 'high',
    domain: 'vulnerability',
    message: '',
    remedy: '',
    evidence: [{ kind: 'line', path: 'uv.lock', line: 1, text: '' }],
    advisory: {
      kind: 'vulnerability',
      id,
      aliases: [],
      records: [],
      summary: '',
      severity: 'high',
      vectors: [],
      kev: null,
      epss: null,
      fixed: [],
      proof: [],
      published: '2026-01-01T00:00:00Z',
      modified: '2026-01-01T00:00:00Z',
      disagreeing: [],
    },
    fix: null,
  }
}

function inspectionsOf(isOne: boolean): readonly Inspection[] {
  const dependencies = Array.from({ length: packages }, (_, index) => dependencyOf(index))
  const file: Lockfile = { ...parseRequirementsText('', 'uv.lock'), role: 'lock', dependencies }
  return dependencies.map((dependency, index) => {
    const [first, ...others] = idsOf(index, isOne).map(findingOf)
    const outcomes = new Map(
      first === undefined
        ? []
        : [['advisory/known-vulnerability', { kind: 'found', findings: [first, ...others] }] as const],
    )
    return { dependency, file, at: dependency.at, via: [], direct: null, locked: null, outcomes }
  })
}

function idsOf(index: number, isOne: boolean): readonly string[] {
  const numbers = Array.from({ length: isOne ? 1 : flawsOfEach }, (_, flaw) => index + flaw * packages)
  return numbers.map((number) => flawId(number, isOne))
}

/** One line for each finding. */
function applied(document: ReturnType<typeof readVex>, inspections: readonly Inspection[]): string {
  const vex = { config: defaultVex, documents: [document] }
  const { verdicts } = decideAll(inspections, { ...defaultPolicy, vex }, now)
  return verdicts
    .flatMap(({ inspection, because }) =>
      because.map(({ finding, decision, vex: by }) => {
        const answer = by === undefined ? 'none' : decision === 'allow' ? 'silenced' : 'kept'
        return `${inspection.dependency?.name} ${finding} ${answer}`
      }),
    )
    .join('\n')
}

function slowly(feed: string, isOne: boolean): string {
  const document = JSON.parse(feed) as Readonly<Record<string, unknown>>
  // Each claim is read anew for each finding: a tenth of the findings is enough to compare.
  return Array.from({ length: packages }, (_, index) => index)
    .filter((index) => index % 10 === 0)
    .flatMap((index) =>
      idsOf(index, isOne).map((id) => {
        const plain = { index: null, files: [], projects: [], scanned: [] }
        const finding: SlowFinding = { ids: [id], name: `package-${index}`, version: `1.${index}`, ...plain }
        return `package-${index} ${id} ${slowVex([document], finding, now)}`
      }),
    )
    .join('\n')
}

console.log(`${machineLine()}; ${runs} runs; ${packages} packages\n`)
console.log('| feed | MB | JSON.parse ms | read ms | judge ms | slow matcher ms (a tenth) | answers digest | equal |')
console.log('| --- | ---: | ---: | ---: | ---: | ---: | --- | --- |')
for (const isOne of [false, true])
  for (const count of [statements / 4, statements / 2, statements].map(Math.floor)) {
    const feed = feedOf(count, isOne)
    const inspections = inspectionsOf(isOne)
    const plain = timed(() => JSON.parse(feed) as unknown)
    const read = timed(() => readVex(feed, 'feed.json'))
    const judged = timed(() => applied(read.value, inspections))
    const before = process.cpuUsage()
    const slow = slowly(feed, isOne)
    const { user } = process.cpuUsage(before)
    const answers = new Set(judged.value.split('\n'))
    const isEqual = slow.split('\n').every((line) => answers.has(line))
    if (!isEqual) process.exitCode = 1
    const digest = createHash('sha256').update(judged.value).digest('hex').slice(0, 16)
    const row = [plain.ms, read.ms, judged.ms, user / 1000].map((ms) => String(Math.round(ms)))
    console.log(
      `| ${count} statements${isOne ? ' about one flaw' : ''} | ${(feed.length / 1e6).toFixed(1)} | ${row.join(' | ')} | ${digest} | ${isEqual ? 'yes' : '**NO**'} |`,
    )
  }
