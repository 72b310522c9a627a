import type { SlsaBuild, SlsaLevel } from '@cordon/model'
import { fitsGlob } from '../glob.ts'
import type { PackageExpectation } from './expectations.ts'

/** How a build may be otherwise than expected; in the order in which they are told. */
export const unmetCodes = [
  'slsa-package',
  'slsa-level',
  'slsa-provenance',
  'slsa-builder',
  'slsa-source',
  'slsa-workflow',
  'slsa-ref',
  'slsa-build-type',
  'slsa-parameter',
  'slsa-parameter-unknown',
] as const
export type UnmetCode = (typeof unmetCodes)[number]

export interface UnmetExpectation {
  readonly code: UnmetCode
  readonly detail: string
}

/** What is expected of a package: of the entries that fit its name, the one that says most of it. Null where none fits. */
export function expectationFor(packages: readonly PackageExpectation[], name: string): PackageExpectation | null {
  const fitting = packages.filter((each) => fitsGlob(each.name, name))
  const exact = fitting.find((each) => each.name === name)
  // The longer a pattern, the less it fits.
  return exact ?? fitting.sort((a, b) => b.name.length - a.name.length || (a.name < b.name ? -1 : 1))[0] ?? null
}

/** Everything that is otherwise than expected; empty where all is as it should be. */
export function unmetExpectations(level: SlsaLevel, expected: PackageExpectation): readonly UnmetExpectation[] {
  const unmet: UnmetExpectation[] = []
  if (expected.level !== null && level.level < expected.level)
    unmet.push({
      code: 'slsa-level',
      detail: `The build level is ${level.level}, and should be at least ${expected.level}.`,
    })
  const { build } = level
  if (build !== null) return [...unmet, ...unmetOf(build, expected)]
  if (!asksOfBuild(expected)) return unmet
  return [
    ...unmet,
    { code: 'slsa-provenance', detail: 'Nothing that holds says how it was built, so nothing of it can be compared.' },
  ]
}

function asksOfBuild({ builder, source, workflow, refs, buildTypes, parameters }: PackageExpectation): boolean {
  return [builder, source, workflow, refs, buildTypes].some((each) => each !== null) || parameters.size > 0
}

function unmetOf(build: SlsaBuild, expected: PackageExpectation): readonly UnmetExpectation[] {
  const rows: readonly (readonly [UnmetCode, string, string | null, readonly string[] | null])[] = [
    ['slsa-builder', 'builder', build.builder, expected.builder === null ? null : builderPatterns(expected.builder)],
    ['slsa-source', 'source', build.source, expected.source === null ? null : [expected.source]],
    ['slsa-workflow', 'workflow', build.workflow, expected.workflow === null ? null : [expected.workflow]],
    ['slsa-ref', 'ref', build.ref, expected.refs],
    ['slsa-build-type', 'build type', build.buildType, expected.buildTypes],
  ]
  const unmet = rows.flatMap(([code, what, found, wanted]): readonly UnmetExpectation[] => {
    if (wanted === null || (found !== null && wanted.some((pattern) => fitsGlob(pattern, found)))) return []
    return [{ code, detail: `Its ${what} is ${found ?? 'not known'}, and should be ${wanted.join(' or ')}.` }]
  })
  return [...unmet, ...unmetParameters(build, expected)]
}

/** An address without `@REF` means any; a builder of a level that needs a ref to stand still is judged for that by its level. */
function builderPatterns(builder: string): readonly string[] {
  return builder.includes('@') || !builder.startsWith('https://') ? [builder] : [builder, `${builder}@**`]
}

/** SLSA, "verifying artifacts": each external parameter must be expected; what nobody expects may have changed the build. */
function unmetParameters(build: SlsaBuild, { parameters }: PackageExpectation): readonly UnmetExpectation[] {
  const missing = [...parameters.keys()].filter((name) => build.parameters.every((each) => each.name !== name))
  return [
    ...missing.map(
      (name): UnmetExpectation => ({ code: 'slsa-parameter', detail: `The parameter \`${name}\` is not there.` }),
    ),
    ...build.parameters.flatMap(({ name, value, certified }): readonly UnmetExpectation[] => {
      const wanted = parameters.get(name)
      if (wanted?.some((pattern) => fitsGlob(pattern, value)) === true) return []
      const shown = value.slice(0, 200)
      if (wanted !== undefined)
        return [
          {
            code: 'slsa-parameter',
            detail: `The parameter \`${name}\` is ${shown}, and should be ${wanted.join(' or ')}.`,
          },
        ]
      // The certificate says it too: it is compared as source, ref and workflow.
      if (certified) return []
      return [{ code: 'slsa-parameter-unknown', detail: `The parameter \`${name}\` (${shown}) is not expected.` }]
    }),
  ]
}
