/**
 * How fast attestations are verified: `node bench/attest.ts [--times N] [--runs N]`. Verifies the real attestations of production N times (default
 * 20), each from its text: nothing is kept between two. Prints the answers' digest, attestations a second of processor time (median of the
 * runs), and beside it the bare signature check of the same key, which no verifier can do without.
 */
import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { defaultTrustedInstance, verifyDocument } from '../packages/attest/src/index.ts'
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
function rate(run: () => number): number {
  const rates: number[] = []
  for (let each = 0; each < Number(values.runs); each += 1) {
    const before = process.cpuUsage()
    const done = run()
    const { user, system } = process.cpuUsage(before)
    rates.push(done / ((user + system) / 1e6))
  }
  return median(rates)
}

const files = readdirSync(folder).filter(
  (name) => /\.(?:publish|slsa)\.attestation$/.test(name) && !name.startsWith('rfc8785'),
)
const work = files.map(workOf)
const trust = { instances: [defaultTrustedInstance()] }
const times = Number(values.times)
const answers = work.flatMap(({ text, subject }) => verifyDocument(text, { subject, trust, identities: [] }))
if (answers.some(({ kind }) => kind !== 'verified')) throw new Error('an attestation does not hold')

const attestations = rate(() => {
  for (let each = 0; each < times; each += 1)
    for (const { text, subject } of work) verifyDocument(text, { subject, trust, identities: [] })
  return times * work.length
})
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const data = Buffer.alloc(300)
const signature = sign('sha256', data, privateKey)
const signatures = rate(() => {
  for (let each = 0; each < times * 20; each += 1) verify('sha256', data, publicKey, signature)
  return times * 20
})
console.log(
  `${work.length} attestations, ${times} times: answers ${createHash('sha256').update(JSON.stringify(answers)).digest('hex').slice(0, 16)}`,
)
console.log(
  `verified: ${attestations.toFixed(0)} a second of processor time; bare signatures: ${signatures.toFixed(0)}; ratio ${(signatures / attestations).toFixed(0)}`,
)
