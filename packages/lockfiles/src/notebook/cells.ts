import { type DataNode, itemsOf, textAt, valueAt } from '../node.ts'

/** The source of one code cell. */
export interface CodeCell {
  /** Number of the cell among all cells, from 1. */
  readonly number: number
  readonly lines: readonly CellLine[]
}

export interface CellLine {
  readonly text: string
  /** Line of the notebook's file, from 1. */
  readonly line: number
}

/** The code cells of a notebook (nbformat 4; 3 with its worksheets); null when it is no notebook. */
export function codeCells(root: DataNode): readonly CodeCell[] | null {
  const sheets = itemsOf(valueAt(root, 'worksheets'))
  const cells = valueAt(root, 'cells') ?? (sheets.length > 0 ? null : undefined)
  if (cells === undefined || (cells !== null && cells.kind !== 'sequence')) return null
  const listed = cells === null ? sheets.flatMap((sheet) => itemsOf(valueAt(sheet, 'cells'))) : itemsOf(cells)
  return listed.flatMap((cell, index) => {
    if (textAt(cell, 'cell_type') !== 'code') return []
    const source = valueAt(cell, 'source') ?? valueAt(cell, 'input')
    return [{ number: index + 1, lines: linesOf(source) }]
  })
}

/** A source is one text, or a list of texts that mostly are a line each. */
function linesOf(source: DataNode | null): readonly CellLine[] {
  const found: { text: string; readonly line: number }[] = []
  let open = false
  for (const node of source?.kind === 'sequence' ? source.items : source === null ? [] : [source]) {
    if (node.kind !== 'scalar') continue
    const parts = node.text.split('\n')
    for (const [index, text] of parts.entries()) {
      const last = found.at(-1)
      if (index === 0 && open && last !== undefined) last.text += text
      else if (index < parts.length - 1 || text !== '') found.push({ text, line: node.line })
    }
    open = parts.at(-1) !== ''
  }
  return found
}

/** The language of a notebook's kernel in lower case; null when it does not say. */
export function kernelLanguage(root: DataNode): string | null {
  const metadata = valueAt(root, 'metadata')
  const language =
    textAt(valueAt(metadata, 'kernelspec'), 'language') ?? textAt(valueAt(metadata, 'language_info'), 'name')
  return language?.toLowerCase() ?? null
}
