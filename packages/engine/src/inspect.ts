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

/** Step 2: runs the checks over dependencies and files; a check that fails is `unknown`, never absent. */
export class Inspector {
  readonly #ofDependencies: readonly DependencyCheck[]
  readonly #ofFiles: readonly FileCheck[]
  readonly #loaders: Loaders
  readonly #nothing = new CleanOutcomes(new Map())

  constructor(checks: readonly Check[], loaders: Loaders) {
    this.#ofDependencies = checks.filter((check) => check.subject === 'dependency')
    this.#ofFiles = checks.filter((check) => check.subject === 'file')
    this.#loaders = loaders
  }

  /** Every check that applies to a dependency, each outcome kept. Inspections that are clean by the same checks share their outcomes. */
  inspectDependency(
    subject: { readonly file: Lockfile; readonly dependency: Dependency },
    pathway: Pathway,
  ): Inspection {
    const { file, dependency } = subject
    const facts = new LazyFacts(subject, this.#loaders)
    let clean = this.#nothing
    let outcomes: Map<string, Outcome> | null = null
    for (const check of this.#ofDependencies) {
      const outcome = outcomeOf(check, facts, dependency)
      if (outcome === null) continue
      if (outcomes === null && outcome.kind === 'clean') clean = clean.and(check.id, outcome)
      else {
        outcomes ??= new Map(clean.outcomes)
        outcomes.set(check.id, outcome)
      }
    }
    return {
      dependency,
      file,
      at: dependency.at,
      via: pathway.via,
      direct: pathway.direct,
      locked: facts.locked,
      outcomes: outcomes ?? clean.outcomes,
    }
  }

  /** One file as a whole; null when no check has anything to say about it. */
  inspectFile(file: Lockfile): Inspection | null {
    const facts = new LazyFacts({ file, dependency: null }, this.#loaders)
    const outcomes = new Map<string, Outcome>()
    for (const check of this.#ofFiles) {
      const outcome = outcomeOf(check, facts, file)
      if (outcome !== null) outcomes.set(check.id, outcome)
    }
    if (outcomes.values().every((outcome) => outcome.kind === 'clean')) return null
    return { dependency: null, file, at: firstPlace(file, outcomes), via: [], direct: null, locked: null, outcomes }
  }
}

/** Nearly every package of a large lock is clean by the same few checks: each such set of outcomes is there once. */
class CleanOutcomes {
  readonly outcomes: ReadonlyMap<string, Outcome>
  readonly #next = new Map<string, CleanOutcomes>()

  constructor(outcomes: ReadonlyMap<string, Outcome>) {
    this.outcomes = outcomes
  }

  /** These outcomes and one more. */
  and(check: string, clean: Outcome): CleanOutcomes {
    const known = this.#next.get(check)
    if (known !== undefined) return known
    const next = new CleanOutcomes(new Map(this.outcomes).set(check, clean))
    this.#next.set(check, next)
    return next
  }
}

/** Facts that are loaded when a check first reads them, once. A plain object: there is one for every dependency. */
class LazyFacts implements Facts {
  readonly #subject: Subject
  readonly #loaders: Loaders
  #advisories: Facts['advisories'] | undefined
  #locked: Facts['locked'] | undefined
  #names: Facts['names'] | undefined
  #internal: Facts['internal'] | undefined
  #vouched: Facts['vouched'] | undefined
  #identityHistory: Facts['identityHistory'] | undefined

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
  get names(): Facts['names'] {
    this.#names ??= this.#loaders.names(this.#subject)
    return this.#names
  }
  get internal(): Facts['internal'] {
    this.#internal ??= this.#loaders.internal(this.#subject)
    return this.#internal
  }
  get vouched(): Facts['vouched'] {
    if (this.#vouched === undefined) this.#vouched = this.#loaders.vouched(this.#subject)
    return this.#vouched
  }
  get identityHistory(): Facts['identityHistory'] {
    if (this.#identityHistory === undefined) this.#identityHistory = this.#loaders.identityHistory(this.#subject)
    return this.#identityHistory
  }
  get demands(): Facts['demands'] {
    return this.#loaders.demands(this.#subject)
  }
}

/** The engine's catch per check: what a check could not finish is `unknown` with its reason. */
function outcomeOf<S>(
  check: { run(facts: Facts, subject: S): Outcome | null },
  facts: Facts,
  subject: S,
): Outcome | null {
  try {
    return check.run(facts, subject)
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    return { kind: 'unknown', code: 'CHECK_FAILED', detail: `the check itself failed: ${detail}` }
  }
}

function firstPlace(file: Lockfile, outcomes: ReadonlyMap<string, Outcome>): Location {
  for (const outcome of outcomes.values())
    for (const evidence of outcome.kind === 'found' ? outcome.findings.flatMap((each) => each.evidence) : [])
      if (evidence.kind === 'line') return { path: evidence.path, line: evidence.line }
  return { path: file.path, line: 0 }
}
