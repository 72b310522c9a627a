import type { VexDocument, VexProduct, VexStatement, VexStatus } from '@cordon/model'
import { compact, type JsonObject } from '../json.ts'
import { serialOfName } from '../serial.ts'
import { noteUnsaid, type VexLosses } from './loss.ts'

const listOfStatus: Readonly<Record<VexStatus, string>> = {
  affected: 'known_affected',
  fixed: 'fixed',
  not_affected: 'known_not_affected',
  under_investigation: 'under_investigation',
}
const publisherRoles = new Set(['coordinator', 'discoverer', 'other', 'translator', 'user', 'vendor'])
const mostRevisions = 1000
/** §3.1.3.3.8.1: how CSAF names links into CycloneDX bills. */
const bomLinks = 'https://cyclonedx.org/capabilities/bomlink/'

/** A document as CSAF 2.0 of the profile VEX. */
export function csafOf(
  document: VexDocument,
  tool: { readonly name: string; readonly version: string },
  losses: VexLosses,
): JsonObject {
  const products = new Products(losses)
  const groups = Map.groupBy(document.statements, ({ vulnerability }) => vulnerability.id.toLowerCase())
  const vulnerabilities = [...groups.values()].map((statements) =>
    vulnerabilityOf(statements, document, { products, losses }),
  )
  const current =
    [document.updated ?? document.issued, ...document.statements.map(({ time }) => time)].sort().at(-1) ??
    document.issued
  const revision = Math.min(document.revision, mostRevisions)
  return {
    document: {
      category: 'csaf_vex',
      csaf_version: '2.0',
      publisher: {
        category: document.role !== null && publisherRoles.has(document.role) ? document.role : 'vendor',
        name: document.author === '' ? 'unknown' : document.author,
        namespace: namespaceOf(document),
      },
      title: document.title ?? `VEX of ${document.author === '' ? 'unknown' : document.author}`,
      tracking: {
        current_release_date: current,
        generator: { engine: { name: tool.name, version: tool.version } },
        id: (document.id ?? serialOfName(JSON.stringify(document.statements))).trim(),
        initial_release_date: document.issued,
        revision_history: Array.from({ length: revision }, (_, index) => ({
          date: index === revision - 1 ? current : document.issued,
          number: String(index + 1),
          summary: index === 0 ? 'First release.' : 'Statements were added or changed.',
        })),
        status: 'final',
        version: String(revision),
      },
    },
    product_tree: products.tree(),
    vulnerabilities,
  }
}

function namespaceOf({ id, author }: VexDocument): string {
  const url = id === null ? null : URL.parse(id)
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.origin : serialOfName(`publisher ${author}`)
}

interface Writing {
  readonly products: Products
  readonly losses: VexLosses
}

function vulnerabilityOf(
  statements: readonly VexStatement[],
  document: VexDocument,
  { products, losses }: Writing,
): JsonObject {
  const newest = newestByProduct(statements, { products, losses })
  const [first] = statements
  const { id = '', description = null } = first?.vulnerability ?? {}
  const isCve = /^CVE-\d{4}-\d{4,}$/.test(id)
  const aliases = [...new Set(statements.flatMap(({ vulnerability }) => vulnerability.aliases))]
  const groups = [...Map.groupBy(newest, ([, statement]) => statement)].map(([statement, entries]) => ({
    statement,
    ids: entries.map(([product]) => product).sort(),
  }))
  for (const { statement } of groups) {
    noteUnsaid(statement, losses, { author: document.author, supplier: true, responses: true, notes: true })
    if (statement.cyclonedx !== null)
      losses.note('FINER_WORD', statement, `CycloneDX's \`${statement.cyclonedx}\` is not written`)
    if (!isDated(statement) && statement.time !== (document.updated ?? document.issued))
      losses.note('TIME', statement, `\`${statement.status}\` of ${statement.time} bears the date of the document`)
  }
  const idsBy = (status: VexStatus) => groups.flatMap(({ statement, ids }) => (statement.status === status ? ids : []))
  return compact({
    cve: isCve ? id : null,
    ids: (isCve ? aliases : [id, ...aliases]).map((text) => ({
      system_name: /^[A-Z]{2,10}(?=-)/.exec(text)?.[0] ?? 'id',
      text,
    })),
    notes: [{ category: 'description', text: description ?? `What is said of ${id}.` }],
    product_status: compact(
      Object.fromEntries(Object.entries(listOfStatus).map(([status, list]) => [list, idsBy(status as VexStatus)])),
    ),
    flags: groups.flatMap(({ statement: { justification, time, status }, ids }) =>
      justification === null || status !== 'not_affected'
        ? []
        : [{ date: time, label: justification, product_ids: ids }],
    ),
    threats: groups.flatMap(({ statement: { impact, time, status }, ids }) =>
      impact === null || status !== 'not_affected'
        ? []
        : [{ category: 'impact', date: time, details: impact, product_ids: ids }],
    ),
    remediations: groups.flatMap(({ statement, ids }) =>
      statement.status === 'affected' ? [remediationOf(statement, ids, losses)] : [],
    ),
  })
}

/** CSAF has dates for reasons and actions, and none for a status: what is not safe is so as of the document. */
function isDated({ status }: VexStatement): boolean {
  return status === 'not_affected'
}

function remediationOf(statement: VexStatement, ids: readonly string[], losses: VexLosses): JsonObject {
  if (statement.action === null)
    losses.note('ACTION', statement, '`affected` must have a remediation: it is said that none is known')
  return {
    category: statement.action === null ? 'none_available' : 'mitigation',
    date: statement.time,
    details: statement.action ?? 'No action is known.',
    product_ids: ids,
  }
}

/** A product has one status for a vulnerability (CSAF 6.1.6): the newest. */
function newestByProduct(
  statements: readonly VexStatement[],
  { products, losses }: Writing,
): ReadonlyMap<string, VexStatement> {
  const newest = new Map<string, VexStatement>()
  for (const statement of statements)
    for (const product of statement.products)
      for (const id of products.idsOf(product, statement)) {
        const before = newest.get(id)
        if (before !== undefined && before !== statement)
          losses.note('HISTORY', statement, 'only the newest statement about a product is written')
        if (before === undefined || statement.time >= before.time) newest.set(id, statement)
      }
  return newest
}

/** Gives products their ids and puts them in a tree. */
class Products {
  readonly #losses: VexLosses
  readonly #plain = new Map<
    string,
    { readonly id: string; readonly object: JsonObject; readonly range: string | null }
  >()
  readonly #relationships = new Map<string, JsonObject>()
  readonly #taken = new Set<string>()

  constructor(losses: VexLosses) {
    this.#losses = losses
  }

  /** The ids that stand for a product, or for its parts in it. */
  idsOf(product: VexProduct, statement: VexStatement): readonly string[] {
    const whole = this.#plainId(product, statement)
    return product.subcomponents.length === 0
      ? [whole]
      : product.subcomponents.map((part) => this.#partId(part, whole, statement))
  }

  tree(): JsonObject {
    const plain = [...this.#plain.values()]
    return compact({
      branches: plain.flatMap(({ object, range }) =>
        range === null ? [] : [{ category: 'product_version_range', name: range, product: object }],
      ),
      full_product_names: plain.flatMap(({ object, range }) => (range === null ? [object] : [])),
      relationships: [...this.#relationships.values()],
    })
  }

  #free(wish: string): string {
    let id = wish === '' ? 'product' : wish
    for (let count = 2; this.#taken.has(id); count += 1) id = `${wish} (${count})`
    this.#taken.add(id)
    return id
  }

  #plainId(product: VexProduct, statement: VexStatement): string {
    const { purl, versions, cpe, hashes, ref } = product
    const key = JSON.stringify([product.id, purl, versions, cpe, hashes, ref])
    const known = this.#plain.get(key)
    if (known !== undefined) return known.id
    const isLink = ref !== null && /^urn:cdx:[0-9a-f-]{36}\/\d+#/i.test(ref)
    if (ref !== null && ref !== product.id && !isLink)
      this.#losses.note('BILL_REFERENCE', statement, `the place ${ref} is not written`)
    const id = this.#free(product.id)
    const helper = compact({
      cpe,
      purl,
      x_generic_uris: isLink ? [{ namespace: bomLinks, uri: ref }] : null,
      hashes:
        hashes.length === 0
          ? null
          : [{ filename: product.id, file_hashes: hashes.map(({ algorithm, value }) => ({ algorithm, value })) }],
    })
    const object = compact({ name: product.id, product_id: id, product_identification_helper: helper })
    this.#plain.set(key, { id, object, range: versions })
    return id
  }

  #partId(part: VexProduct, whole: string, statement: VexStatement): string {
    const reference = this.#plainId(part, statement)
    const key = JSON.stringify([reference, whole])
    const known = this.#relationships.get(key)
    if (known !== undefined) return String((known.full_product_name as JsonObject).product_id)
    const id = this.#free(`${reference} in ${whole}`)
    this.#relationships.set(key, {
      category: 'default_component_of',
      full_product_name: { name: `${reference} as a part of ${whole}`, product_id: id },
      product_reference: reference,
      relates_to_product_reference: whole,
    })
    return id
  }
}
