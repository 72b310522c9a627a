import { prevalenceOf } from '@cordon/classifier'
import type { ReportMeta } from '@cordon/model'
import type { ArtifactEnding, ArtifactFormat, ArtifactStyle, JudgedArtifact } from '@cordon/reports'
import type { Io } from '../command.ts'
import { openWhole, wantsColor } from '../output.ts'
import type { ProgressLine } from '../progress.ts'
import type { InspectOptions } from './options.ts'

/** A report and where it goes; null: standard output. */
export interface Output {
  readonly format: ArtifactFormat
  readonly path: string | null
}

/** All reports of one run, each written as the artifacts come. */
export interface Outputs {
  add(judged: JudgedArtifact): void
  /** Completes every report; files appear only now. */
  end(ending: ArtifactEnding): void
  /** Leaves no file behind. */
  abandon(): void
}

export interface OutputContext {
  readonly options: Pick<InspectOptions, 'verbose' | 'explain'>
  readonly io: Io
  readonly progress: ProgressLine
  readonly isAlone: boolean
}

export function openOutputs(outputs: readonly Output[], meta: ReportMeta, context: OutputContext): Outputs {
  const opened = outputs.map((output) => open(output, meta, context))
  return {
    add: (judged) => {
      for (const each of opened) each.write(each.writer.add(judged))
    },
    end: (ending) => {
      for (const each of opened) {
        each.write(each.writer.end(ending))
        each.finish()
      }
    },
    abandon: () => {
      for (const each of opened) each.abandon()
    },
  }
}

function open({ format, path }: Output, meta: ReportMeta, context: OutputContext) {
  const { io, progress } = context
  const sink = path === null ? standardOutput(io, progress) : openWhole(path, io)
  const { text, writer } = format.open({ meta, style: styleOf(path === null, context) })
  sink.write(text)
  return { ...sink, writer }
}

function standardOutput(io: Io, progress: ProgressLine) {
  return {
    write(text: string): void {
      if (text === '') return
      progress.clear()
      io.stdout.write(text)
    },
    finish: () => undefined,
    abandon: () => undefined,
  }
}

function styleOf(isScreen: boolean, { options, io, isAlone }: OutputContext): ArtifactStyle {
  return {
    columns: isScreen ? io.stdout.columns : 100,
    color: isScreen && wantsColor(io),
    verbose: options.verbose ?? false,
    isAlone,
    explain: options.explain ?? false,
    prevalence: (id) => {
      const counted = prevalenceOf(id)
      return counted === null ? null : { count: counted.packages, of: counted.of }
    },
  }
}
