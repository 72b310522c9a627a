import type { Location, VexDocument, VexStatus } from '@cordon/model'
import { asText, type DataObject, listOf, objectOf, objectsOf, textOf } from '../data.ts'
import { DocumentError } from '../error.ts'
import { cut, readTime } from '../reading.ts'
import { CsafProducts } from './csaf-products.ts'
import type { VexReading } from './vex-reading.ts'

/** The lists of `product_status`, and the status that each stands for; `recommended` is advice and no status. */
const lists: readonly (readonly [string, VexStatus])[] = [
  ['known_affected', 'affected'],
  ['first_affected', 'affected'],
  ['last_affected', 'affected'],
  ['known_not_affected', 'not_affected'],
  ['fixed', 'fixed'],
  ['first_fixed', 'fixed'],
  ['under_investigation', 'under_investigation'],
]

export function isCsaf(document: DataObject): boolean {
  return textOf(objectOf(document, 'document'), 'csaf_version') !== null
}

/**
 * CSAF 2.0, profile VEX (§4.5) and every other whose products have a status. Of the mandatory tests (§6.1) those are made that change what
 * is silenced: 1 to 6 on product ids and contradicting statuses, 27.7 to 27.10 on what a VEX must hold.
 */
export function readCsaf(root: DataObject, reading: VexReading): VexDocument {
  const document = objectOf(root, 'document')
  const version = textOf(document, 'csaf_version')
  if (version !== '2.0')
    throw new DocumentError('UNSUPPORTED_VERSION', `CSAF ${cut(version ?? '')} is not read; 2.0 is.`)
  const at = reading.at(document)
  const tracking = objectOf(document, 'tracking')
  const author = textOf(objectOf(document, 'publisher'), 'name') ?? ''
  if (author === '') reading.note('warning', 'NO_AUTHOR', at, 'The document has no publisher: nobody answers for it.')
  if (textOf(tracking, 'status') === 'draft') reading.note('warning', 'DRAFT', at, 'The document calls itself a draft.')
  const issued = reading.time(textOf(tracking, 'initial_release_date'), at)
  const updated = reading.time(textOf(tracking, 'current_release_date'), at)
  const products = new CsafProducts(objectOf(root, 'product_tree'), reading)
  const whole: Whole = {
    products,
    author,
    issued,
    time: updated ?? issued,
    isVex: textOf(document, 'category') === 'csaf_vex',
  }
  for (const vulnerability of objectsOf(root, 'vulnerabilities')) readVulnerability(vulnerability, whole, reading)
  const revision = Number.parseInt(textOf(tracking, 'version') ?? '1', 10)
  return {
    format: 'csaf',
    id: textOf(tracking, 'id'),
    author,
    role: textOf(objectOf(document, 'publisher'), 'category'),
    title: textOf(document, 'title'),
    issued: issued ?? '',
    updated,
    revision: revision > 0 ? revision : 1,
    path: reading.path,
    statements: reading.statements,
    problems: reading.problems,
  }
}

interface Whole {
  readonly products: CsafProducts
  readonly author: string
  readonly issued: string | null
  readonly time: string | null
  readonly isVex: boolean
}

/** What a vulnerability says of one product. */
interface Said {
  readonly status: VexStatus
  readonly justification: string | null
  readonly impact: string | null
  readonly action: string | null
  /** Of the reason or the action, where it bears one. */
  readonly date: string | null
}

function readVulnerability(object: DataObject, whole: Whole, reading: VexReading): void {
  const at = reading.at(object)
  const ids = [textOf(object, 'cve'), ...objectsOf(object, 'ids').map((id) => textOf(id, 'text'))].filter(
    (id) => id !== null,
  )
  const statuses = statusesOf(object, reading, at)
  if (statuses.size === 0 && whole.isVex)
    reading.note('error', 'NO_STATUS', at, `${ids[0] ?? 'A vulnerability'} gives no product a status (CSAF 6.1.27.7).`)
  const justifications = byProduct(objectsOf(object, 'flags'), 'label', { whole, at })
  const impacts = byProduct(
    objectsOf(object, 'threats').filter((threat) => textOf(threat, 'category') === 'impact'),
    'details',
    { whole, at },
  )
  const actions = byProduct(objectsOf(object, 'remediations'), 'details', { whole, at })
  const groups = Map.groupBy(statuses, ([id, status]) => {
    const isClosed = status === 'not_affected'
    const said: Said = {
      status,
      justification: isClosed ? (justifications(id)[0]?.text ?? null) : null,
      impact: isClosed ? joined(impacts(id)) : null,
      action: status === 'affected' ? joined(actions(id)) : null,
      date: oldest(isClosed ? [...justifications(id), ...impacts(id)] : status === 'affected' ? actions(id) : []),
    }
    return JSON.stringify(said)
  })
  const [first = null, ...aliases] = ids
  for (const [key, entries] of groups) {
    const { date, ...said } = JSON.parse(key) as Said
    reading.add(
      {
        ...said,
        id: null,
        vulnerability: { id: first, aliases, description: descriptionOf(object) },
        cyclonedx: null,
        notes: null,
        responses: [],
        products: entries.flatMap(([id]) => whole.products.find(id, at) ?? []),
        supplier: null,
        time: date ?? whole.time,
        issued: whole.issued,
        author: whole.author,
      },
      at,
    )
  }
}

/** The status of each product; one that has two that exclude each other has none (§6.1.6). */
function statusesOf(object: DataObject, reading: VexReading, at: Location): ReadonlyMap<string, VexStatus> {
  const status = objectOf(object, 'product_status')
  const found = new Map<string, VexStatus>()
  const odd = new Set<string>()
  for (const [key, word] of lists)
    for (const value of listOf(status, key)) {
      const id = asText(value)
      if (id === null) continue
      const before = found.get(id)
      if (before !== undefined && before !== word && !odd.has(id)) {
        odd.add(id)
        reading.note(
          'error',
          'CONTRADICTION',
          at,
          `\`${cut(id)}\` is both ${before} and ${word} (CSAF 6.1.6); neither is used.`,
        )
      }
      found.set(id, word)
    }
  for (const id of odd) found.delete(id)
  return found
}

interface Entry {
  readonly text: string
  readonly date: string | null
}

/** What a list says of products; an entry that names none is about all of them. */
function byProduct(
  entries: readonly DataObject[],
  key: string,
  { whole, at }: { readonly whole: Whole; readonly at: Location },
): (id: string) => readonly Entry[] {
  const read = entries.flatMap((entry) => {
    const text = textOf(entry, key)
    const isGeneral = listOf(entry, 'product_ids').length === 0 && listOf(entry, 'group_ids').length === 0
    return text === null
      ? []
      : [
          {
            text,
            date: readTime(textOf(entry, 'date')),
            ids: isGeneral ? null : new Set(whole.products.named(entry, at)),
          },
        ]
  })
  return (id) => read.filter(({ ids }) => ids === null || ids.has(id))
}

function joined(entries: readonly Entry[]): string | null {
  return entries.length === 0 ? null : entries.map(({ text }) => text).join(' ')
}

/** The whole is as old as its oldest part. */
function oldest(entries: readonly Entry[]): string | null {
  return entries.flatMap(({ date }) => date ?? []).sort()[0] ?? null
}

function descriptionOf(object: DataObject): string | null {
  const note = objectsOf(object, 'notes').find((each) => textOf(each, 'category') === 'description')
  return textOf(note ?? null, 'text') ?? textOf(object, 'title')
}
