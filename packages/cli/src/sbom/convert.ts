import { type Problem, writeBom } from '@cordon/documents'
import { readBomFile } from '@cordon/engine'
import type { ExitCode } from '@cordon/model'
import type { Io } from '../command.ts'
import { harmless } from '../harmless.ts'
import { type OutputOptions, putDocument, reportLosses, requireVersion } from './options.ts'

const shownProblems = 20

/** Tells on standard error what was wrong in a document, the first few of each kind. */
export function reportProblems(path: string, problems: readonly Problem[], io: Io): void {
  for (const { code, place, line, detail } of problems.slice(0, shownProblems)) {
    const where = line > 0 ? `:${line}` : ''
    io.stderr.write(`cordon: ${harmless(path)}${where}: ${harmless(place)}: ${harmless(detail)} [${code}]\n`)
  }
  if (problems.length > shownProblems)
    io.stderr.write(
      `cordon: ${harmless(path)}: and ${problems.length - shownProblems} more; \`cordon sbom validate\` lists all\n`,
    )
}

/** `cordon sbom convert FILE`: the same bill in another format, and what that cannot say. */
export function convertBom(path: string, options: OutputOptions, io: Io): ExitCode {
  requireVersion(options)
  const { bom, problems } = readBomFile(path, io.cwd)
  reportProblems(path, problems, io)
  const { text, losses } = writeBom(bom, options.format, options.specVersion)
  reportLosses(losses, options.format, io)
  putDocument(text, options, io)
  return 0
}
