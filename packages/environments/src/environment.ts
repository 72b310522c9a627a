import type { EnvironmentFacts, PythonRuntime } from '@cordon/model'
import type { Distribution } from './distribution.ts'
import type { EnvironmentProblem } from './problem.ts'

/** One place that an interpreter imports from, with everything that is installed in it. */
export interface Environment extends Omit<EnvironmentFacts, 'base'> {
  /** By path, sorted. */
  readonly distributions: readonly Distribution[]
}

/** What a tree holds. */
export interface EnvironmentReport {
  /** By root, sorted. */
  readonly environments: readonly Environment[]
  /** Every Python that stands there. */
  readonly runtimes: readonly PythonRuntime[]
  readonly problems: readonly EnvironmentProblem[]
}
