import type { DistributionFacts } from '@cordon/archives'
import type { ArtifactOddity } from '@cordon/model'
import { describeEdits, suspectedTypo } from '@cordon/names'
import type { NameAnswer } from '../names.ts'

/** What name and metadata say of a distribution, each once: it may move a score a little, and makes nothing malicious. */
export function remarksOn(
  { name, metadata, metadataPath }: DistributionFacts,
  names: NameAnswer,
): readonly ArtifactOddity[] {
  const remarks: ArtifactOddity[] = []
  if (name !== null) {
    const { isListed, near } = names(name)
    const [nearest] = near
    if (!isListed && nearest !== undefined && nearest.score >= suspectedTypo)
      remarks.push({
        code: 'TYPOSQUAT',
        path: null,
        detail: `${name} looks like the popular ${nearest.target}: ${describeEdits(nearest.edits)}`,
      })
  }
  const direct = (metadata?.requires ?? []).filter(({ url }) => url !== null)
  const [first] = direct
  if (first !== undefined)
    remarks.push({
      code: 'DIRECT_URL_DEPENDENCY',
      path: metadataPath,
      detail: `it asks for ${first.rawName} from an address, which no index vouches for`,
    })
  return remarks
}
