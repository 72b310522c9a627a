import type { Report } from '@cordon/model'

/** How to lay text out. Formats for programs ignore all of it. */
export interface RenderOptions {
  /** Width of the screen in characters; below 60 counts as 60. */
  readonly columns: number
  /** Colours and drawn marks; without it the output's own marks are plain ASCII. */
  readonly color: boolean
  /** Every place and every line instead of the first few. */
  readonly verbose: boolean
  /** The one package to tell everything about; only `table` honours it. */
  readonly explain: string | null
}

/** One way to write a report. Pure: the same report and options give the same bytes, and no clock is read. */
export interface ReportFormat {
  readonly id: string
  /** For people: `SARIF 2.1.0`. */
  readonly title: string
  readonly mediaType: string
  /** Usual end of a file name, without the dot. */
  readonly extension: string
  /** Ends with a newline. Every text of the report is hostile: no format lets it change the format's own structure. */
  render(report: Report, options: RenderOptions): string
  /** The same text in pieces, where it grows with every package: megabytes that need not be there at once. */
  write?(report: Report, options: RenderOptions): Iterable<string>
}
