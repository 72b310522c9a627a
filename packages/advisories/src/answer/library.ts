import { isObject } from '@cordon/model'
import type { PackageName } from '@cordon/pypa'
import { damaged } from '../error.ts'
import { type DecodedPackage, decodeGroup, decodeId, decodePackage, decodeRecord, type Source } from '../file/decode.ts'
import type { DatabaseCounts, DatabaseMeta, StoredGroup, StoredRecord } from '../file/items.ts'
import { readFile } from '../file/layout.ts'
import { Strings, Table } from '../file/table.ts'

/** The items of an open file; each is decoded when it is first asked for, and kept. */
export interface Library {
  readonly meta: DatabaseMeta
  /** What the records say of a package, or null when none names it. */
  findPackage(name: PackageName): DecodedPackage | null
  record(index: number): StoredRecord
  recordId(index: number): string
  group(index: number): StoredGroup
  groupKey(index: number): string
  text(index: number): string
}

/** Opens a file; throws `AdvisoryError`. */
export function openLibrary(bytes: Uint8Array): Library {
  const { digest, part } = readFile(bytes)
  const ascii = new Table(part('asciiEnds'), part('ascii'))
  const strings = new Strings(ascii, new Table(part('otherEnds'), part('other')))
  const packages = new Table(part('packageEnds'), part('packages'))
  const records = new Table(part('recordEnds'), part('records'))
  const groups = new Table(part('groupEnds'), part('groups'))
  const sizes = { records: records.size, groups: groups.size }
  const text = (index: number): string => strings.text(index)
  const source = (table: Table, index: number): Source => ({ reader: table.reader(index), text, sizes })
  const packageAt = remember(packages.size, (index) => decodePackage(source(packages, index)))
  let names: ReadonlyMap<string, number> | null = null
  return {
    meta: { ...readMeta(part('meta')), digest },
    findPackage(name) {
      names ??= readNames(part('names'), packages.size)
      const index = names.get(name)
      return index === undefined ? null : packageAt(index)
    },
    record: remember(records.size, (index) => decodeRecord(source(records, index))),
    recordId: remember(records.size, (index) => decodeId(source(records, index))),
    groupKey: remember(groups.size, (index) => decodeId(source(groups, index))),
    group: remember(groups.size, (index) => decodeGroup(source(groups, index))),
    text,
  }
}

function remember<T>(size: number, make: (index: number) => T): (index: number) => T {
  const known = new Array<T | undefined>(size)
  return (index) => {
    const old = known[index]
    if (old !== undefined) return old
    const fresh = make(index)
    known[index] = fresh
    return fresh
  }
}

/** Sorted names, a line each, in the order of the packages. */
function readNames(part: Buffer, packages: number): ReadonlyMap<string, number> {
  const lines = part.length === 0 ? [] : part.toString('latin1').split('\n')
  if (lines.length !== packages) throw damaged('names and packages differ')
  return new Map(lines.map((name, index) => [name, index]))
}

type WrittenMeta = Omit<DatabaseMeta, 'digest'>

function readMeta(part: Buffer): WrittenMeta {
  let meta: unknown
  try {
    meta = JSON.parse(part.toString('utf8'))
  } catch {
    throw damaged('it does not say what it is')
  }
  if (!isMeta(meta)) throw damaged('it does not say what it is')
  return meta
}

const countNames = [
  'records',
  'live',
  'withdrawn',
  'packages',
  'flaws',
  'malware',
  'kev',
  'epss',
] as const satisfies readonly (keyof DatabaseCounts)[]

function isMeta(value: unknown): value is WrittenMeta {
  if (!isObject(value) || !isObject(value.counts)) return false
  const { counts } = value
  return (
    typeof value.formatVersion === 'number' &&
    typeof value.source === 'string' &&
    typeof value.builtTime === 'string' &&
    [value.sourceTime, value.dataTime, value.epssDay].every((time) => time === null || typeof time === 'string') &&
    countNames.every((name) => typeof counts[name] === 'number')
  )
}
