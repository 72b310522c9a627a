import { type ArtifactClass, artifactClasses, type Decision } from '@cordon/model'
import { countOf, groupDigits } from '../text/visible.ts'
import type { JudgedArtifact } from './format.ts'

/** Counts over the artifacts of a run. */
export interface ArtifactSummary {
  readonly artifacts: number
  readonly verdicts: Readonly<Record<ArtifactClass, number>>
  readonly decisions: Readonly<Record<Decision, number>>
  readonly pythonBytes: number
}

/** Counts artifacts as they come; nothing of them is kept. */
export class ArtifactTally {
  #artifacts = 0
  #pythonBytes = 0
  readonly #verdicts: Record<ArtifactClass, number> = {
    malicious: 0,
    suspicious: 0,
    unanalysable: 0,
    placeholder: 0,
    clean: 0,
  }
  readonly #decisions: Record<Decision, number> = { block: 0, incomplete: 0, warn: 0, allow: 0 }

  add({ artifact, verdict }: JudgedArtifact): void {
    this.#artifacts += 1
    this.#pythonBytes += artifact.facts.pythonBytes
    this.#verdicts[artifact.verdict] += 1
    this.#decisions[verdict.decision] += 1
  }

  summary(): ArtifactSummary {
    return {
      artifacts: this.#artifacts,
      verdicts: { ...this.#verdicts },
      decisions: { ...this.#decisions },
      pythonBytes: this.#pythonBytes,
    }
  }
}

/** `967 artifacts: 2 malicious, 965 clean`. */
export function summaryText({ artifacts, verdicts }: ArtifactSummary): string {
  const parts = artifactClasses.flatMap((each) =>
    verdicts[each] === 0 ? [] : [`${groupDigits(verdicts[each])} ${each}`],
  )
  return parts.length === 0 ? 'no artifacts' : `${countOf(artifacts, 'artifact')}: ${parts.join(', ')}`
}
