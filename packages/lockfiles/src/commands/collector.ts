import type { Dependency, Include, InstallOption, Location, Lockfile, LockfileRole, Skipped } from '@cordon/model'
import { lockfileOf, skip } from '../builder.ts'

const mostSkipped = 10_000

/** Gathers what the commands of one file install. What is said twice on one line, as by a matrix, counts once. */
export class Collector {
  readonly path: string
  private readonly dependencies: Dependency[] = []
  private readonly options: InstallOption[] = []
  private readonly includes: Include[] = []
  private readonly skipped: Skipped[] = []
  private readonly indexes = new Map<string, number>()
  private readonly seen = new Set<string>()
  private overflow = 0

  constructor(path: string) {
    this.path = path
  }

  /** The same words read for another part of the project add that part. */
  addDependency(one: Dependency): void {
    const version = `${one.specifier?.raw ?? ''} ${one.version?.raw ?? ''}`
    const key = keyOf(one.at, `dependency ${one.name} ${one.extras.join(',')} ${version} ${one.text}`)
    const index = this.indexes.get(key)
    const known = index === undefined ? undefined : this.dependencies[index]
    if (index === undefined || known === undefined) {
      this.indexes.set(key, this.dependencies.length)
      this.dependencies.push(one)
      return
    }
    const more = one.scopes.filter((scope) => !known.scopes.some((each) => each.name === scope.name))
    if (more.length > 0) this.dependencies[index] = { ...known, scopes: [...known.scopes, ...more] }
  }

  addOption(one: InstallOption): void {
    if (this.isNew(one.at, `option ${one.kind} ${one.value ?? ''}`)) this.options.push(one)
  }

  addInclude(one: Include): void {
    if (this.isNew(one.at, `include ${one.kind} ${one.path}`)) this.includes.push(one)
  }

  addSkipped(one: Skipped): void {
    if (!this.isNew(one.at, `skipped ${one.code} ${one.text}`)) return
    if (this.skipped.length < mostSkipped) this.skipped.push(one)
    else this.overflow += 1
  }

  /** Records that the file repeats itself more often than is followed. */
  addTooMany(): void {
    const reason = 'The file repeats its own parts so often that not all of them were read.'
    this.addSkipped(skip({ path: this.path, line: 0 }, 'TOO_MANY', '', reason))
  }

  /** Takes over what another reader found in a part of this file. */
  addAll(file: Lockfile, place: (at: Location) => Location): void {
    for (const one of file.dependencies) this.addDependency({ ...one, at: place(one.at) })
    for (const one of file.options) this.addOption({ ...one, at: place(one.at) })
    for (const one of file.includes) this.addInclude({ ...one, at: place(one.at) })
    for (const one of file.skipped) this.addSkipped({ ...one, at: place(one.at) })
  }

  finish(format: string, role: LockfileRole = 'command'): Lockfile {
    const { path, dependencies, options, includes } = this
    const skipped = [...this.skipped]
    if (this.overflow > 0) {
      const reason = `${this.overflow} more places could not be understood either.`
      skipped.push(skip({ path, line: 0 }, 'TOO_MANY', '', reason))
    }
    return lockfileOf({ path, format, role, dependencies, options, includes, skipped })
  }

  private isNew(at: Location, what: string): boolean {
    const key = keyOf(at, what)
    if (this.seen.has(key)) return false
    this.seen.add(key)
    return true
  }
}

function keyOf(at: Location, what: string): string {
  return `${at.line} ${at.cell ?? 0} ${what}`
}
