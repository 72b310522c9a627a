import type { VexDocument, VexProduct, VexStatement } from '@cordon/model'
import { readPurl } from '@cordon/pypa'
import { compact, type JsonObject } from '../json.ts'
import { isSerialNumber, serialOfName } from '../serial.ts'
import { finerStates, justificationOfWord, stateOfStatus, wordOfJustification } from './cyclonedx-words.ts'
import { cyclonedxWord } from './hash-words.ts'
import { noteUnsaid, type VexLosses } from './loss.ts'

const responses = new Set(['can_not_fix', 'will_not_fix', 'update', 'rollback', 'workaround_available'])

/** A document as CycloneDX 1.6 that holds vulnerabilities and the components they are about. */
export function cyclonedxOf(
  document: VexDocument,
  tool: { readonly name: string; readonly version: string },
  losses: VexLosses,
): JsonObject {
  if (document.title !== null) losses.note('TITLE', null, 'the title is not written')
  const writing = new Writing(document, losses)
  const vulnerabilities = document.statements
    .map((statement) => writing.statement(statement))
    .filter((each) => each !== null)
  const serial =
    document.id !== null && isSerialNumber(document.id) ? document.id : serialOfName(`vex ${document.id ?? ''}`)
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serial,
    version: document.revision,
    metadata: compact({
      timestamp: document.updated ?? document.issued,
      tools: { components: [{ type: 'application', name: tool.name, version: tool.version }] },
      authors: document.author === '' ? [] : [{ name: document.author }],
      component: writing.subject,
    }),
    ...compact({ components: writing.components() }),
    vulnerabilities,
  }
}

/** Gives products their refs. */
class Writing {
  readonly subject: JsonObject | null
  readonly #document: VexDocument
  readonly #losses: VexLosses
  readonly #owner: string | null
  readonly #byKey = new Map<string, JsonObject>()
  readonly #taken = new Set<string>()

  constructor(document: VexDocument, losses: VexLosses) {
    this.#document = document
    this.#losses = losses
    const products = document.statements.flatMap((statement) => statement.products)
    const owners = new Map(
      products.filter(({ subcomponents }) => subcomponents.length > 0).map((product) => [keyOf(product), product]),
    )
    const [owner] = owners.values()
    // A plain component beside it would be read as a part of the project.
    const isAll =
      owners.size === 1 && products.every((product) => product.subcomponents.length > 0 || owners.has(keyOf(product)))
    this.#owner = owner !== undefined && isAll && isSubject(owner) ? keyOf(owner) : null
    this.subject =
      owner === undefined || this.#owner === null ? null : { ...this.#component(owner), type: 'application' }
  }

  components(): readonly JsonObject[] {
    return [...this.#byKey].flatMap(([key, component]) => (key === this.#owner ? [] : [component]))
  }

  statement(statement: VexStatement): JsonObject | null {
    const { vulnerability, status, action } = statement
    noteUnsaid(statement, this.#losses, {
      author: this.#document.author,
      supplier: true,
      responses: false,
      notes: statement.impact !== null,
    })
    const affects = statement.products.flatMap((product) => this.#affected(product, statement))
    if (affects.length === 0) {
      this.#losses.note('STATEMENT', statement, 'the statement is left out: none of its products can be written')
      return null
    }
    const detail = statement.impact ?? statement.notes
    return compact({
      id: vulnerability.id,
      references: [...new Set(vulnerability.aliases)].map((id) => ({ id, source: { name: sourceOf(id) } })),
      description: vulnerability.description,
      recommendation: action,
      analysis: compact({
        state:
          statement.cyclonedx !== null && finerStates.has(statement.cyclonedx)
            ? statement.cyclonedx
            : stateOfStatus[status],
        justification: this.#justification(statement),
        response: statement.responses.filter((response) => responses.has(response)),
        detail,
        firstIssued: statement.issued,
        lastUpdated: statement.time,
      }),
      affects,
    })
  }

  #justification(statement: VexStatement): string | null {
    const { justification, cyclonedx } = statement
    if (cyclonedx !== null && justificationOfWord.has(cyclonedx)) return cyclonedx
    if (justification === null) return null
    const { word, exact } = wordOfJustification[justification]
    if (!exact) this.#losses.note('JUSTIFICATION', statement, `\`${justification}\` is written as \`${word}\``)
    return word
  }

  #affected(product: VexProduct, statement: VexStatement): readonly JsonObject[] {
    const parts = product.subcomponents
    if (parts.length > 0 && keyOf(product) !== this.#owner) {
      this.#losses.note(
        'PART',
        statement,
        `parts of ${product.id} are left out: one document speaks of the parts of one project, and of nothing else`,
      )
      return []
    }
    const isClosed = statement.status === 'not_affected' || statement.status === 'fixed'
    // Its own part would be written as the whole of it.
    const others = parts.filter((part) => keyOf(part) !== this.#owner)
    if (others.length < parts.length)
      this.#losses.note('PART', statement, `${product.id} is left out as a part of itself`)
    return (parts.length > 0 ? others : [product]).map((each) => {
      const ref = each.ref ?? String(this.#component(each)['bom-ref'])
      return each.versions === null
        ? { ref }
        : { ref, versions: [{ range: each.versions, status: isClosed ? 'unaffected' : 'affected' }] }
    })
  }

  #component(product: VexProduct): JsonObject {
    const key = keyOf(product)
    const known = this.#byKey.get(key)
    if (known !== undefined) return known
    const purl = readPurl(product.purl)
    let ref = product.id
    for (let count = 2; this.#taken.has(ref); count += 1) ref = `${product.id} (${count})`
    this.#taken.add(ref)
    const component = compact({
      type: 'library',
      'bom-ref': ref,
      name: purl?.name ?? product.id,
      version: purl?.version ?? null,
      hashes: product.hashes.flatMap(({ algorithm, value }) => {
        const alg = cyclonedxWord(algorithm)
        if (alg === null) this.#losses.note('HASH', null, `the ${algorithm} of ${product.id} is not written`)
        return alg === null ? [] : [{ alg, content: value }]
      }),
      cpe: product.cpe,
      purl: product.purl,
    })
    this.#byKey.set(key, component)
    return component
  }
}

/** True for what reads back as the same from the place of a bill's subject. */
function isSubject({ purl, versions, ref }: VexProduct): boolean {
  return readPurl(purl) !== null && versions === null && ref === null
}

/** What makes a product another component. */
function keyOf({ id, purl, cpe, hashes }: VexProduct): string {
  return JSON.stringify([id, purl, cpe, hashes])
}

function sourceOf(id: string): string {
  return /^[A-Z]{2,10}(?=-)/.exec(id)?.[0] ?? 'alias'
}
