import { type BomRequest, type Component, mergeBoms, type Strippable, stripBom, writeBom } from '@cordon/documents'
import { readBomFile } from '@cordon/engine'
import type { ExitCode } from '@cordon/model'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import { version } from '../version.ts'
import { reportProblems } from './convert.ts'
import { createdAt, type OutputOptions, putDocument, reportLosses, requireVersion } from './options.ts'

export interface MergeOptions extends OutputOptions {
  readonly name?: string
}

/** What a bill that is made now says of its making. */
export function requestOf(name: string, io: Io): BomRequest {
  return { name, created: createdAt(io), tool: { name: 'cordon', version } }
}

/** `cordon sbom merge FILE…`: one bill of several. */
export function mergeFiles(paths: readonly string[], options: MergeOptions, io: Io): ExitCode {
  requireVersion(options)
  const boms = paths.map((path) => {
    const { bom, problems } = readBomFile(path, io.cwd)
    reportProblems(path, problems, io)
    return bom
  })
  const { text, losses } = writeBom(
    mergeBoms(boms, requestOf(options.name ?? 'merged', io)),
    options.format,
    options.specVersion,
  )
  reportLosses(losses, options.format, io)
  putDocument(text, options, io)
  return 0
}

export interface StripOptions extends OutputOptions {
  readonly remove?: readonly Strippable[]
  readonly hide?: readonly string[]
}

/** `cordon sbom strip FILE`: a bill that can be given away. */
export function stripFile(path: string, options: StripOptions, io: Io): ExitCode {
  requireVersion(options)
  const { remove = [], hide = [] } = options
  if (remove.length === 0 && hide.length === 0)
    throw new UsageError(
      'OPTION',
      'sbom strip: name what to take out with --remove, or whose names to hide with --hide',
    )
  const { bom, problems } = readBomFile(path, io.cwd)
  reportProblems(path, problems, io)
  const patterns = hide.map(patternOf)
  const hides = ({ name, group }: Component): boolean =>
    patterns.some((matches) => matches(name) || (group !== null && matches(`${group}/${name}`)))
  const { text, losses } = writeBom(stripBom(bom, { remove, hides }), options.format, options.specVersion)
  reportLosses(losses, options.format, io)
  putDocument(text, options, io)
  return 0
}

/** A name with `*` for anything, in any case. Compared part by part, in linear time. */
function patternOf(pattern: string): (name: string) => boolean {
  const parts = pattern.toLowerCase().split('*')
  const [first = '', ...rest] = parts
  const last = rest.pop()
  return (name) => {
    const text = name.toLowerCase()
    if (last === undefined) return text === first
    if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false
    let at = first.length
    for (const part of rest) {
      const found = text.indexOf(part, at)
      if (found === -1 || found + part.length > text.length - last.length) return false
      at = found + part.length
    }
    return true
  }
}
