import type { Contribution } from '@cordon/model'
import type { FileFeatures } from './features.ts'
import type { Model } from './model.ts'

/** What a model says of a package: by its worst file. */
export interface Score {
  /** 0 to 1, calibrated. */
  readonly probability: number
  readonly logOdds: number
  /** The worst file, null when no file has a feature that counts. */
  readonly path: string | null
  /** What that file's features added, the most first. */
  readonly contributions: readonly Contribution[]
}

/** The worst file's score. */
export function scoreOf(files: readonly FileFeatures[], model: Model): Score {
  let most = 0
  let worst: FileFeatures | null = null
  for (const file of files) {
    const sum = file.features.reduce((points, feature) => points + pointsOf(feature, model), 0)
    if (sum <= most) continue
    most = sum
    worst = file
  }
  const contributions = (worst?.features ?? [])
    .map((feature) => ({ feature, points: pointsOf(feature, model) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points || (a.feature < b.feature ? -1 : 1))
  const logOdds = model.intercept + most
  return { probability: calibrated(logOdds, model), logOdds, path: worst?.path ?? null, contributions }
}

function pointsOf(feature: string, { weights }: Model): number {
  return Object.hasOwn(weights, feature) ? (weights[feature] ?? 0) : 0
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
