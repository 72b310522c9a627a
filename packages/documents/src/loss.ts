/** Something that a bill says and that a format cannot: by its code, one line in what the command lists. */
export type LossCode =
  | 'ANNOTATION'
  | 'AUTHOR'
  | 'CHARACTERS'
  | 'COMMENT'
  | 'COMPONENT_TYPE'
  | 'COPYRIGHT'
  | 'CREATED'
  | 'DOCUMENT_NAME'
  | 'EDGE_KIND'
  | 'FORMULATION'
  | 'GROUP'
  | 'HASH'
  | 'IDENTITY'
  | 'LICENSE_ACKNOWLEDGEMENT'
  | 'LICENSE_EXPRESSION'
  | 'LICENSE_LIST'
  | 'LICENSE_TEXT'
  | 'LICENSE_URL'
  | 'LIFECYCLE'
  | 'LINE'
  | 'MANUFACTURER'
  | 'NESTING'
  | 'OCCURRENCE'
  | 'PARTY'
  | 'PROPERTY'
  | 'PUBLISHER'
  | 'REFERENCE'
  | 'REFERENCE_TYPE'
  | 'REVISION'
  | 'SCOPE'
  | 'SUBJECT'
  | 'SUPPLIER'
  | 'TOOL'

export interface Loss {
  readonly code: LossCode
  /** Ref of the component; null for the document as a whole. */
  readonly ref: string | null
  /** What becomes of it, as the end of a sentence. */
  readonly detail: string
}

/** Where losses are noted while a bill is fitted to a format. */
export type Note = (code: LossCode, ref: string | null, detail: string) => void

/** An empty list of losses and the function that adds to it. */
export function lossList(): { readonly losses: readonly Loss[]; readonly note: Note } {
  const losses: Loss[] = []
  return { losses, note: (code, ref, detail) => void losses.push({ code, ref, detail }) }
}
