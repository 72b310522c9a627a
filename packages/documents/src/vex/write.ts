import type { VexDocument, VexFormat } from '@cordon/model'
import { DocumentError } from '../error.ts'
import { jsonText } from '../json.ts'
import { serialOfName } from '../serial.ts'
import { type VexLoss, VexLosses } from './loss.ts'
import { csafOf } from './write-csaf.ts'
import { cyclonedxOf } from './write-cyclonedx.ts'
import { openvexOf } from './write-openvex.ts'

export const vexFormats = ['csaf', 'cyclonedx', 'openvex'] as const satisfies readonly VexFormat[]

export interface WrittenVex {
  readonly text: string
  /** What the format cannot say. */
  readonly losses: readonly VexLoss[]
}

/**
 * Statements as OpenVEX 0.2.0, CSAF 2.0 (profile VEX) or CycloneDX 1.6. What a format could only say more widely than it is meant is left
 * out and listed. Throws `DocumentError` for a document of which no statement is left: none of the formats has empty ones.
 */
export function writeVex(
  document: VexDocument,
  format: VexFormat,
  tool: { readonly name: string; readonly version: string },
): WrittenVex {
  const losses = new VexLosses()
  const named = { ...document, id: document.id ?? identityOf(document) }
  const written =
    format === 'csaf'
      ? csafOf(named, tool, losses)
      : format === 'cyclonedx'
        ? cyclonedxOf(named, tool, losses)
        : openvexOf(named, `${tool.name} ${tool.version}`, losses)
  const kept = written[format === 'openvex' ? 'statements' : 'vulnerabilities']
  if (!Array.isArray(kept) || kept.length === 0)
    throw new DocumentError('UNSUPPORTED_FORMAT', `No statement is left that ${format} can say.`)
  return { text: jsonText(written), losses: losses.list }
}

/** A name that follows from what is said. */
function identityOf({ author, issued, statements }: VexDocument): string {
  return serialOfName(JSON.stringify([author, issued, statements.map((statement) => ({ ...statement, at: null }))]))
}
