import type { ArtifactInspection, ExceptionNotice, ExitCode, ReportMeta, Verdict } from '@cordon/model'
import type { RenderOptions } from '../format.ts'
import type { Prevalence } from './words.ts'

/** An artifact and what the policy made of it. */
export interface JudgedArtifact {
  readonly artifact: ArtifactInspection
  readonly verdict: Verdict
}

/** What is known before the first artifact. */
export interface ArtifactOpening {
  readonly meta: ReportMeta
  readonly style: ArtifactStyle
}

export interface ArtifactStyle extends Omit<RenderOptions, 'explain'> {
  /** The one artifact of its run: something is said of it even where all is well. */
  readonly isAlone: boolean
  /** Score contributions, and what would change the verdict. */
  readonly explain: boolean
  /** How usual a behaviour is, by its id; null where nobody has counted. */
  readonly prevalence: (id: string) => Prevalence | null
}

/** What is known after the last one. */
export interface ArtifactEnding {
  readonly exit: ExitCode
  readonly exceptions: readonly ExceptionNotice[]
  readonly milliseconds: number
}

/** Writes the artifacts of one run one by one: each call gives the text that can be written by then, which may be none. */
export interface ArtifactWriter {
  add(judged: JudgedArtifact): string
  end(ending: ArtifactEnding): string
}

/** One way to tell of artifacts. Every text of an artifact is hostile. */
export interface ArtifactFormat {
  readonly id: string
  readonly title: string
  readonly mediaType: string
  readonly extension: string
  open(opening: ArtifactOpening): { readonly text: string; readonly writer: ArtifactWriter }
}
