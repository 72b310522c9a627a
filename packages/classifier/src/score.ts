import type { Contribution } from '@cordon/model'
import type { FileFeatures } from './features.ts'
import type { Model } from './model.ts'

/** What a model says of a package: by its worst file. */
export interface Score {
  /** 0 to 1, calibrated. */
  readonly probability: number
  readonly logOdds: number
  /** The worst file, null when no file has a feature. */
  readonly path: string | null
  /** What that file's features added, the most first; features without a weight are left out. */
  readonly contributions: readonly Contribution[]
}

/** The worst file's score. */
export function scoreOf(files: readonly FileFeatures[], model: Model): Score {
  let logOdds = model.intercept
  let worst: FileFeatures | null = null
  for (const file of files) {
    const sum = model.intercept + sumOf(file.features, model)
    if (sum <= logOdds) continue
    logOdds = sum
    worst = file
  }
  const contributions = (worst?.features ?? [])
    .map((feature) => ({ feature, points: weightOf(feature, model) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points || (a.feature < b.feature ? -1 : 1))
  return { probability: calibrated(logOdds, model), logOdds, path: worst?.path ?? null, contributions }
}

function weightOf(feature: string, model: Model): number {
  return Object.hasOwn(model.weights, feature) ? (model.weights[feature] ?? 0) : 0
}

function sumOf(features: readonly string[], model: Model): number {
  return features.reduce((sum, feature) => sum + weightOf(feature, model), 0)
}

/** The probability that stands for some log-odds: between the points of the calibration, and flat beyond its ends. */
export function calibrated(logOdds: number, { calibration }: Model): number {
  const [first] = calibration
  if (first === undefined) return 1 / (1 + Math.exp(-logOdds))
  let [fromOdds, fromProbability] = first
  if (logOdds <= fromOdds) return fromProbability
  for (const [odds, probability] of calibration) {
    if (logOdds <= odds) {
      const share = odds === fromOdds ? 1 : (logOdds - fromOdds) / (odds - fromOdds)
      return fromProbability + share * (probability - fromProbability)
    }
    fromOdds = odds
    fromProbability = probability
  }
  return fromProbability
}
