import { pathsTo, type Selection, selectDependencies } from '@cordon/lockfiles'
import {
  type AdvisoryAnswer,
  type Check,
  type Dependency,
  type IdentityFacts,
  type Inspection,
  type Lockfile,
  type ProjectFile,
  purlOfDependency,
  type VouchDemand,
  type VouchedRelease,
} from '@cordon/model'
import { type InternalNames, internalFacts, internalNames } from '@cordon/names'
import type { SpecifierSet } from '@cordon/pypa'
import { constraintOf } from './constraints.ts'
import { directIn } from './direct.ts'
import { Inspector, type Loaders, type Pathway, type Subject } from './inspect.ts'
import type { Taken } from './inventory.ts'
import { type NameAnswer, openNames } from './names.ts'
import { lockedAt, Project, projectsOf } from './projects.ts'

export interface JudgeRequest {
  readonly checks: readonly Check[]
  /** Environment, groups and extras that are really deployed; null parts stand for all. */
  readonly selection: Selection
  /** The advisories' answer for one dependency; whoever has no database answers `unknown`. */
  readonly advisories: (dependency: Dependency, constraint: SpecifierSet | null) => AdvisoryAnswer
  /** What the list of popular names says of a name; left out: the list that is built in. */
  readonly names?: NameAnswer
  /** Who vouches for the files of a dependency; left out where nobody asked. */
  readonly vouched?: (dependency: Dependency) => VouchedRelease | null
  /** Who has vouched for its project before; left out: nobody asked. */
  readonly identityHistory?: (dependency: Dependency) => IdentityFacts | null
  /** What the policy demands of who vouches for it; left out: nothing. */
  readonly demands?: (dependency: Dependency) => readonly VouchDemand[]
}

export interface Judged {
  readonly inspections: readonly Inspection[]
  /** Dependencies that the selection leaves out. */
  readonly notSelected: number
}

/** Runs the checks over everything that was taken: dependencies first, in file order, then each file as a whole. */
export function inspectAll(taken: Taken, request: JudgeRequest): Judged {
  const projects = projectsOf(taken)
  const inspector = new Inspector(request.checks, loadersOf(projects, request))
  const inspections: Inspection[] = []
  let notSelected = 0
  for (const { file } of taken.files) {
    const selected = selectDependencies(file, request.selection)
    const pathways = pathwaysOf(file, projects.get(file)?.files ?? [])
    file.dependencies.forEach((dependency, index) => {
      if (dependency.own || dependency.constraint) return
      if (!selected.has(index)) notSelected += 1
      else inspections.push(inspector.inspectDependency({ file, dependency }, pathways(index)))
    })
    const whole = inspector.inspectFile(file)
    if (whole !== null) inspections.push(whole)
  }
  return { inspections, notSelected }
}

function loadersOf(projects: ReadonlyMap<Lockfile, Project>, request: JudgeRequest): Loaders {
  const nothing = new Project([])
  const names = request.names ?? openNames().answer
  const internal = new Map<Project, InternalNames>()
  const internalOf = (project: Project): InternalNames => {
    const known = internal.get(project)
    if (known !== undefined) return known
    const files = project.files.map(({ file }) => file)
    const found = internalNames(files, (name) => names(name).isListed)
    internal.set(project, found)
    return found
  }
  const projectOf = (subject: Subject): Project => projects.get(subject.file) ?? nothing
  return {
    advisories: (subject) => {
      const { dependency, file } = subject
      if (dependency === null) throw new Error('advisories are asked of a dependency')
      return request.advisories(dependency, constraintOf(file, projectOf(subject), dependency))
    },
    internal: (subject) => {
      if (subject.dependency === null) throw new Error('internal names are asked of a dependency')
      return internalFacts(internalOf(projectOf(subject)), subject.dependency)
    },
    names: ({ dependency }) => {
      if (dependency === null) throw new Error('names are asked of a dependency')
      return names(dependency.name)
    },
    demands: ({ dependency }) => (dependency === null ? noDemands : (request.demands?.(dependency) ?? noDemands)),
    identityHistory: ({ dependency }) => (dependency === null ? null : (request.identityHistory?.(dependency) ?? null)),
    vouched: ({ dependency }) => (dependency === null ? null : (request.vouched?.(dependency) ?? null)),
    file: ({ file }) => file,
    project: (subject) => projectOf(subject).files,
    locked: (subject) =>
      subject.dependency === null ? null : lockedAt(projectOf(subject), subject.file, subject.dependency),
  }
}

const noDemands: readonly VouchDemand[] = []
const nobody: readonly string[] = []

/** Who pulled each dependency in: the shortest path from the project, as purls, without the dependency itself. */
function pathwaysOf(file: Lockfile, project: readonly ProjectFile[]): (index: number) => Pathway {
  const directOf = directIn(file, project)
  const direct = (index: number): boolean | null => {
    const dependency = file.dependencies[index]
    return dependency === undefined ? null : directOf(dependency)
  }
  if (file.edges.length === 0) return (index) => ({ via: nobody, direct: direct(index) })
  const paths = pathsTo(file)
  return (index) => {
    const asked = direct(index)
    return { via: asked === true ? nobody : purlsOf(file, paths(index)), direct: asked }
  }
}

function purlsOf(file: Lockfile, steps: readonly number[]): readonly string[] {
  return steps.flatMap((step) => {
    const dependency = file.dependencies[step]
    return dependency === undefined ? [] : [purlOfDependency(dependency)]
  })
}
