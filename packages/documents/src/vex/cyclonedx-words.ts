import type { VexJustification, VexStatus } from '@cordon/model'

/** CycloneDX's `analysis.state`, and the status that it stands for. */
export const statusOfState: ReadonlyMap<string, VexStatus> = new Map([
  ['exploitable', 'affected'],
  ['false_positive', 'not_affected'],
  ['in_triage', 'under_investigation'],
  ['not_affected', 'not_affected'],
  ['resolved', 'fixed'],
  ['resolved_with_pedigree', 'fixed'],
])

/** CycloneDX's `analysis.justification`; four pairs say the same, the others are finer. */
export const justificationOfWord: ReadonlyMap<string, VexJustification> = new Map([
  ['code_not_present', 'vulnerable_code_not_present'],
  ['code_not_reachable', 'vulnerable_code_not_in_execute_path'],
  ['requires_configuration', 'vulnerable_code_cannot_be_controlled_by_adversary'],
  ['requires_dependency', 'vulnerable_code_cannot_be_controlled_by_adversary'],
  ['requires_environment', 'vulnerable_code_cannot_be_controlled_by_adversary'],
  ['protected_by_compiler', 'inline_mitigations_already_exist'],
  ['protected_at_runtime', 'inline_mitigations_already_exist'],
  ['protected_at_perimeter', 'inline_mitigations_already_exist'],
  ['protected_by_mitigating_control', 'inline_mitigations_already_exist'],
])

/** The state that is written for a status, where no finer one is known. */
export const stateOfStatus: Readonly<Record<VexStatus, string>> = {
  affected: 'exploitable',
  fixed: 'resolved',
  not_affected: 'not_affected',
  under_investigation: 'in_triage',
}

/** The word that is written for a justification, where no finer one is known; `exact` when it reads back as the same. */
export const wordOfJustification: Readonly<
  Record<VexJustification, { readonly word: string; readonly exact: boolean }>
> = {
  component_not_present: { word: 'code_not_present', exact: false },
  vulnerable_code_not_present: { word: 'code_not_present', exact: true },
  vulnerable_code_not_in_execute_path: { word: 'code_not_reachable', exact: true },
  vulnerable_code_cannot_be_controlled_by_adversary: { word: 'requires_environment', exact: true },
  inline_mitigations_already_exist: { word: 'protected_by_mitigating_control', exact: true },
}

/** States that say more than the status they stand for. */
export const finerStates: ReadonlySet<string> = new Set(['false_positive', 'resolved_with_pedigree'])
