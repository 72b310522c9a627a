import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { bufferBytes } from '@cordon/archives'
import { type PackageName, parseName, parseVersion } from '@cordon/pypa'
import { readZip } from '@cordon/sources'
import { sharedData, withoutSharedData } from '@cordon/testkit'
import { buildDatabase, openDatabase } from '../src/index.ts'
import { naiveMatches } from './naive.ts'
import { ask, type Json, listOf } from './support.ts'

const archive = sharedData('osv', 'PyPI-all.zip')
const catalogue = sharedData('kev', 'known_exploited_vulnerabilities.json')

function readTexts(path: string): { name: string; text: string }[] {
  const decoder = new TextDecoder()
  const entries = readZip(bufferBytes(readFileSync(path)), path)
  return entries.map((entry) => ({ name: entry.name, text: decoder.decode(entry.bytes()) }))
}

/** Versions of a package that its records name, the oldest, the newest and some between. */
function sample(records: readonly Json[], name: PackageName): string[] {
  const named = new Set<string>()
  for (const { affected } of records)
    for (const each of listOf(affected)) {
      if (parseName(String((each.package as Json).name)) !== name) continue
      for (const text of (each.versions as string[] | undefined) ?? []) named.add(text)
      for (const { events, type } of listOf(each.ranges))
        if (type === 'ECOSYSTEM') for (const bound of listOf(events)) named.add(String(Object.values(bound)[0]))
    }
  const all = [...named].filter((text) => parseVersion(text) !== null).sort()
  return [0, 0.5, 1].flatMap((share) => all[Math.floor((all.length - 1) * share)] ?? [])
}

test('the real archive: every record is read, and every answer is that of a plain reading', {
  skip: archive === null || catalogue === null ? withoutSharedData('osv', 'PyPI-all.zip') : false,
}, () => {
  assert.ok(archive !== null && catalogue !== null)
  const texts = readTexts(archive)
  const kev: unknown = JSON.parse(readFileSync(catalogue, 'utf8'))
  const built = buildDatabase({
    records: texts,
    kev,
    source: archive,
    sourceTime: null,
    builtTime: '2026-01-01T00:00:00Z',
  })
  assert.deepEqual(built.stats.counts, {
    records: 7080,
    live: 6811,
    withdrawn: 269,
    packages: 1532,
    flaws: 5696,
    malware: 38,
    kev: 9,
    epss: 0,
  })
  assert.deepEqual([built.stats.read, built.stats.refused, built.stats.duplicates], [7080, 0, 0])
  assert.ok(built.bytes.length < 6_000_000, `${built.bytes.length} bytes`)
  assert.deepEqual(new Set(built.problems.map(({ code }) => code)), new Set(['BAD_BOUND', 'NO_RELEASES']))

  const database = openDatabase(built.bytes)
  // What the plain reading does not attempt: bounds that cannot be read.
  const odd = new Set(built.problems.map(({ record }) => record))
  const byName = new Map<PackageName, Json[]>()
  for (const { text } of texts) {
    const record: Json = JSON.parse(text)
    for (const { package: described } of listOf(record.affected)) {
      const name = parseName(String((described as Json).name))
      assert.ok(name !== null)
      byName.set(name, [...(byName.get(name) ?? []), record])
    }
  }
  let asked = 0
  for (const [name, records] of byName) {
    const plain = records.filter(({ id }) => !odd.has(String(id)))
    for (const text of sample(plain, name)) {
      const version = parseVersion(text)
      assert.ok(version !== null)
      const found = ask(database, text, { name }).matches.flatMap((match) => match.records)
      const expected = [...new Set(naiveMatches(plain, name, version))]
      assert.deepEqual(found.filter((id) => !odd.has(id)).sort(), expected.sort(), `${name} ${text}`)
      asked += 1
    }
  }
  assert.ok(asked > 4_000)
})
