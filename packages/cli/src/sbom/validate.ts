import { type BomFinding, findingsOf, type ProfileScore, profiles, scoreBom } from '@cordon/documents'
import { readBomFile } from '@cordon/engine'
import type { ExitCode } from '@cordon/model'
import type { Io } from '../command.ts'
import { harmless } from '../harmless.ts'

export interface ValidateOptions {
  readonly format: 'text' | 'json'
  readonly profile?: readonly ProfileScore['profile'][]
}

/** `cordon sbom validate FILE`: exit code 1 for an error in the document, or for a profile that is not met. */
export function validateFile(path: string, options: ValidateOptions, io: Io): ExitCode {
  const read = readBomFile(path, io.cwd)
  const findings = findingsOf(read)
  const scores = profiles
    .filter(({ id }) => options.profile?.includes(id))
    .map((profile) => scoreBom(read.bom, profile))
  const { family, version, encoding } = read.source
  const components = read.bom.components.length
  if (options.format === 'json')
    io.stdout.write(
      `${JSON.stringify({ schema: 'cordon.sbom-validation/1', document: { family, version, encoding, components }, findings, profiles: scores }, null, 2)}\n`,
    )
  else {
    const title = { cyclonedx: 'CycloneDX', spdx: 'SPDX' }[family]
    const edition = version.replace(/^SPDX-/, '')
    io.stdout.write(`${harmless(path)}: ${title} ${edition} (${encoding}), ${components} components\n`)
    io.stdout.write(findingLines(findings, path))
    for (const score of scores) io.stdout.write(scoreText(score))
  }
  return findings.some(({ level }) => level === 'error') || scores.some(({ isMet }) => !isMet) ? 1 : 0
}

const shownPlaces = 3

/** One line for each kind of finding: how often, and the first places. */
function findingLines(findings: readonly BomFinding[], path: string): string {
  if (findings.length === 0) return '  nothing is wrong with it\n'
  const groups = Map.groupBy(
    findings,
    ({ level, code, detail }) => `${level}\0${code}\0${code.endsWith('_REF') || code.startsWith('BAD') ? '' : detail}`,
  )
  const lines = [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const places = group
      .slice(0, shownPlaces)
      .map(({ place, line }) => harmless(line > 0 ? `${place} (${path}:${line})` : place))
    const more = group.length > shownPlaces ? ` and ${group.length - shownPlaces} more` : ''
    return [
      `  ${first.level.padEnd(7)} ${first.code}: ${harmless(first.detail)}\n${' '.repeat(10)}${places.join(', ')}${more}`,
    ]
  })
  return `${lines.join('\n')}\n`
}

function scoreText({ title, percent, elements, isMet }: ProfileScore): string {
  const width = Math.max(...elements.map((element) => element.title.length))
  const lines = elements.map(({ title: name, met, of, isRequired, missing }) => {
    const mark = met === of ? 'met    ' : isRequired ? 'missing' : 'wanted '
    const places = missing.length === 0 ? '' : `  e.g. ${missing.slice(0, 2).map(harmless).join(', ')}`
    return `  ${mark}  ${name.padEnd(width)}  ${met} of ${of}${places}`
  })
  return `\n${title}: ${isMet ? 'met' : 'not met'}, ${percent} %\n${lines.join('\n')}\n`
}
