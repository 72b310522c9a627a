import type { SeverityVector } from '@cordon/model'

/** Metrics and the values that the report schema lets each have. */
const metricsOfVersion2: Readonly<Record<string, readonly string[]>> = {
  AV: ['N', 'A', 'L'],
  AC: ['L', 'M', 'H'],
  Au: ['M', 'S', 'N'],
  C: ['N', 'P', 'C'],
  I: ['N', 'P', 'C'],
  A: ['N', 'P', 'C'],
  E: ['U', 'POC', 'F', 'H', 'ND'],
  RL: ['OF', 'TF', 'W', 'U', 'ND'],
  RC: ['UC', 'UR', 'C', 'ND'],
  CDP: ['N', 'L', 'LM', 'MH', 'H', 'ND'],
  TD: ['N', 'L', 'M', 'H', 'ND'],
  CR: ['L', 'M', 'H', 'ND'],
  IR: ['L', 'M', 'H', 'ND'],
  AR: ['L', 'M', 'H', 'ND'],
}

const metricsOfVersion3: Readonly<Record<string, readonly string[]>> = {
  AV: ['N', 'A', 'L', 'P'],
  AC: ['L', 'H'],
  PR: ['N', 'L', 'H'],
  UI: ['N', 'R'],
  S: ['U', 'C'],
  C: ['N', 'L', 'H'],
  I: ['N', 'L', 'H'],
  A: ['N', 'L', 'H'],
  E: ['X', 'U', 'P', 'F', 'H'],
  RL: ['X', 'O', 'T', 'W', 'U'],
  RC: ['X', 'U', 'R', 'C'],
  CR: ['X', 'L', 'M', 'H'],
  IR: ['X', 'L', 'M', 'H'],
  AR: ['X', 'L', 'M', 'H'],
  MAV: ['X', 'N', 'A', 'L', 'P'],
  MAC: ['X', 'L', 'H'],
  MPR: ['X', 'N', 'L', 'H'],
  MUI: ['X', 'N', 'R'],
  MS: ['X', 'U', 'C'],
  MC: ['X', 'N', 'L', 'H'],
  MI: ['X', 'N', 'L', 'H'],
  MA: ['X', 'N', 'L', 'H'],
}

function holds(metrics: Readonly<Record<string, readonly string[]>>, text: string): boolean {
  return text.split('/').every((part) => {
    const [metric = '', value = '', ...rest] = part.split(':')
    return rest.length === 0 && Object.hasOwn(metrics, metric) && (metrics[metric]?.includes(value) ?? false)
  })
}

function isAccepted({ type, vector }: SeverityVector): boolean {
  if (vector.length > 128) return false
  if (type === 'CVSS_V2') return vector.length >= 16 && holds(metricsOfVersion2, vector)
  const [, rest] = /^CVSS:3\.[01]\/(.*)$/.exec(vector) ?? []
  return rest !== undefined && vector.length >= 32 && holds(metricsOfVersion3, rest)
}

/** The vectors that the report schema takes: versions 3 before 2, at most ten. Version 4 is not among them. */
export function acceptedVectors(vectors: readonly SeverityVector[]): readonly string[] {
  const accepted = vectors.filter((each) => each.type !== 'CVSS_V4' && isAccepted(each))
  const ordered = [
    ...accepted.filter((each) => each.type === 'CVSS_V3'),
    ...accepted.filter((each) => each.type === 'CVSS_V2'),
  ]
  return [...new Set(ordered.map((each) => each.vector))].slice(0, 10)
}
