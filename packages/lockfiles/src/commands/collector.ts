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
  private readonly seen = new Set<string>()
  private overflow = 0

  constructor(path: string) {
    this.path = path
  }

  addDependency(one: Dependency): void {
    const scopes = one.scopes.map((scope) => scope.name).join(',')
    const version = `${one.specifier?.raw ?? ''} ${one.version?.raw ?? ''}`
    if (this.isNew(one.at, `dependency ${one.name} ${one.extras.join(',')} ${version} ${scopes} ${one.text}`)) {
      this.dependencies.push(one)
    }
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
    const key = `${at.line} ${at.cell ?? 0} ${what}`
    if (this.seen.has(key)) return false
    this.seen.add(key)
    return true
  }
}
