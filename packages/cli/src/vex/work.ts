import { resolve } from 'node:path'
import { addToVex, mergeVex, vexFormats, writeVex } from '@cordon/documents'
import type { ExitCode, VexDocument, VexFormat, VexStatement } from '@cordon/model'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import { harmless } from '../harmless.ts'
import { writeWhole } from '../output.ts'
import { createdAt, lossLines } from '../sbom/options.ts'
import { readText } from '../target-options.ts'
import { version } from '../version.ts'
import { loadVex, readVexFile } from './load.ts'
import { aboutOf, aboutReport, type StateOptions, statementOf } from './statements.ts'

export interface OutputOptions {
  readonly format: string
  readonly output?: string
}

export interface MergeOptions extends OutputOptions {
  readonly author: string
  readonly id?: string
}

export interface CreateOptions extends MergeOptions, StateOptions {
  readonly from?: string
}

export interface AddOptions extends StateOptions {
  readonly from?: string
  readonly output?: string
}

const tool = { name: 'cordon', version }

/** `cordon vex create`: a new document. */
export function createVex(options: CreateOptions, io: Io): ExitCode {
  const { author, id } = options
  const time = createdAt(io)
  const statements = statementsOf(options, { author, time }, io)
  const parts = { role: null, title: null, revision: 1, path: '', problems: [] }
  put({ ...parts, format: 'openvex', id: id ?? null, author, issued: time, updated: null, statements }, options, io)
  return 0
}

/** `cordon vex add`: the next revision of a document. What cannot be used in it would be lost, so it is refused. */
export function addVex(path: string, options: AddOptions, io: Io): ExitCode {
  const document = readVexFile(path, io)
  if (tellProblems([document], io))
    throw new UsageError(
      'VEX',
      `${harmless(path)}: statements in it cannot be used, and would be lost; mend them first`,
    )
  const time = createdAt(io)
  const added = addToVex(document, statementsOf(options, { author: document.author, time }, io), time)
  put(added, { format: document.format, output: options.output ?? path }, io)
  return 0
}

/** `cordon vex convert`: the same statements in another format. */
export function convertVex(path: string, options: OutputOptions, io: Io): ExitCode {
  const document = readVexFile(path, io)
  const isCut = tellProblems([document], io)
  put(document, options, io)
  return isCut ? 4 : 0
}

/** `cordon vex merge`: one document of several. */
export async function mergeVexFiles(paths: readonly string[], options: MergeOptions, io: Io): Promise<ExitCode> {
  const documents = await loadVex({ places: paths, offline: true }, io)
  const isCut = tellProblems(documents, io)
  put(mergeVex(documents, { id: options.id ?? null, author: options.author, time: createdAt(io) }), options, io)
  return isCut ? 4 : 0
}

function statementsOf(
  options: StateOptions & { readonly from?: string },
  head: { readonly author: string; readonly time: string },
  io: Io,
): readonly VexStatement[] {
  const { from } = options
  const about = from === undefined ? [aboutOf(options)] : aboutReport(readText(resolve(io.cwd, from), from), from)
  if (about.length === 0) throw new UsageError('VEX', `${harmless(from ?? '')}: the report found no flaw to speak of`)
  return about.map((each) => statementOf(each, options, head))
}

/** Tells what was wrong; true when statements are left out. */
function tellProblems(documents: readonly VexDocument[], io: Io): boolean {
  const problems = documents.flatMap((document) => document.problems)
  for (const { level, code, at, detail } of problems)
    io.stderr.write(`cordon: ${level}: ${harmless(at.path)}:${at.line}: ${harmless(detail)} [${code}]\n`)
  return problems.some(({ level }) => level === 'error')
}

function put(document: VexDocument, { format, output }: OutputOptions, io: Io): void {
  const { text, losses } = writeVex(document, formatNamed(format), tool)
  if (losses.length > 0) io.stderr.write(`cordon: ${format} cannot say all of it:\n${lossLines(losses).join('\n')}\n`)
  if (output === undefined || output === '-') io.stdout.write(text)
  else writeWhole(output, text, io)
}

function formatNamed(id: string): VexFormat {
  const format = vexFormats.find((each) => each === id)
  if (format === undefined)
    throw new UsageError('OPTION', `${harmless(id)}: no such format; there are ${vexFormats.join(', ')}`)
  return format
}
