import type {
  Check,
  Dependency,
  DependencyCheck,
  Facts,
  FileCheck,
  Inspection,
  Location,
  Lockfile,
  Need,
  Outcome,
} from '@cordon/model'

/** One loader per need: a new need without a loader does not compile. */
export type Loaders = { readonly [N in Need]: (subject: Subject) => Facts[N] }

export interface Subject {
  readonly file: Lockfile
  readonly dependency: Dependency | null
}

/** What the engine knows of a dependency before any check runs. */
export interface Pathway {
  readonly via: readonly string[]
  readonly direct: boolean | null
}

/** Step 2 for one dependency: every check that applies, each outcome kept; a check that fails is `unknown`, never absent. */
export function inspectDependency(
  subject: { readonly file: Lockfile; readonly dependency: Dependency },
  pathway: Pathway,
  checks: readonly Check[],
  loaders: Loaders,
): Inspection {
  const facts = new LazyFacts(subject, loaders)
  const outcomes = new Map<string, Outcome>()
  for (const check of checks)
    if (check.subject === 'dependency') keep(outcomes, check, () => check.run(facts, subject.dependency))
  return {
    dependency: subject.dependency,
    file: subject.file,
    at: subject.dependency.at,
    via: pathway.via,
    direct: pathway.direct,
    locked: facts.locked,
    outcomes,
  }
}

/** Step 2 for one file as a whole; null when no check has anything to say about it. */
export function inspectFile(file: Lockfile, checks: readonly Check[], loaders: Loaders): Inspection | null {
  const facts = new LazyFacts({ file, dependency: null }, loaders)
  const outcomes = new Map<string, Outcome>()
  for (const check of checks) if (check.subject === 'file') keep(outcomes, check, () => check.run(facts, file))
  if (![...outcomes.values()].some((outcome) => outcome.kind !== 'clean')) return null
  return { dependency: null, file, at: firstPlace(file, outcomes), via: [], direct: null, locked: null, outcomes }
}

/** Facts that are loaded when a check first reads them, once. A plain object: there is one for every dependency. */
class LazyFacts implements Facts {
  readonly #subject: Subject
  readonly #loaders: Loaders
  #advisories: Facts['advisories'] | undefined
  #locked: Facts['locked'] | undefined

  constructor(subject: Subject, loaders: Loaders) {
    this.#subject = subject
    this.#loaders = loaders
  }
  get advisories(): Facts['advisories'] {
    this.#advisories ??= this.#loaders.advisories(this.#subject)
    return this.#advisories
  }
  get file(): Facts['file'] {
    return this.#loaders.file(this.#subject)
  }
  get project(): Facts['project'] {
    return this.#loaders.project(this.#subject)
  }
  get locked(): Facts['locked'] {
    if (this.#locked === undefined) this.#locked = this.#loaders.locked(this.#subject)
    return this.#locked
  }
}

/** The engine's catch per check: what a check could not finish is `unknown` with its reason. */
function keep(outcomes: Map<string, Outcome>, check: DependencyCheck | FileCheck, run: () => Outcome | null): void {
  try {
    const outcome = run()
    if (outcome !== null) outcomes.set(check.id, outcome)
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    outcomes.set(check.id, { kind: 'unknown', code: 'CHECK_FAILED', detail: `the check itself failed: ${detail}` })
  }
}

function firstPlace(file: Lockfile, outcomes: ReadonlyMap<string, Outcome>): Location {
  for (const outcome of outcomes.values())
    for (const evidence of outcome.kind === 'found' ? outcome.findings.flatMap((each) => each.evidence) : [])
      if (evidence.kind === 'line') return { path: evidence.path, line: evidence.line }
  return { path: file.path, line: 0 }
}
