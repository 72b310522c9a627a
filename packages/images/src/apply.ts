import { oddityTable, TarStream } from '@cordon/archives'
import type { FileTree, FileWish } from '@cordon/model'
import { ImageError } from './error.ts'
import { type ImageProblem, ProblemLog } from './problem.ts'
import { type HiddenFile, LayeredTree, type TreeLimits } from './tree/layered-tree.ts'
import { type UnpackLimits, unpackLayer } from './unpack.ts'

/** One layer as it is stored. What it promises is checked while it is read; null promises nothing. */
export interface LayerSource {
  readonly index: number
  /** `sha256:…` of its bytes as they are stored. */
  readonly digest: string | null
  readonly size: number | null
  /** `sha256:…` of its bytes unpacked. */
  readonly diffId: string | null
  /** The stored bytes, from the first. */
  open(): AsyncIterable<Uint8Array>
}

export interface ImageLimits extends TreeLimits, UnpackLimits {
  /** Of all layers, unpacked. */
  readonly imageBytes: number
  readonly layers: number
  /** Of one layer. */
  readonly members: number
}

const mebibyte = 1024 * 1024

/** Larger images are refused, or their rest reported as not read. */
export const defaultImageLimits: ImageLimits = {
  layers: 1000,
  layerBytes: 64 * 1024 * mebibyte,
  imageBytes: 128 * 1024 * mebibyte,
  ratio: 300,
  ratioFrom: 256 * mebibyte,
  members: 1_500_000,
  entries: 1_500_000,
  keptFile: 64 * mebibyte,
  kept: 96 * mebibyte,
  digestFile: 1024 * mebibyte,
  steps: 150_000_000,
  holes: 1024 * mebibyte,
}

export interface ApplySettings {
  /** What is done with a file's content, by its path in the image. */
  readonly wish: (path: string, size: number) => FileWish
  /** Any number that nobody who writes images knows. */
  readonly seed: number
  /** Whether files that later layers delete or replace are gathered. */
  readonly hidden: boolean
  readonly limits?: ImageLimits
  /** Called as each layer is read. */
  readonly onLayer?: (index: number) => void
}

/** What one layer turned out to be. */
export interface AppliedLayer {
  readonly index: number
  readonly diffId: string
  /** Bytes as stored and unpacked, and entries. */
  readonly packedBytes: number
  readonly bytes: number
  readonly entries: number
}

export interface AppliedLayers {
  /** As a container's file system shows it. */
  readonly tree: FileTree
  readonly layers: readonly AppliedLayer[]
  /** Files whose content was kept and that are not in the tree any more, though they are in the image. */
  readonly hidden: readonly HiddenFile[]
  readonly problems: readonly ImageProblem[]
}

/**
 * Reads layers from the lowest to the highest, each once and none of them into memory. Throws `ImageError` where what is read is not what was
 * promised, or is over a bound: nothing can be said of such an image.
 */
export async function applyLayers(layers: readonly LayerSource[], settings: ApplySettings): Promise<AppliedLayers> {
  const limits = settings.limits ?? defaultImageLimits
  if (layers.length > limits.layers)
    throw new ImageError('TOO_LARGE', `the image has ${layers.length} layers; more than ${limits.layers} are not read.`)
  const further = new Set<string>()
  for (let pass = 1; ; pass++) {
    const { missing, log, applied } = await applyOnce(layers, { settings, limits, further })
    const left = missing.filter((path) => !further.has(path))
    if (left.length === 0 || pass === mostPasses) {
      for (const path of left) log.note('content-missing', 0, path)
      return { ...applied, problems: log.problems }
    }
    for (const path of left) further.add(path)
  }
}

/** A link may stand for a file that had passed by when the link came: then the layers are read again, which no usual image needs. */
const mostPasses = 4

interface Once {
  readonly settings: ApplySettings
  readonly limits: ImageLimits
  /** Paths that are kept although nobody wishes for them by name. */
  readonly further: ReadonlySet<string>
}

interface AppliedOnce {
  readonly applied: Omit<AppliedLayers, 'problems'>
  readonly missing: readonly string[]
  readonly log: ProblemLog
}

async function applyOnce(layers: readonly LayerSource[], { settings, limits, further }: Once): Promise<AppliedOnce> {
  const log = new ProblemLog()
  const hidden: HiddenFile[] = []
  const { wish, seed, onLayer } = settings
  const tree = new LayeredTree({
    wish: further.size === 0 ? wish : (path, size) => (further.has(path) ? 'keep' : wish(path, size)),
    log,
    limits,
    seed,
    onHidden: settings.hidden ? hiddenInto(hidden, limits.kept, log) : null,
  })
  const applied: AppliedLayer[] = []
  let bytes = 0
  for (const layer of layers) {
    onLayer?.(layer.index)
    tree.startLayer(layer.index)
    const left = { ...limits, layerBytes: Math.min(limits.layerBytes, limits.imageBytes - bytes) }
    const one = await applyLayer(layer, { tree, log, limits: left })
    bytes += one.bytes
    applied.push(one)
  }
  return { applied: { tree: tree.finish(), layers: applied, hidden }, missing: tree.missing(), log }
}

interface Applying {
  readonly tree: LayeredTree
  readonly log: ProblemLog
  readonly limits: ImageLimits
}

async function applyLayer(layer: LayerSource, { tree, log, limits }: Applying): Promise<AppliedLayer> {
  const what = `layer ${layer.index} (${layer.digest ?? layer.diffId ?? 'no digest'})`
  const tar = new TarStream({
    visit: (member) => tree.apply(member),
    report: (code, path, detail = oddityTable[code][1]) => {
      if (!plainOddities.has(code)) log.add({ code, layer: layer.index, path, detail })
    },
    members: limits.members,
  })
  const packedBytes = Math.min(layer.size ?? limits.layerBytes, limits.layerBytes)
  const unpacking = unpackLayer(layer.open(), what, { ...limits, packedBytes })
  for await (const piece of unpacking.pieces) tar.push(piece)
  tar.finish()
  const { packed, unpacked } = unpacking.result()
  requireSame(layer.digest, packed.digest, what)
  requireSame(layer.diffId, unpacked.digest, `${what}, unpacked`)
  if (layer.size !== null && layer.size !== packed.size)
    throw new ImageError('WRONG_SIZE', `${what}: ${packed.size} bytes, not the ${layer.size} that were promised.`)
  return {
    index: layer.index,
    diffId: unpacked.digest,
    packedBytes: packed.size,
    bytes: unpacked.size,
    entries: tar.members,
  }
}

/** What layers of honest images are full of. */
const plainOddities: ReadonlySet<string> = new Set(['symbolic-link', 'hard-link', 'device-member', 'pax-size'])

function requireSame(promised: string | null, found: string, what: string): void {
  if (promised === null || promised === found) return
  throw new ImageError(
    'WRONG_DIGEST',
    `${what}: its bytes have the digest ${found}. It was damaged or replaced: pull or build the image again, and find out which.`,
  )
}

/** Kept to the same bound as what is in the tree. */
function hiddenInto(hidden: HiddenFile[], bound: number, log: ProblemLog): (file: HiddenFile) => void {
  let bytes = 0
  return (file) => {
    bytes += file.bytes.length + 256
    if (bytes <= bound) hidden.push(file)
    else log.note('kept-too-much', file.hiddenBy, file.path)
  }
}
