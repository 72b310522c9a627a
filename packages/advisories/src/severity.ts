import type { Severity, SeverityVector } from '@cordon/model'

/** The words of `database_specific.severity`, mildest first; a record keeps one plus its index (0: no word). */
export const severityWords = ['low', 'medium', 'high', 'critical'] as const satisfies readonly Severity[]

/** The number kept for a record's word (LOW, MODERATE or MEDIUM, HIGH, CRITICAL), 0 for any other. */
export function readSeverityWord(text: unknown): number {
  if (typeof text !== 'string') return 0
  const word = text.toLowerCase()
  return severityWords.findIndex((each) => each === (word === 'moderate' ? 'medium' : word)) + 1
}

/** The band of a base score: CVSS 3 and 4 by their qualitative scale; CVSS 2, which has none, by that of the NVD. */
function bandOf(type: SeverityVector['type'], score: number): Severity {
  if (type !== 'CVSS_V2') {
    if (score === 0) return 'none'
    if (score >= 9) return 'critical'
  }
  if (score >= 7) return 'high'
  return score >= 4 ? 'medium' : 'low'
}

/**
 * The headline band: of the highest CVSS version that is there, the highest score. `word` (see `readSeverityWord`) counts
 * only where no vector could be scored; without either the band is `unknown`.
 */
export function headline(vectors: readonly SeverityVector[], word: number): Severity {
  let best: SeverityVector | null = null
  for (const each of vectors) {
    if (each.score === null) continue
    if (best === null || each.type > best.type || (each.type === best.type && each.score > (best.score ?? 0)))
      best = each
  }
  if (best !== null) return bandOf(best.type, best.score ?? 0)
  return severityWords[word - 1] ?? 'unknown'
}
