import { compareVersions, type Version } from '@cordon/pypa'

/** A major version that honest projects hardly ever reach; releases named after years begin later. */
const unlikelyMajor = 50
const earliestYear = 1990
const farAbove = 10

/** True for a version that honest projects do not get to from `real`: of a major far above it, or one that hardly any project reaches. */
export function isLeap(version: Version, real: Version | null): boolean {
  const major = majorOf(version)
  if (major >= unlikelyMajor && major < earliestYear && (real === null || majorOf(real) < unlikelyMajor)) return true
  return real !== null && compareVersions(version, real) > 0 && major >= majorOf(real) + farAbove
}

function majorOf({ release }: Version): number {
  return release[0] ?? 0
}
