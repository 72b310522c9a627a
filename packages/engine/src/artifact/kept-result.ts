import { type ArtifactInspection, artifactClasses } from '@cordon/model'

/** A result as it is kept. */
export function writeResult(inspection: ArtifactInspection): string {
  return JSON.stringify(inspection)
}

/**
 * A kept result under the label of today, or null for a text that is none. The folder is the user's own: the text may be damaged, and
 * is not taken for hostile.
 */
export function readResult(
  text: string | null,
  { sha256, file }: { readonly sha256: string; readonly file: string },
): ArtifactInspection | null {
  const value = text === null ? null : parsed(text)
  return isInspection(value) && value.sha256 === sha256 ? { ...value, file } : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const lists = ['behaviours', 'notes', 'contributions', 'unanalysed'] as const

function isInspection(value: unknown): value is ArtifactInspection {
  if (typeof value !== 'object' || value === null) return false
  const { verdict, score, facts, ...rest } = value as Readonly<Record<string, unknown>>
  return (
    artifactClasses.some((each) => each === verdict) &&
    typeof score === 'number' &&
    typeof facts === 'object' &&
    facts !== null &&
    lists.every((name) => Array.isArray(rest[name]))
  )
}
