import { type Component, DocumentError, readBom } from '@cordon/documents'
import type { DocumentReader } from '@cordon/environments'
import type { NestedComponent } from '@cordon/model'

/** What a bill of materials that a distribution ships (PEP 770) says is inside; what it is about is left out. Null for what is none. */
export const readDocument: DocumentReader = (bytes, path) => {
  try {
    const { bom } = readBom(bytes, path)
    return bom.components.flatMap((component) =>
      component.ref === bom.subject || component.phase === 'build' ? [] : [nestedOf(component, path)],
    )
  } catch (error) {
    // What a distribution ships is its author's: a file that is no bill is named, and says nothing.
    if (error instanceof DocumentError) return null
    throw error
  }
}

function nestedOf({ name, version, purl, licenses }: Component, path: string): NestedComponent {
  const texts = licenses.map(({ value }) => value)
  const license = texts.length > 1 ? texts.map((text) => `(${text})`).join(' AND ') : (texts[0] ?? '')
  return { kind: 'document', name, version, purl, license: license === '' ? null : license, path, components: [] }
}
