import type { ArtifactClass } from '@cordon/model'
import { gradeOf, isRare } from './prevalence.ts'
import type { Graded } from './summary.ts'

/** What the rules say without a model. */
export type RulesVerdict = Extract<ArtifactClass, 'malicious' | 'suspicious' | 'clean'>

/**
 * Malicious for one conclusive sighting; suspicious for a likely one of a grade that hardly any popular package shows. What is rare was
 * counted among what is popular only: it knows of no malware, and so fits no family.
 */
export function verdictByRules(
  deeds: readonly Graded[],
  isRareGrade: (grade: string) => boolean = isRare,
): RulesVerdict {
  if (deeds.some((each) => each.isConclusive)) return 'malicious'
  return rarest(deeds, isRareGrade) === undefined ? 'clean' : 'suspicious'
}

/** The first likely sighting of a rare grade. */
export function rarest(deeds: readonly Graded[], isRareGrade: (grade: string) => boolean = isRare): Graded | undefined {
  return deeds.find((each) => each.confidence !== 'low' && isRareGrade(gradeOf(each)))
}
