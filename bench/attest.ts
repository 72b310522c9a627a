/**
 * How fast attestations are verified: `node bench/attest.ts [--times N] [--runs N]`. Verifies the real attestations of production N times (default
 * 20), each from its text: nothing is kept between two. Then the same as `cordon verify` of a lock does it when it has kept them. Prints the
 * answers' digest, attestations a second of processor time (median of the runs), and beside it the bare signature check of the same key, which
 * no verifier can do without.
 */
import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { defaultTrustedInstance, type Subject, verifyDocument } from '../packages/attest/src/index.ts'
import { type VouchContext, vouchAll } from '../packages/engine/src/vouch/index.ts'
import { lockfileFormats } from '../packages/lockfiles/src/index.ts'
import type { VouchedRelease } from '../packages/model/src/index.ts'
import { parseProjectPage } from '../packages/pypa/src/index.ts'
import { type IndexClient, openSealedCache, sealWith } from '../packages/sources/src/index.ts'
import { sharedData, withoutSharedData } from '../packages/testkit/src/index.ts'

const { values } = parseArgs({
  options: { times: { type: 'string', default: '20' }, runs: { type: 'string', default: '5' } },
})
const folder = sharedData('attestations')
if (folder === null) throw new Error(withoutSharedData('attestations'))

interface Work {
  readonly text: string
  readonly subject: { readonly name: string; readonly sha256: string }
}

function workOf(file: string): Work {
  const text = readFileSync(join(folder ?? '', file), 'utf8')
  const { envelope } = JSON.parse(text) as { envelope: { statement: string } }
  const statement = JSON.parse(Buffer.from(envelope.statement, 'base64').toString('utf8'))
  const [{ name, digest }] = statement.subject
  return { text, subject: { name, sha256: digest.sha256 } }
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}

/** Work done in a second of processor time. */
async function rate(run: () => number | Promise<number>): Promise<number> {
  const rates: number[] = []
  for (let each = 0; each < Number(values.runs); each += 1) {
    const before = process.cpuUsage()
    const done = await run()
    const { user, system } = process.cpuUsage(before)
    rates.push(done / ((user + system) / 1e6))
  }
  return median(rates)
}

function digestOf(answers: unknown): string {
  return createHash('sha256').update(JSON.stringify(answers)).digest('hex').slice(0, 16)
}

const files = readdirSync(folder).filter(
  (name) => /\.(?:publish|slsa)\.attestation$/.test(name) && !name.startsWith('rfc8785'),
)
const work = files.map(workOf)
const trust = { instances: [defaultTrustedInstance()] } as const
const times = Number(values.times)
const verified = (text: string, subject: Subject) => verifyDocument(text, { subject, trust, identities: [] })
const answers = work.flatMap(({ text, subject }) => verified(text, subject))
if (answers.some(({ kind }) => kind !== 'verified')) throw new Error('an attestation does not hold')

const attestations = await rate(() => {
  for (let each = 0; each < times; each += 1) for (const { text, subject } of work) verified(text, subject)
  return times * work.length
})
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const data = Buffer.alloc(300)
const signature = sign('sha256', data, privateKey)
const signatures = await rate(() => {
  for (let each = 0; each < times * 20; each += 1) verify('sha256', data, publicKey, signature)
  return times * 20
})
console.log(`${work.length} attestations, ${times} times: answers ${digestOf(answers)}`)
console.log(
  `verified: ${attestations.toFixed(0)} a second of processor time; bare signatures: ${signatures.toFixed(0)}; ratio ${(signatures / attestations).toFixed(0)}`,
)

/** The publisher that an index would name for an attestation: what its certificate bears out. */
function publisherOf({ text, subject }: Work): object {
  const [outcome] = verified(text, subject)
  if (outcome?.kind !== 'verified') throw new Error('an attestation does not hold')
  const { sourceRepository = '', buildConfigUri = '' } = outcome.attestation.identity?.facts ?? {}
  const { host, pathname } = new URL(sourceRepository)
  const [path = ''] = buildConfigUri.slice(sourceRepository.length).split('@')
  const repository = pathname.slice(1)
  return host === 'gitlab.com'
    ? { kind: 'GitLab', repository, workflow_filepath: path.replace(/^\/+/, '') }
    : { kind: 'GitHub', repository, workflow: path.split('/').at(-1) }
}

// One file of a project of its own for each attestation, on an index that needs no network.
const index = 'https://index.example.invalid/simple/'
const served = work.map((each, at) => {
  const bundle = { publisher: publisherOf(each), attestations: [JSON.parse(each.text)] }
  return { ...each, project: `project-${at}`, text: JSON.stringify({ version: 1, attestation_bundles: [bundle] }) }
})
const client: IndexClient = {
  async *findPages(name) {
    const page = served.filter(({ project }) => project === name)
    const files = page.map(({ subject: { name: filename, sha256 }, project }) => ({
      filename,
      url: filename,
      hashes: { sha256 },
      provenance: `https://index.example.invalid/${project}`,
    }))
    const text = JSON.stringify({ meta: { 'api-version': '1.4' }, name, files })
    yield { index, page: parseProjectPage({ text, url: index, contentType: null }) }
  },
  fetchProvenance: async (url) => Buffer.from(served.find(({ project }) => url.endsWith(project))?.text ?? ''),
  fetchFile: () => Promise.reject(new Error('no file is needed')),
  fetchPart: async () => null,
  fetchMetadata: () => Promise.reject(new Error('no metadata is needed')),
}
const pylock = lockfileFormats.find(({ id }) => id === 'pylock') ?? lockfileFormats[0]
const lock = served.map(({ project, subject: { name, sha256 } }) => {
  const wheel = `{ name = "${name}", url = "https://files.example.invalid/${name}", hashes = { sha256 = "${sha256}" } }`
  return `[[packages]]\nname = "${project}"\nversion = "1"\nsdist = ${wheel}\n`
})
const { dependencies } = pylock.parse(
  `lock-version = "1.0"\ncreated-by = "a benchmark"\n${lock.join('\n')}`,
  'pylock.toml',
)
const cacheFolder = mkdtempSync(join(tmpdir(), 'cordon-bench-'))
const now = new Date()
const context: VouchContext = {
  client,
  indexes: () => [index],
  locked: () => [],
  cache: openSealedCache(cacheFolder, sealWith(Buffer.alloc(32, 7)), now),
  verifying: { trust: 'bench', verify: async (text, subject) => verified(text, subject) },
  now,
  refresh: false,
}

async function vouch(many: number, of: VouchContext): Promise<readonly VouchedRelease[]> {
  const releases: VouchedRelease[] = []
  const asked = Array.from({ length: many }, () => dependencies).flat()
  for await (const { release } of vouchAll(asked, of)) releases.push(release)
  return releases
}

const cold = await vouch(1, context)
const kept: VouchContext = {
  ...context,
  client: null,
  verifying: { ...context.verifying, verify: () => Promise.reject(new Error('this was to come from the cache')) },
}
if (digestOf(cold) !== digestOf(await vouch(1, kept))) throw new Error('the cache says something else')
if (cold.some(({ files: [file] }) => file?.state !== 'verified')) throw new Error('a provenance does not hold')
const fromCache = await rate(async () => {
  for (let each = 0; each < times * 20; each += 1) await vouch(1, kept)
  return times * 20 * dependencies.length
})
rmSync(cacheFolder, { recursive: true })
console.log(
  `from the cache: ${fromCache.toFixed(0)} a second of processor time, answers ${digestOf(cold)}; ${(fromCache / attestations).toFixed(0)} times as many`,
)
