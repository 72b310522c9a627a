import trained from './model.json' with { type: 'json' }

/**
 * An additive model that can only be moved upwards by evidence: every weight is positive, a file's log-odds is the intercept and the
 * weights of its features, and a package is as bad as its worst file.
 */
export interface Model {
  readonly features: number
  readonly intercept: number
  /** Positive points for features. */
  readonly weights: Readonly<Record<string, number>>
  /** Log-odds against calibrated probability: rising points between which a straight line is drawn. */
  readonly calibration: readonly (readonly [logOdds: number, probability: number])[]
  /** Log-odds from which a package is called so. */
  readonly thresholds: { readonly suspicious: number; readonly malicious: number }
  /** 0 to 1: how often a package with a rare likely sighting and nothing conclusive is malicious: the least that its score may be. */
  readonly rare: number
}

/** The model that `bench/malware/train.ts` wrote. */
export const usualModel: Model = trained as unknown as Model
