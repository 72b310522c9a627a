import type { Contribution } from '@cordon/model'
import type { FileFeatures } from './features.ts'
import { joiner, type Model } from './model.ts'

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

/** Features that count together, under one of them. */
interface Term {
  readonly name: string
  readonly others: readonly string[]
  readonly points: number
}

const compiled = new WeakMap<Model, ReadonlyMap<string, readonly Term[]>>()

/** The worst file's score. */
export function scoreOf(files: readonly FileFeatures[], model: Model): Score {
  let most = 0
  let worst: FileFeatures | null = null
  for (const file of files) {
    const sum = termsOf(file, model).reduce((points, term) => points + term.points, 0)
    if (sum <= most) continue
    most = sum
    worst = file
  }
  const contributions = (worst === null ? [] : termsOf(worst, model))
    .map(({ name, points }) => ({ feature: name, points }))
    .sort((a, b) => b.points - a.points || (a.feature < b.feature ? -1 : 1))
  const logOdds = model.intercept + most
  return { probability: calibrated(logOdds, model), logOdds, path: worst?.path ?? null, contributions }
}

function termsOf({ features }: FileFeatures, model: Model): readonly Term[] {
  const terms = compile(model)
  const held = new Set(features)
  return features.flatMap((feature) =>
    (terms.get(feature) ?? []).filter(({ others }) => others.every((each) => held.has(each))),
  )
}

function compile(model: Model): ReadonlyMap<string, readonly Term[]> {
  const known = compiled.get(model)
  if (known !== undefined) return known
  const terms = new Map<string, Term[]>()
  for (const [name, points] of Object.entries(model.weights)) {
    const [first = '', ...others] = name.split(joiner)
    terms.set(first, [...(terms.get(first) ?? []), { name, others, points }])
  }
  compiled.set(model, terms)
  return terms
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
