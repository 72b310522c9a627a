import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sharedData } from '@cordon/testkit'
import type { Pin } from './inputs.ts'

interface ReportJson {
  readonly verdicts: readonly {
    readonly package: { readonly name: string | null; readonly version: string | null; readonly purl: string | null }
    readonly outcomes: Readonly<
      Record<string, { readonly findings: readonly { readonly records?: readonly string[] }[] }>
    >
  }[]
}

/** `name==version` → ids of every record that matched, from the JSON of a scan. */
export function answersOf(json: string): Map<string, string[]> {
  const report = JSON.parse(json) as ReportJson
  const answer = new Map<string, string[]>()
  for (const verdict of report.verdicts) {
    const { name, version } = verdict.package
    if (name === null || version === null) continue
    const ids = Object.values(verdict.outcomes).flatMap((outcome) =>
      outcome.findings.flatMap((each) => each.records ?? []),
    )
    const key = `${name}==${version}`
    answer.set(key, [...new Set([...(answer.get(key) ?? []), ...ids])].sort())
  }
  return answer
}

/**
 * The pins of a lock, read with one regular expression and no parser: what the product's own reader is compared with.
 * TOML locks open each package with its name and version; requirements have one `name==version` to a line; pixi names wheels.
 */
export function roughPins(text: string): Pin[] {
  const patterns = [
    /^\[\[packages?\]\]\r?\nname = "([^"]+)"\r?\nversion = "([^"]+)"/gm,
    /^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==([^\s;\\]+)/gm,
    /^- pypi: \S*\/([A-Za-z0-9_.]+)-([^-/\s]+)(?:-[^/\s]+\.whl|\.tar\.gz)/gm,
  ]
  const pins = new Map<string, Pin>()
  for (const pattern of patterns)
    for (const [, rawName = '', version = ''] of text.matchAll(pattern)) {
      const name = rawName.toLowerCase().replace(/[-_.]+/g, '-')
      pins.set(`${name}==${version}`, { name, version })
    }
  return [...pins.values()]
}

export interface RealLock {
  readonly name: string
  readonly path: string
  readonly pins: readonly Pin[]
}

/** Every lock of real projects in the shared data, empty without it. */
export function everyLock(): RealLock[] {
  const folder = sharedData('locks')
  if (folder === null) return []
  return readdirSync(folder).flatMap((kind) =>
    readdirSync(join(folder, kind)).map((file) => {
      const path = join(folder, kind, file)
      return { name: `${kind}/${file}`, path, pins: roughPins(readFileSync(path, 'utf8')) }
    }),
  )
}
