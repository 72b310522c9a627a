import { type Dependency, type Lockfile, purlOfDependency, versionText } from '@cordon/model'
import { purlOf } from '@cordon/pypa'
import { freeRef, type TakenRefs } from '../free-ref.ts'
import { byText } from '../order.ts'

/** One package of the bill: everything that files say of it. */
export interface Gathered {
  readonly ref: string
  /** At least one. */
  readonly dependencies: readonly Dependency[]
}

export interface Gathering {
  readonly packages: readonly Gathered[]
  /** Where each dependency went: several where a range has several answers, none for a constraint. */
  readonly placed: ReadonlyMap<Dependency, readonly Gathered[]>
}

interface Bucket {
  readonly base: string
  readonly dependencies: Dependency[]
}

/** Groups what files say by what it is: one release from one place. */
export function gather(files: readonly Lockfile[]): Gathering {
  const all = files.flatMap((file) => file.dependencies).filter((dependency) => !dependency.constraint)
  const buckets = new Map<string, Bucket>()
  const byName = new Map<string, Set<Bucket>>()
  const where = new Map<Dependency, readonly Bucket[]>()
  const put = (dependency: Dependency): void => {
    const key = keyOf(dependency)
    const bucket = buckets.get(key) ?? { base: baseRef(dependency), dependencies: [] }
    buckets.set(key, bucket)
    bucket.dependencies.push(dependency)
    where.set(dependency, [bucket])
    byName.set(dependency.name, (byName.get(dependency.name) ?? new Set()).add(bucket))
  }
  for (const dependency of all) if (hasAnswer(dependency)) put(dependency)
  for (const dependency of all.filter((each) => !hasAnswer(each))) {
    const answers = [...(byName.get(dependency.name) ?? [])]
    if (answers.length === 0 || dependency.origin.kind !== 'index') put(dependency)
    else {
      for (const bucket of answers) bucket.dependencies.push(dependency)
      where.set(dependency, answers)
    }
  }
  return named(buckets, where)
}

/** Refs are given in the order of the keys, so that they depend on what is there and not on the order of files. */
function named(buckets: ReadonlyMap<string, Bucket>, where: ReadonlyMap<Dependency, readonly Bucket[]>): Gathering {
  const taken: TakenRefs = new Map()
  const gathered = new Map<Bucket, Gathered>()
  for (const [, bucket] of [...buckets].sort(([a], [b]) => byText(a, b)))
    gathered.set(bucket, { ref: freeRef(bucket.base, taken), dependencies: bucket.dependencies })
  return {
    packages: [...gathered.values()],
    placed: new Map(
      [...where].map(([dependency, inside]) => [dependency, inside.flatMap((bucket) => gathered.get(bucket) ?? [])]),
    ),
  }
}

function hasAnswer(dependency: Dependency): boolean {
  return dependency.own || dependency.version !== null
}

/** What comes from a path, and what an operating system's package put there, is not the release of the same name and version. */
function keyOf(dependency: Dependency): string {
  const { origin, own, name, installed } = dependency
  if (own) return `own ${name}`
  const path = origin.kind === 'path' ? origin.path : ''
  return [purlOfDependency(dependency), path, installed?.owner?.purl ?? ''].join(' ')
}

function baseRef(dependency: Dependency): string {
  const { name, version, own, origin } = dependency
  const text = version === null ? null : versionText(version).toWellFormed()
  if (own) return text === null ? name : `${name}@${text}`
  return origin.kind === 'conda' ? purlOfDependency(dependency) : purlOf(name, text)
}
