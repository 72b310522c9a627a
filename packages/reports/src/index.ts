import type { ReportFormat } from './format.ts'
import { json } from './formats/json.ts'
import { table } from './formats/table.ts'

export { renderExplanation } from './explain.ts'
export type { RenderOptions, ReportFormat } from './format.ts'
export { purlOfDependency, versionText } from './package-url.ts'

/** Every format, alphabetical by id. Order never carries meaning. */
export const reportFormats = [json, table] as const satisfies readonly ReportFormat[]

export type ReportFormatId = (typeof reportFormats)[number]['id']

/** The format of that id, or null. */
export function findReportFormat(id: string): ReportFormat | null {
  return reportFormats.find((format) => format.id === id) ?? null
}
