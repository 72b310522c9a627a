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
 * `count` pins of different projects: three in ten are releases that some advisory lists for its project (affected by that advisory or not), the
 * rest are popular projects at a release that advisories may or may not speak of. Real names, so that look-ups are real.
 */
export function makePins(count: number, records: readonly OsvRecord[], popular: readonly string[]): Pin[] {
  const random = randomOf(count)
  const versions = new Map<string, string[]>()
  for (const record of records)
    for (const affected of record.affected ?? []) {
      const name = affected.package?.name ?? ''
      const plain = (affected.versions ?? []).filter((version) => /^\d+(?:\.\d+)*$/.test(version))
      if (plain.length > 0) versions.set(name, [...(versions.get(name) ?? []), ...plain])
    }
  const known = [...versions.keys()].sort()
  const pins = new Map<string, string>()
  for (let tries = 0; pins.size < Math.min(count * 0.3, known.length * 0.9) && tries < count * 20; tries++) {
    const name = known[Math.floor(random() * known.length)] ?? ''
    const listed = versions.get(name) ?? []
    pins.set(name, listed[Math.floor(random() * listed.length)] ?? '1.0')
  }
  for (const name of popular) {
    if (pins.size >= count) break
    if (!pins.has(name))
      pins.set(name, `${Math.floor(random() * 5)}.${Math.floor(random() * 20)}.${Math.floor(random() * 10)}`)
  }
  for (let index = 0; pins.size < count; index++) pins.set(`made-for-size-${index}`, '1.0.0')
  return [...pins].map(([name, version]) => ({ name, version })).sort((a, b) => (a.name < b.name ? -1 : 1))
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
