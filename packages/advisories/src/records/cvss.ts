import { loadCalculator } from './calculator.ts'

export type VectorType = 'CVSS_V2' | 'CVSS_V3' | 'CVSS_V4'

interface Grammar {
  readonly type: VectorType
  readonly prefix: string
  /** Metric → its values, in the standard's order; the base metrics must all be there. */
  readonly base: Readonly<Record<string, string>>
  readonly optional: Readonly<Record<string, string>>
  score(vector: string): number
}

const threat3 = { E: 'X U P F H', RL: 'X O T W U', RC: 'X U R C' }
const base3 = { AV: 'N A L P', AC: 'L H', PR: 'N L H', UI: 'N R', S: 'U C', C: 'N L H', I: 'N L H', A: 'N L H' }
const environment3 = { CR: 'X L M H', IR: 'X L M H', AR: 'X L M H', ...modified(base3) }

const impact4 = { VC: 'H L N', VI: 'H L N', VA: 'H L N', SC: 'H L N', SI: 'H L N', SA: 'H L N' }
const base4 = { AV: 'N A L P', AC: 'L H', AT: 'N P', PR: 'N L H', UI: 'N P A', ...impact4 }
const supplement4 = { S: 'X N P', AU: 'X N Y', R: 'X A U I', V: 'X D C', RE: 'X L M H', U: 'X Clear Green Amber Red' }
const requirement4 = { E: 'X A P U', CR: 'X H M L', IR: 'X H M L', AR: 'X H M L' }
const safety4 = { MSI: 'X S H L N', MSA: 'X S H L N' }

const base2 = { AV: 'L A N', AC: 'H M L', Au: 'M S N', C: 'N P C', I: 'N P C', A: 'N P C' }
const optional2 = {
  E: 'U POC F H ND',
  RL: 'OF TF W U ND',
  RC: 'UC UR C ND',
  CDP: 'N L LM MH H ND',
  TD: 'N L M H ND',
  CR: 'L M H ND',
  IR: 'L M H ND',
  AR: 'L M H ND',
}

const grammars: readonly Grammar[] = [
  {
    type: 'CVSS_V4',
    prefix: 'CVSS:4.0/',
    base: base4,
    optional: { ...requirement4, ...modified(base4), ...safety4, ...supplement4 },
    score: (vector) => new (loadCalculator().Cvss4P0)(vector).calculateScores().base ?? Number.NaN,
  },
  {
    type: 'CVSS_V3',
    prefix: 'CVSS:3.1/',
    base: base3,
    optional: { ...threat3, ...environment3 },
    score: (vector) => new (loadCalculator().Cvss3P1)(vector).calculateScores().base ?? Number.NaN,
  },
  {
    type: 'CVSS_V3',
    prefix: 'CVSS:3.0/',
    base: base3,
    optional: { ...threat3, ...environment3 },
    score: (vector) => new (loadCalculator().Cvss3P0)(vector).calculateScores().base ?? Number.NaN,
  },
  {
    type: 'CVSS_V2',
    prefix: '',
    base: base2,
    optional: optional2,
    score: (vector) => new (loadCalculator().Cvss2)(vector).calculateScores().base ?? Number.NaN,
  },
]

/** CVSS 3 and 4: each base metric has a modified form, which may also be not defined. */
function modified(base: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(base).map(([metric, values]) => [`M${metric}`, `X ${values}`]))
}

export interface ScoredVector {
  readonly type: VectorType
  readonly vector: string
  /** Base score, 0.0 to 10.0. */
  readonly score: number
}

const longestVector = 400

/** Reads and scores vectors; the same few hundred occur in most records, so scores are kept. */
export class VectorScorer {
  private readonly scores = new Map<string, number>()

  /**
   * A vector of CVSS 2.0, 3.0, 3.1 or 4.0 (the version is what the vector says). Null unless it is whole: every base metric
   * once, no metric twice, no unknown metric or value. The score is that of the base metrics alone.
   */
  score(text: string): ScoredVector | null {
    if (text.length > longestVector) return null
    const vector = text.trim().replace(/^\((.*)\)$/, '$1')
    const grammar = grammars.find(({ prefix }) => vector.startsWith(prefix))
    const base = grammar === undefined ? null : readBase(vector, grammar)
    if (grammar === undefined || base === null) return null
    const score = this.scores.get(base) ?? Math.round(grammar.score(base) * 10) / 10
    this.scores.set(base, score)
    return score >= 0 && score <= 10 ? { type: grammar.type, vector, score } : null
  }
}

/** The vector's base metrics alone, in the standard's order; null unless the vector is whole. */
function readBase(vector: string, grammar: Grammar): string | null {
  const metrics = new Map<string, string>()
  for (const part of vector.slice(grammar.prefix.length).split('/')) {
    const [metric = '', value = '', ...rest] = part.split(':')
    if (rest.length > 0 || metrics.has(metric) || !isAllowed(grammar, metric, value)) return null
    metrics.set(metric, value)
  }
  const base: string[] = []
  for (const metric of Object.keys(grammar.base)) {
    const value = metrics.get(metric)
    if (value === undefined) return null
    base.push(`${metric}:${value}`)
  }
  return grammar.prefix + base.join('/')
}

function isAllowed(grammar: Grammar, metric: string, value: string): boolean {
  const table = Object.hasOwn(grammar.base, metric) ? grammar.base : grammar.optional
  return value !== '' && Object.hasOwn(table, metric) && (table[metric] ?? '').split(' ').includes(value)
}
