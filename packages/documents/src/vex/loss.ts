import type { VexStatement } from '@cordon/model'

/** What a format of statements cannot say. */
export type VexLossCode =
  | 'ACTION'
  | 'ALIAS'
  | 'AUTHOR'
  | 'BILL_REFERENCE'
  | 'FINER_WORD'
  | 'HASH'
  | 'HISTORY'
  | 'JUSTIFICATION'
  | 'NOTES'
  | 'PART'
  | 'PRODUCT'
  | 'PRODUCT_ID'
  | 'RANGE'
  | 'RESPONSE'
  | 'STATEMENT'
  | 'SUPPLIER'
  | 'TIME'
  | 'TITLE'

export interface VexLoss {
  readonly code: VexLossCode
  /** Id of the vulnerability; null for the document as a whole. */
  readonly ref: string | null
  /** What becomes of it, as the end of a sentence. */
  readonly detail: string
}

/** Where losses are noted while statements are written. */
export class VexLosses {
  readonly list: VexLoss[] = []

  note(code: VexLossCode, of: Pick<VexStatement, 'vulnerability'> | null, detail: string): void {
    const ref = of?.vulnerability.id ?? null
    if (!this.list.some((loss) => loss.code === code && loss.ref === ref && loss.detail === detail))
      this.list.push({ code, ref, detail })
  }
}

/** Notes each of these that a statement says and the format has no place for. */
export function noteUnsaid(
  statement: VexStatement,
  losses: VexLosses,
  unsaid: { readonly author: string; readonly supplier: boolean; readonly responses: boolean; readonly notes: boolean },
): void {
  if (statement.author !== unsaid.author)
    losses.note('AUTHOR', statement, `${statement.author || 'nobody'} said so; the document has one author`)
  if (unsaid.supplier && statement.supplier !== null) losses.note('SUPPLIER', statement, 'the supplier is not written')
  if (unsaid.responses && statement.responses.length > 0)
    losses.note('RESPONSE', statement, "CycloneDX's responses are not written")
  if (unsaid.notes && statement.notes !== null)
    losses.note('NOTES', statement, 'the notes on the status are not written')
}
