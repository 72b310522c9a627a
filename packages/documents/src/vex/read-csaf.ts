import type { Location, VexDocument, VexStatus } from '@cordon/model'
import { asText, type DataObject, listOf, objectOf, objectsOf, textOf } from '../data.ts'
import { DocumentError } from '../error.ts'
import { cut } from '../reading.ts'
import { CsafProducts } from './csaf-products.ts'
import { SaidList, type SaidOf } from './csaf-said.ts'
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
    problems: reading.allProblems(),
  }
}

interface Whole {
  readonly products: CsafProducts
  readonly author: string
  readonly issued: string | null
  readonly time: string | null
  readonly isVex: boolean
}

function readVulnerability(object: DataObject, whole: Whole, reading: VexReading): void {
  const at = reading.at(object)
  const ids = [textOf(object, 'cve'), ...objectsOf(object, 'ids').map((id) => textOf(id, 'text'))].filter(
    (id) => id !== null,
  )
  const statuses = statusesOf(object, reading, at)
  if (statuses.size === 0 && whole.isVex)
    reading.note('error', 'NO_STATUS', at, `${ids[0] ?? 'A vulnerability'} gives no product a status (CSAF 6.1.27.7).`)
  const { products } = whole
  const flags = objectsOf(object, 'flags')
  if (flags.some(isOfNobody))
    reading.note('error', 'NO_PRODUCT', at, 'A flag names no product (CSAF 6.1.32), and is not used.')
  const threats = objectsOf(object, 'threats').filter((threat) => textOf(threat, 'category') === 'impact')
  const justifications = new SaidList(flags, 'label', { products, at, general: false })
  const impacts = new SaidList(threats, 'details', { products, at, general: true })
  const actions = new SaidList(objectsOf(object, 'remediations'), 'details', { products, at, general: true })
  const groups = new Map<string, Group>()
  for (const [id, status] of statuses) {
    const group = groupOf(id, status, { justifications, impacts, actions })
    const known = groups.get(group.key)
    if (known === undefined) groups.set(group.key, { ...group, ids: [id] })
    else known.ids.push(id)
  }
  const [first = null, ...aliases] = ids
  const description = descriptionOf(object)
  for (const { status, justification, impact, action, date, ids: productIds } of groups.values())
    reading.add(
      {
        id: null,
        vulnerability: { id: first, aliases, description },
        status,
        justification: justification.texts[0] ?? null,
        cyclonedx: null,
        impact: joined(impact),
        action: joined(action),
        notes: null,
        responses: [],
        products: productIds.flatMap((id) => products.find(id, at) ?? []),
        supplier: null,
        // What is not safe is so until the document says otherwise; what is safe, since somebody found out.
        time: date !== null && (whole.time === null || date < whole.time) ? date : whole.time,
        issued: whole.issued,
        author: whole.author,
      },
      at,
    )
}

interface Group {
  readonly key: string
  readonly status: VexStatus
  readonly justification: SaidOf
  readonly impact: SaidOf
  readonly action: SaidOf
  readonly date: string | null
  readonly ids: string[]
}

interface Lists {
  readonly justifications: SaidList
  readonly impacts: SaidList
  readonly actions: SaidList
}

const unsaid: SaidOf = { key: '', texts: [], date: null }

/** What a vulnerability says of one product. */
function groupOf(id: string, status: VexStatus, { justifications, impacts, actions }: Lists): Group {
  const isSafe = status === 'not_affected'
  const justification = isSafe ? justifications.of(id) : unsaid
  const impact = isSafe ? impacts.of(id) : unsaid
  const action = status === 'affected' ? actions.of(id) : unsaid
  const dates = [justification.date, impact.date].filter((date) => date !== null).sort()
  const key = [status, justification.key, impact.key, action.key].join('|')
  return { key, status, justification, impact, action, date: dates[0] ?? null, ids: [] }
}

function isOfNobody(flag: DataObject): boolean {
  return listOf(flag, 'product_ids').length + listOf(flag, 'group_ids').length === 0
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

/** Far longer than anyone reads. */
const longestText = 10_000

function joined({ texts }: SaidOf): string | null {
  return texts.length === 0 ? null : texts.join(' ').slice(0, longestText)
}

function descriptionOf(object: DataObject): string | null {
  const note = objectsOf(object, 'notes').find((each) => textOf(each, 'category') === 'description')
  return textOf(note ?? null, 'text') ?? textOf(object, 'title')
}
