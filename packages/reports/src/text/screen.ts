import type { Decision, Severity } from '@cordon/model'
import picocolors from 'picocolors'
import type { RenderOptions } from '../format.ts'

type Paint = (text: string) => string

/** A place to lay text out on: its width, its colours, its marks. */
export interface Screen {
  readonly columns: number
  readonly verbose: boolean
  readonly bold: Paint
  readonly dim: Paint
  /** One column wide. */
  readonly marks: Readonly<Record<Decision, string>>
  readonly arrow: string
  paintSeverity(severity: Severity, text: string): string
  paintDecision(decision: Decision, text: string): string
}

const asciiMarks = { block: 'x', incomplete: '?', warn: '!', allow: '-' } as const
const drawnMarks = { block: '✗', incomplete: '?', warn: '!', allow: '✓' } as const

const narrowest = 60
const widest = 200

/** The screen that the options describe. */
export function screenOf(options: RenderOptions): Screen {
  const colors = picocolors.createColors(options.color)
  const severityPaints: Readonly<Record<Severity, Paint>> = {
    critical: (text) => colors.bold(colors.red(text)),
    high: colors.red,
    medium: colors.yellow,
    low: colors.cyan,
    none: colors.dim,
    unknown: colors.magenta,
  }
  const decisionPaints: Readonly<Record<Decision, Paint>> = {
    block: (text) => colors.bold(colors.red(text)),
    incomplete: (text) => colors.bold(colors.magenta(text)),
    warn: (text) => colors.bold(colors.yellow(text)),
    allow: (text) => colors.bold(colors.green(text)),
  }
  return {
    columns: Math.min(widest, Math.max(narrowest, Number.isFinite(options.columns) ? Math.floor(options.columns) : 80)),
    verbose: options.verbose,
    bold: colors.bold,
    dim: colors.dim,
    marks: options.color ? drawnMarks : asciiMarks,
    arrow: options.color ? '›' : '>',
    paintSeverity: (severity, text) => severityPaints[severity](text),
    paintDecision: (decision, text) => decisionPaints[decision](text),
  }
}
