import { basename, resolve } from 'node:path'
import { type Bom, type BomRequest, bomOf, mergeBoms, writeBom } from '@cordon/documents'
import { readBomFile, selectInventory, type Taken } from '@cordon/engine'
import type { ExitCode, Lockfile } from '@cordon/model'
import type { Io } from '../command.ts'
import { harmless } from '../harmless.ts'
import { type ProgressLine, progressLine } from '../progress.ts'
import { takeTargets } from '../take.ts'
import {
  loadConfig,
  type PlacedConfig,
  selectionOf,
  selectionWarnings,
  type TargetOptions,
  withoutPlatform,
} from '../target-options.ts'
import { type OutputOptions, partyOf, putDocument, reportLosses, requireVersion } from './options.ts'
import { requestOf } from './rework.ts'

export interface CreateOptions extends TargetOptions, OutputOptions {
  readonly name?: string
  readonly author?: readonly string[]
  readonly supplier?: string
  /** A container image instead of files; `platform` then chooses one of several. */
  readonly image?: string
}

/** `cordon sbom [PATH…]`: everything that gets installed as one bill of materials. */
export async function createBom(paths: readonly string[], options: CreateOptions, io: Io): Promise<ExitCode> {
  requireVersion(options)
  const targets = paths.length > 0 ? paths : ['.']
  const config = await loadConfig(targets, options, io)
  const progress = progressLine(io)
  const { taken, request } = await takenBy(targets, options, config, { io, progress })
  progress.clear()
  const selection = selectionOf(options.image === undefined ? options : withoutPlatform(options), config)
  const { files } = selectInventory(taken, selection)
  for (const warning of selectionWarnings(taken, selection)) io.stderr.write(`cordon: ${harmless(warning)}\n`)
  reportUnread(taken, io)
  if (files.length === 0) {
    io.stderr.write('cordon: nothing here says what gets installed; `cordon inventory --formats` lists what is read\n')
    return 3
  }
  const bom = signedBom(wholeBom(files, request, io), options)
  const written = writeBom(bom, options.format, options.specVersion)
  reportLosses(written.losses, options.format, io)
  putDocument(written.text, options, io)
  return taken.coverage.failed.length > 0 || taken.skipped.length > 0 ? 4 : 0
}

/** Who wrote the bill and who delivers what it is about, which no file tells. */
function signedBom(bom: Bom, { author = [], supplier }: CreateOptions): Bom {
  const delivers = supplier === undefined ? null : partyOf(supplier, 'organization')
  return {
    ...bom,
    authors: [...bom.authors, ...author.map((text) => partyOf(text, 'person'))],
    components: bom.components.map((component) =>
      delivers === null || component.ref !== bom.subject ? component : { ...component, supplier: delivers },
    ),
  }
}

/** Files, or what is installed in an image; and what a bill of them is about where they do not tell. */
async function takenBy(
  targets: readonly string[],
  options: CreateOptions,
  config: PlacedConfig,
  context: { readonly io: Io; readonly progress: ProgressLine },
): Promise<{ readonly taken: Taken; readonly request: BomRequest }> {
  const { io } = context
  if (options.image === undefined) {
    const taken = takeTargets(targets, options, config, context)
    return { taken, request: requestOf(options.name ?? basename(resolve(io.cwd, targets[0] ?? '.')), io) }
  }
  const [{ readImage }, { imageName, imageSubject }] = await Promise.all([
    import('../image/read.ts'),
    import('./image.ts'),
  ])
  const { taken, image } = await readImage(options.image, options, context)
  const request = requestOf(options.name ?? imageName(options.image, image, io.cwd), io)
  return { taken, request: image === null ? request : { ...request, subject: imageSubject(image) } }
}

/** Documents say more than which packages there are: they are taken whole, and joined with what the other files say. */
function wholeBom(files: readonly Lockfile[], request: BomRequest, io: Io): Bom {
  const others = files.filter(({ role }) => role !== 'document')
  const documents = files.filter(({ role }) => role === 'document').map(({ path }) => readBomFile(path, io.cwd).bom)
  if (documents.length === 0) return bomOf(others, request)
  return mergeBoms(others.length === 0 ? documents : [bomOf(others, request), ...documents], request)
}

/** A bill that leaves something out says so: never in silence. */
function reportUnread({ coverage, skipped }: Taken, io: Io): void {
  for (const { path, code, message } of coverage.failed)
    io.stderr.write(`cordon: not in the bill: ${harmless(path)}: ${harmless(message)} [${code}]\n`)
  for (const { at, code, reason } of skipped)
    io.stderr.write(`cordon: not in the bill: ${harmless(at.path)}:${at.line}: ${harmless(reason)} [${code}]\n`)
}
