import type { ReportFormat } from './format.ts'
import { github } from './formats/github.ts'
import { gitlab } from './formats/gitlab.ts'
import { json } from './formats/json.ts'
import { junit } from './formats/junit.ts'
import { markdown } from './formats/markdown.ts'
import { sarif } from './formats/sarif.ts'
import { table } from './formats/table.ts'

export type {
  ArtifactEnding,
  ArtifactFormat,
  ArtifactOpening,
  ArtifactStyle,
  ArtifactWriter,
  JudgedArtifact,
} from './artifact/format.ts'
export { artifactFormats } from './artifact/formats.ts'
export { artifactSentence, evidenceText, type Prevalence, sightingSentence } from './artifact/words.ts'
export { renderExplanation } from './explain.ts'
export type { RenderOptions, ReportFormat } from './format.ts'
export type { Inventory } from './inventory.ts'
export { type InventoryFormatId, inventoryFormats, renderInventory } from './render-inventory.ts'

/** Every format, alphabetical by id. Order never carries meaning. */
export const reportFormats = [
  github,
  gitlab,
  json,
  junit,
  markdown,
  sarif,
  table,
] as const satisfies readonly ReportFormat[]

export type ReportFormatId = (typeof reportFormats)[number]['id']

/** The format of that id, or null. */
export function findReportFormat(id: string): ReportFormat | null {
  return reportFormats.find((format) => format.id === id) ?? null
}
