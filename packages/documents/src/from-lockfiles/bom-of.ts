import type { Lockfile } from '@cordon/model'
import type { Bom, BomEdge, Component } from '../bom.ts'
import { componentOf, emptyBom, inOrder } from '../draft.ts'
import { freeRef } from '../free-ref.ts'
import { byText } from '../order.ts'
import { packageComponent } from './component.ts'
import { edgesOf, type FoundEdge, isOwn, subjectEdges } from './edges.ts'
import { type Gathered, type Gathering, gather } from './gather.ts'
import { withInstallation } from './installed.ts'
import { runtimeComponents } from './runtimes.ts'

/** What a bill is made from, besides the files. */
export interface BomRequest {
  /** Of the subject, where the files do not name one: the folder's or the image's. */
  readonly name: string
  /** RFC 3339 in UTC. */
  readonly created: string
  readonly tool: { readonly name: string; readonly version: string }
  /** What is known of the subject where the files do not name one: kind, version, hashes, … */
  readonly subject?: Partial<Omit<Component, 'ref' | 'name'>>
}

/**
 * The bill of materials of what files say will be installed, or is. Files that name one release speak of one component; a file that only
 * asks for a range adds where it asks, when another file has the answer.
 */
export function bomOf(files: readonly Lockfile[], request: BomRequest): Bom {
  const gathering = gather(files)
  const edges = edgesOf(files, gathering)
  const subject = subjectOf(gathering, edges, request)
  const components = withConditions(
    gathering.packages.flatMap((each) => withInstallation(packageComponent(each), each.dependencies)),
    edges,
  )
  const known = knownNeeds(files, gathering)
  const runtimes = runtimeComponents(files)
  const fromSubject = subjectEdges(subject.ref, gathering, edges)
  return inOrder(
    emptyBom({
      name: subject.name,
      created: request.created,
      tools: [{ vendor: null, ...request.tool }],
      lifecycles: lifecyclesOf(files),
      subject: subject.ref,
      components: [
        ...mergeByRef(components).map((component) => ({
          ...component,
          needsKnown: component.needsKnown || known.has(component.ref),
        })),
        ...runtimes,
        ...(subject.made === null ? [] : [subject.made]),
      ],
      edges: [
        ...[...edges, ...fromSubject].map(({ from, to, kind }): BomEdge => ({ from, to, kind })),
        ...runtimes.map(({ ref }): BomEdge => ({ from: subject.ref, to: ref, kind: 'runtime' })),
      ],
    }),
  )
}

interface Subject {
  readonly ref: string
  readonly name: string
  /** Where no file names the project: a component that stands for it. */
  readonly made: Component | null
}

/** The project of the files: the one at their root, or the only one that no other of them needs. */
function subjectOf({ packages }: Gathering, edges: readonly BomEdge[], request: BomRequest): Subject {
  const own = packages.filter(isOwn)
  const atRoot = own.filter((each) =>
    each.dependencies.some(({ origin }) => origin.kind === 'path' && origin.path === '.'),
  )
  const ownRefs = new Set(own.map((each) => each.ref))
  const needed = new Set(edges.filter(({ from }) => ownRefs.has(from)).map(({ to }) => to))
  const free = own.filter((each) => !needed.has(each.ref))
  const only = [atRoot, own, free].find((some) => some.length === 1)?.[0]
  if (only !== undefined) return { ref: only.ref, name: nameOf(only), made: null }
  const ref = freeRef(request.name, new Map(packages.map((each) => [each.ref, 1])))
  return {
    ref,
    name: request.name,
    made: componentOf({ type: 'application', ...request.subject, ref, name: request.name }),
  }
}

function nameOf({ ref, dependencies }: Gathered): string {
  return dependencies[0]?.name ?? ref
}

/** Conditions under which a package needs another stand with the one that needs. */
function withConditions(components: readonly Component[], edges: readonly FoundEdge[]): readonly Component[] {
  const conditions = Map.groupBy(
    edges.filter((edge) => edge.condition !== null),
    (edge) => edge.from,
  )
  return components.map((component) => {
    const found = conditions.get(component.ref)
    if (found === undefined) return component
    return { ...component, properties: [...component.properties, ...found.flatMap(({ condition }) => condition ?? [])] }
  })
}

/** One operating system's package may own several Python packages. */
function mergeByRef(components: readonly Component[]): readonly Component[] {
  return [...new Map(components.map((component) => [component.ref, component])).values()]
}

/** A file that draws any line draws them all; one that draws none knows of none. */
function knownNeeds(files: readonly Lockfile[], { placed }: Gathering): ReadonlySet<string> {
  const telling = files.filter((file) => file.role === 'lock' && file.edges.length > 0)
  return new Set(
    telling.flatMap((file) =>
      file.dependencies.flatMap((dependency) => (placed.get(dependency) ?? []).map((each) => each.ref)),
    ),
  )
}

function lifecyclesOf(files: readonly Lockfile[]): readonly string[] {
  const phases = files.map(({ role }) => (role === 'installed' ? 'post-build' : 'pre-build'))
  return [...new Set(phases)].sort(byText)
}
