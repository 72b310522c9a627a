import type { VexDocument, VexProduct, VexStatement } from '@cordon/model'
import { compact, type JsonObject } from '../json.ts'
import { openvexWord } from './hash-words.ts'
import { noteUnsaid, type VexLosses } from './loss.ts'

const iri = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/

/** A document as OpenVEX 0.2.0. */
export function openvexOf(document: VexDocument, tool: string, losses: VexLosses): JsonObject {
  if (document.title !== null) losses.note('TITLE', null, 'the title is not written')
  const statements = document.statements
    .map((statement) => statementOf(statement, document, losses))
    .filter((each) => each !== null)
  return {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id':
      document.id !== null && iri.test(document.id) ? document.id : `urn:vex:${encodeURIComponent(document.id ?? '')}`,
    author: document.author,
    ...compact({ role: document.role }),
    timestamp: document.issued,
    ...compact({ last_updated: document.updated }),
    version: document.revision,
    tooling: tool,
    statements,
  }
}

function statementOf(statement: VexStatement, document: VexDocument, losses: VexLosses): JsonObject | null {
  noteUnsaid(statement, losses, { author: document.author, supplier: false, responses: true, notes: false })
  if (statement.cyclonedx !== null)
    losses.note('FINER_WORD', statement, `CycloneDX's \`${statement.cyclonedx}\` is not written`)
  const products = unique(
    statement.products.map((product) => productOf(product, statement, losses)).filter((each) => each !== null),
  )
  if (products.length === 0) {
    losses.note('STATEMENT', statement, 'the statement is left out: none of its products can be written')
    return null
  }
  const { vulnerability, status, time } = statement
  const issued = statement.issued ?? time
  return compact({
    '@id': statement.id !== null && iri.test(statement.id) ? statement.id : null,
    vulnerability: {
      name: vulnerability.id,
      ...compact({ description: vulnerability.description, aliases: [...new Set(vulnerability.aliases)] }),
    },
    timestamp: issued,
    last_updated: time === issued ? null : time,
    products,
    status,
    supplier: statement.supplier,
    status_notes: statement.notes,
    justification: statement.justification,
    impact_statement: statement.impact,
    action_statement: status === 'affected' ? actionOf(statement, losses) : statement.action,
  })
}

function actionOf(statement: VexStatement, losses: VexLosses): string {
  if (statement.action !== null) return statement.action
  losses.note('ACTION', statement, '`affected` must have an action statement: it is said that none is known')
  return 'No action is known.'
}

/** Null for what OpenVEX would take for more than is meant. */
function productOf(product: VexProduct, statement: VexStatement, losses: VexLosses): JsonObject | null {
  const plain = plainOf(product, statement, losses)
  const parts = product.subcomponents.map((part) => plainOf(part, statement, losses))
  if (plain === null || parts.includes(null)) return null
  return compact({ ...plain, subcomponents: unique(parts.filter((part) => part !== null)) })
}

function plainOf(
  { id, purl, versions, cpe, hashes, ref }: VexProduct,
  statement: VexStatement,
  losses: VexLosses,
): JsonObject | null {
  if (versions !== null) {
    losses.note('RANGE', statement, `${id} is left out: OpenVEX knows no ranges of versions (${versions})`)
    return null
  }
  const name = ref ?? purl ?? (iri.test(id) ? id : null)
  const identifiers = compact({
    purl: purl !== null && purl !== name ? purl : null,
    cpe23: cpe?.startsWith('cpe:2.3:') === true ? cpe : null,
    cpe22: cpe?.startsWith('cpe:2.3:') === false ? cpe : null,
  })
  const isKnown = name !== null || Object.keys(identifiers).length > 0
  if (new Set(hashes.map(({ algorithm }) => algorithm)).size < hashes.length) {
    losses.note('HASH', statement, `${id} is left out: OpenVEX has one hash of a kind, and these are several files`)
    return null
  }
  if (id !== name) losses.note('PRODUCT_ID', statement, `the name ${id} is not written`)
  return compact({
    '@id': isKnown ? name : `urn:product:${encodeURIComponent(id)}`,
    identifiers,
    hashes: Object.fromEntries(hashes.map(({ algorithm, value }) => [openvexWord(algorithm), value])),
  })
}

function unique(objects: readonly JsonObject[]): readonly JsonObject[] {
  return [...new Map(objects.map((object) => [JSON.stringify(object), object])).values()]
}
