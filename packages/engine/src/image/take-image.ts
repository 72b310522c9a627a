import { resolve } from 'node:path'
import { findEnvironments, type LockfileOptions, lockfilesOf, verifyEnvironments, wishOf } from '@cordon/environments'
import {
  type AppliedLayers,
  applyLayers,
  type BaseImage,
  baseOf,
  type Image,
  ImageError,
  type ImageProblem,
  kindOfProblem,
  layerReferences,
  type Platform,
  parseReference,
  referenceText,
} from '@cordon/images'
import type { FailedFile, FileTree, LayerReference, Lockfile } from '@cordon/model'
import { SourceError } from '@cordon/sources'
import { readDocument } from '../environment/read-document.ts'
import { takeFolder } from '../environment/take.ts'
import type { Placed } from '../includes.ts'
import type { Taken } from '../inventory.ts'
import { hiddenTrees } from './hidden-trees.ts'
import { baseTarget, type ImageTarget, openTarget } from './open-image.ts'

export interface ImageRequest extends ImageTarget {
  /** The image that it is said to be built on; `auto`: the one that its annotations or labels name, asked of its registry. */
  readonly base: string | null
  /** Also what later layers delete or replace. */
  readonly allLayers: boolean
  /** Whether files are compared with their RECORD. */
  readonly verify: boolean
  /** Any number that nobody who writes images knows. */
  readonly seed: number
  readonly onLayer?: (index: number, count: number) => void
}

/** An image as reports tell of it. */
export interface ImageSummary {
  readonly name: string
  readonly digest: string
  readonly platform: Platform
  readonly base: BaseImage | null
  readonly layers: readonly (LayerReference & { readonly bytes: number; readonly entries: number })[]
  /** Environments that are only in the bytes of lower layers, and the layer that hides each. */
  readonly hidden: ReadonlyMap<Lockfile, number>
}

export interface TakenImage {
  readonly taken: Taken
  /** Null for the folder of a root file system. */
  readonly image: ImageSummary | null
  /** What is odd about it and leaves the answer whole. */
  readonly warnings: readonly string[]
}

/** Everything that is installed in an image, or in a root file system. Throws `ImageError` and `SourceError` for one that cannot be judged. */
export async function takeImage(request: ImageRequest): Promise<TakenImage> {
  const opened = await openTarget(request)
  if (opened.kind === 'rootfs') {
    const root = resolve(request.cwd, request.target)
    return {
      taken: takenOf(takeFolder({ root, from: '' }, request), []),
      image: null,
      warnings: [],
    }
  }
  const { image } = opened
  const { base, warning } = await chooseBase(image, request)
  const named = layerReferences(image, base)
  const applied = await applyLayers(image.layers, {
    wish: (path, size) => wishOf(path, size, request),
    seed: request.seed,
    hidden: request.allLayers,
    onLayer: (index) => request.onLayer?.(index, image.layers.length),
  })
  const references = named.map((each, index) => ({ ...each, diffId: applied.layers[index]?.diffId ?? each.diffId }))
  const files = environmentsOf(applied.tree, { path: image.name, layers: references }, request.verify)
  const hidden = new Map<Lockfile, number>()
  for (const { tree, hiddenBy } of hiddenTrees(applied.hidden))
    for (const file of environmentsOf(tree, { path: `${image.name}@layer-${hiddenBy}`, layers: references }, false))
      hidden.set(file, hiddenBy)
  const unread = applied.problems.filter(({ code }) => kindOfProblem(code) === 'unread')
  return {
    taken: takenOf(
      [...files, ...hidden.keys()].map(place),
      unread.map((problem) => failedOf(problem, image.name)),
    ),
    image: { ...summaryOf(image, references, applied), base, hidden },
    warnings: [
      ...(warning === null ? [] : [warning]),
      ...warningsOf(
        image.name,
        applied.problems.filter((problem) => !unread.includes(problem)),
      ),
    ],
  }
}

interface ChosenBase {
  readonly base: BaseImage | null
  /** Why it is not known although somebody asked. */
  readonly warning: string | null
}

/** What a person names must be the base. What the image itself names may be gone, or only the base of its base: then it is as if nobody had asked. */
async function chooseBase(image: Image, request: ImageRequest): Promise<ChosenBase> {
  if (request.base !== 'auto') {
    const given = request.base === null ? null : await openBase(request.base, request)
    return { base: baseOf(image, given), warning: null }
  }
  const told = baseOf(image, null)
  const name = told?.name ?? null
  if (told === null || name === null)
    return {
      base: told,
      warning: `--base auto: no annotation and no label of ${image.name} names the image it was built on`,
    }
  try {
    const reference = parseReference(name)
    const exact = told.digest === null ? reference : { ...reference, tag: null, digest: told.digest }
    const target = `docker://${referenceText(exact)}`
    const opened = await openTarget({ ...request, target, platform: image.platform })
    const compared = opened.kind === 'image' ? baseOf(image, opened.image) : null
    return { base: compared === null ? told : { ...compared, name, named: told.named }, warning: null }
  } catch (error) {
    if (!(error instanceof ImageError || error instanceof SourceError)) throw error
    return {
      base: told,
      warning: `--base auto: ${name}, the ${told.named} of ${image.name}: ${error.message} [${error.code}]`,
    }
  }
}

async function openBase(target: string, request: ImageTarget): Promise<Image> {
  const opened = await openTarget({ ...request, target: baseTarget(target, request) })
  if (opened.kind === 'image') return opened.image
  throw new ImageError('NOT_AN_IMAGE', `--base ${target}: a folder, not an image.`)
}

function environmentsOf(tree: FileTree, options: LockfileOptions, verify: boolean): readonly Lockfile[] {
  const found = findEnvironments(tree, { place: '/', readDocument })
  return lockfilesOf(verify ? verifyEnvironments(tree, found) : found, options)
}

/** Nothing lies beside an environment of an image: each is a project of its own. */
function place(file: Lockfile): Placed {
  const absolute = `/${file.path}/environment`
  return { file, text: '', absolute, real: absolute, boundary: `/${file.path}` }
}

function takenOf(files: readonly Placed[], failed: readonly FailedFile[]): Taken {
  return {
    files,
    includes: new Map(),
    skipped: files.flatMap(({ file }) => file.skipped),
    coverage: {
      read: files.map(({ file }) => ({
        path: file.path,
        format: file.format,
        dependencies: file.dependencies.length,
        skipped: file.skipped.length,
      })),
      failed,
      passedOver: [],
    },
  }
}

function failedOf(problem: ImageProblem, name: string): FailedFile {
  const { code, layer, path, detail } = problem
  const place = path === null ? `layer ${layer}` : `layer ${layer}, ${path}`
  return {
    path: name,
    format: 'image',
    code: bounded.has(code) ? 'TOO_MANY' : 'MALFORMED',
    message: `${place}: ${detail} [${code}]`,
  }
}

const bounded: ReadonlySet<string> = new Set(['too-many-entries', 'too-many-members', 'kept-too-much'])

function summaryOf(
  { name, digest, platform }: Image,
  references: readonly LayerReference[],
  applied: AppliedLayers,
): Omit<ImageSummary, 'base' | 'hidden'> {
  const layers = references.map((reference, index) => {
    const layer = applied.layers[index]
    return {
      ...reference,
      bytes: layer?.bytes ?? 0,
      entries: layer?.entries ?? 0,
    }
  })
  return { name, digest, platform, layers }
}

/** One line for each kind of oddity: a hostile image has many of one. */
function warningsOf(name: string, problems: readonly ImageProblem[]): readonly string[] {
  return [...Map.groupBy(problems, ({ code }) => code)].map(([code, same]) => {
    const first = same[0]
    const place =
      first === undefined ? '' : `layer ${first.layer}${first.path === null ? '' : `, ${first.path.slice(0, 200)}`}`
    const more = same.length > 1 ? ` (and ${same.length - 1} more)` : ''
    return `${name}: ${place}: ${first?.detail ?? ''} [${code}]${more}`
  })
}
