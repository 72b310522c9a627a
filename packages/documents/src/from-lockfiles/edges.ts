import type { Dependency, Edge, Lockfile, Scope } from '@cordon/model'
import type { BomEdge, EdgeKind, Property } from '../bom.ts'
import { property } from './component.ts'
import type { Gathered, Gathering } from './gather.ts'

const kinds: Readonly<Record<Scope['kind'], EdgeKind>> = {
  main: 'runtime',
  group: 'dev',
  extra: 'optional',
  build: 'build',
}

/** A line between two packages, with the condition under which it holds. */
export interface FoundEdge extends BomEdge {
  readonly condition: Property | null
}

/** What files say needs what. */
export function edgesOf(files: readonly Lockfile[], { placed }: Gathering): readonly FoundEdge[] {
  return files.flatMap((file) =>
    file.edges.flatMap((edge) => {
      const from = placedAt(file, edge.from, placed)
      const to = placedAt(file, edge.to, placed)
      return from.flatMap((needer) =>
        to.filter((needed) => needed !== needer).map((needed) => found(edge, needer.ref, needed)),
      )
    }),
  )
}

function placedAt(file: Lockfile, index: number, placed: Gathering['placed']): readonly Gathered[] {
  const dependency = file.dependencies[index]
  return dependency === undefined ? [] : (placed.get(dependency) ?? [])
}

function found(edge: Edge, from: string, to: Gathered): FoundEdge {
  const extras = edge.extras.length === 0 ? '' : `[${[...edge.extras].sort().join(',')}]`
  const marker = edge.marker === null ? '' : ` ; ${edge.marker.raw}`
  const asked = edge.scope?.kind === 'extra' ? ` (extra ${edge.scope.name})` : ''
  const text = `${to.dependencies[0]?.name ?? to.ref}${extras}${marker}${asked}`
  const isPlain = extras === '' && marker === '' && asked === ''
  return {
    from,
    to: to.ref,
    kind: kinds[edge.scope?.kind ?? 'main'],
    condition: isPlain ? null : property('requires', text),
  }
}

/**
 * What the subject itself needs: members of its workspace, what files say is asked for directly, and what nothing else asks for where
 * they do not say.
 */
export function subjectEdges(subject: string, { packages }: Gathering, edges: readonly BomEdge[]): readonly BomEdge[] {
  const owned = new Set(packages.filter(isOwn).map((each) => each.ref))
  const needed = new Set(edges.map((edge) => edge.to))
  const neededByOwn = new Set(edges.filter((edge) => owned.has(edge.from)).map((edge) => edge.to))
  return packages.flatMap((each): readonly BomEdge[] => {
    if (each.ref === subject || neededByOwn.has(each.ref)) return []
    if (owned.has(each.ref)) return [{ from: subject, to: each.ref, kind: 'runtime' }]
    const isDirect = each.dependencies.some(
      (one) => one.direct === true || (one.direct === null && !needed.has(each.ref)),
    )
    return isDirect ? [{ from: subject, to: each.ref, kind: kindOf(each.dependencies) }] : []
  })
}

function kindOf(dependencies: readonly Dependency[]): EdgeKind {
  const asked = dependencies.filter((each) => each.direct !== false)
  const scopes = (asked.length === 0 ? dependencies : asked).flatMap((each) =>
    each.scopes.length === 0 ? ['main' as const] : each.scopes.map(({ kind }) => kind),
  )
  const first = (['main', 'extra', 'group', 'build'] as const).find((kind) => scopes.includes(kind))
  return kinds[first ?? 'main']
}

/** True for the project itself and members of its workspace. */
export function isOwn(each: Gathered): boolean {
  return each.dependencies.some((dependency) => dependency.own)
}
