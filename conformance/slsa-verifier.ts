/**
 * slsa-verifier's regression cases, offline: `node conformance/slsa-verifier.ts FOLDER`, where FOLDER is a checkout of
 * slsa-framework/slsa-verifier. Each goes through `cordon slsa verify --expect`, or `cordon slsa verify-vsa`, in this process, and must end
 * with exit code 0, or with a code that means what the suite's typed error means. Exits 1 when one ends as it should not.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { main } from '../packages/cli/src/index.ts'
import {
  type ArtifactCase,
  bcrCases,
  bundleFamilies,
  codesOf,
  declaredBuilders,
  type TypedError,
  vsaCases,
  vsaDemands,
} from './slsa-cases.ts'

interface Ended {
  readonly exit: number
  readonly codes: readonly string[]
}

/** One command line, and every code in its JSON. No connection is opened. */
async function run(words: readonly string[], cwd: string): Promise<Ended> {
  let stdout = ''
  const writer = { write: (_text: string): void => undefined, isTTY: false, columns: 100 }
  const exit = await main(['slsa', ...words, '--format', 'json'], {
    stdout: { ...writer, write: (text) => (stdout += text) },
    stderr: writer,
    env: { CORDON_CACHE_DIR: cwd },
    cwd,
    fetch: async () => {
      throw new Error('a case tried to reach the network')
    },
    now: () => new Date(),
  })
  // Only what does not hold has a code beside its detail.
  return { exit, codes: [...stdout.matchAll(/"code": "([a-z-]+)",\n\s+"detail"/g)].map(([, code = '']) => code) }
}

interface Counts {
  passed: number
  failed: number
  /** Refused for another reason, by a rule that slsa-verifier has not. */
  stricter: number
}

/** Bundles that bring a root along, which nobody should look at. */
const withRoot = 'gha_container-based/v1.7.0'

function judge(name: string, { exit, codes }: Ended, error: TypedError | null, counts: Counts): void {
  const wanted: readonly string[] = error === null ? [] : codesOf[error]
  const passed = error === null ? exit === 0 : exit === 1 && codes.some((code) => wanted.includes(code))
  const stricter = !passed && name.startsWith(withRoot) && codes.includes('bad-bundle')
  counts[passed ? 'passed' : stricter ? 'stricter' : 'failed'] += 1
  if ((!passed && !stricter) || process.argv.includes('--verbose'))
    console.log(
      `${passed ? 'pass' : stricter ? 'more' : 'FAIL'}  ${name}  exit ${exit} ${codes.join(' ')}  (${error ?? 'holds'})`,
    )
}

function expectationsOf({ source, builder, refs }: ArtifactCase, family: string | null): string {
  const ref = refs === undefined ? '' : `ref = ${JSON.stringify(refs)}\n`
  const named = builder === null ? '' : `builder = "${builder}"\n`
  return `${declaredBuilders(family ?? builder)}[[packages]]\nname = "demo"\nlevel = 3\nsource = "${source}"\n${named}${ref}`
}

/** The parameters of a build are free in slsa-verifier: every one that is there is expected. */
function parametersOf(provenance: string): string {
  const { dsseEnvelope } = JSON.parse(readFileSync(provenance, 'utf8'))
  const { predicate } = JSON.parse(Buffer.from(dsseEnvelope.payload, 'base64').toString('utf8'))
  const free = predicate.buildDefinition?.externalParameters ?? predicate.invocation?.parameters ?? {}
  return linesOf(free, 'packages.external-parameters').join('')
}

function linesOf(value: unknown, table: string): string[] {
  if (typeof value !== 'object' || value === null) return []
  const entries = Object.entries(value)
  const isTable = (each: unknown): boolean => typeof each === 'object' && each !== null && Object.keys(each).length > 0
  const own = entries.filter(([, each]) => !isTable(each)).map(([key]) => `${JSON.stringify(key)} = "**"\n`)
  const below = entries
    .filter(([, each]) => isTable(each))
    .flatMap(([key, each]) => linesOf(each, `${table}.${JSON.stringify(key)}`))
  return [...(own.length === 0 ? [] : [`[${table}]\n`, ...own]), ...below]
}

function countsText(name: string, { passed, failed, stricter }: Counts): string {
  return `${name}: ${passed} passed, ${failed} failed${stricter === 0 ? '' : `, ${stricter} refused by a stricter rule`}`
}

interface Place {
  readonly folder: string
  readonly endings: readonly string[]
  readonly family: string | null
  readonly scratch: string
}

async function runArtifact(each: ArtifactCase, { folder, endings, family, scratch }: Place): Promise<Ended | null> {
  const artifact = join(folder, each.artifact)
  const provenance = endings.map((ending) => artifact + ending).find((path) => existsSync(path))
  if (provenance === undefined || !existsSync(artifact)) return null
  if (!readFileSync(provenance, 'utf8').includes('"dsseEnvelope"')) return null
  const expect = join(scratch, 'slsa.toml')
  writeFileSync(expect, expectationsOf(each, family) + parametersOf(provenance))
  return run(['verify', artifact, '--bundle', provenance, '--package', 'demo', '--expect', expect], scratch)
}

async function runFamilies(data: string, scratch: string): Promise<Counts> {
  const all: Counts = { passed: 0, failed: 0, stricter: 0 }
  for (const { folder, builder, endings, rows } of bundleFamilies)
    for (const version of readdirSync(join(data, folder)).sort()) {
      const counts: Counts = { passed: 0, failed: 0, stricter: 0 }
      const place = { folder: join(data, folder, version), endings, family: builder, scratch }
      for (const each of rows) {
        const ended = await runArtifact(each, place)
        if (ended !== null) judge(`${folder}/${version}: ${each.name}`, ended, each.error, counts)
      }
      if (counts.passed + counts.failed + counts.stricter > 0) console.log(countsText(`${folder}/${version}`, counts))
      all.passed += counts.passed
      all.failed += counts.failed
      all.stricter += counts.stricter
    }
  return all
}

async function runSuite(suite: string): Promise<number> {
  const data = join(suite, 'cli', 'slsa-verifier', 'testdata')
  const scratch = mkdtempSync(join(tmpdir(), 'cordon-slsa-'))
  try {
    const bcr: Counts = { passed: 0, failed: 0, stricter: 0 }
    for (const each of bcrCases) {
      const place = { folder: join(data, 'bcr'), endings: ['.intoto.jsonl'], family: null, scratch }
      const ended = await runArtifact(each, place)
      judge(`bcr: ${each.name}`, ended ?? { exit: 70, codes: [] }, each.error, bcr)
    }
    const vsa: Counts = { passed: 0, failed: 0, stricter: 0 }
    const folder = join(data, 'vsa', 'gce', 'v1')
    const files = [
      '--vsa',
      join(folder, 'gke-gce-pre.bcid-vsa.jsonl'),
      '--key',
      join(folder, 'vsa_signing_public_key.pem'),
    ]
    for (const { name, keyId, error } of vsaCases)
      judge(`vsa: ${name}`, await run(['verify-vsa', ...files, ...vsaDemands, '--key-id', keyId], scratch), error, vsa)
    const bundles = await runFamilies(data, scratch)
    for (const [name, counts] of Object.entries({ bcr, vsa, bundles })) console.log(countsText(name, counts))
    return bcr.passed > 0 && bcr.failed + vsa.failed + bundles.failed === 0 ? 0 : 1
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

const [suite] = process.argv.slice(2)
if (suite === undefined) throw new Error('name the folder of a checkout of slsa-framework/slsa-verifier')
process.exitCode = await runSuite(resolve(suite))
