import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import type { OsvRecord } from './slow-matcher.ts'

export interface Pin {
  readonly name: string
  readonly version: string
}

/** A small generator with a seed, so that every run reads the same input. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/**
 * `count` pins of different projects, mixed as real locks are: three in ten of the projects have advisories, and one in eight of
 * those stands at a release that they list; the others are newer than everything listed, or nobody speaks of them. The names are real, so
 * that look-ups are real; the answer is printed beside the time.
 */
export function makePins(count: number, records: readonly OsvRecord[], popular: readonly string[]): Pin[] {
  const random = randomOf(count)
  const listed = plainVersionsOf(records)
  const known = [...listed.keys()].sort()
  const pins = new Map<string, string>()
  const wanted = Math.min(count * 0.3, known.length * 0.9)
  for (let tries = 0; pins.size < wanted && tries < count * 20; tries++) {
    const name = known[Math.floor(random() * known.length)] ?? ''
    const versions = listed.get(name) ?? []
    const old = random() < 1 / 8
    pins.set(name, old ? (versions[Math.floor(random() * versions.length)] ?? '1.0') : '2026.11.21')
  }
  for (const name of popular.map(normalized)) {
    if (pins.size >= count) break
    if (!pins.has(name))
      pins.set(name, `${Math.floor(random() * 5)}.${Math.floor(random() * 20)}.${Math.floor(random() * 10)}`)
  }
  for (let index = 0; pins.size < count; index++) pins.set(`made-for-size-${index}`, '1.0.0')
  return [...pins].map(([name, version]) => ({ name, version })).sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** PEP 503: the answers are compared by normal names. */
function normalized(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-')
}

function plainVersionsOf(records: readonly OsvRecord[]): ReadonlyMap<string, readonly string[]> {
  const versions = new Map<string, string[]>()
  for (const record of records)
    for (const affected of record.affected ?? []) {
      const plain = (affected.versions ?? []).filter((version) => /^\d+(?:\.\d+)*$/.test(version))
      const name = normalized(affected.package?.name ?? '')
      versions.set(name, [...(versions.get(name) ?? []), ...plain])
    }
  return new Map([...versions].filter(([, plain]) => plain.length > 0))
}

/** Writes the pins as requirements, each with this many made-up sha256 hashes. */
export function writeRequirements(path: string, pins: readonly Pin[], hashes: number): void {
  const line = ({ name, version }: Pin): string => {
    const digests = Array.from({ length: hashes }, (_, index) =>
      createHash('sha256').update(`${name} ${version} ${index}`).digest('hex'),
    )
    return [`${name}==${version}`, ...digests.map((digest) => `    --hash=sha256:${digest}`)].join(' \\\n')
  }
  writeFileSync(path, `${pins.map(line).join('\n')}\n`)
}
