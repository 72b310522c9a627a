import type { LayerSource } from './apply.ts'
import { ImageError } from './error.ts'
import { type ImageConfig, readConfig } from './format/config.ts'
import type { Descriptor } from './format/descriptor.ts'
import { type ImageIndex, type Manifest, readManifest } from './format/manifest.ts'
import { fitsPlatform, type Platform, platformText } from './format/platform.ts'
import { type BlobStore, readDocument } from './format/store.ts'

/** One image, its documents read and checked, its layers not yet. */
export interface Image {
  /** As people call it: a reference, or the file it lies in. */
  readonly name: string
  /** Of its manifest; of its configuration where it has no manifest. */
  readonly digest: string
  readonly platform: Platform
  readonly config: ImageConfig
  readonly annotations: ReadonlyMap<string, string>
  /** The lowest first. */
  readonly layers: readonly LayerSource[]
}

export interface ImageChoice {
  readonly name: string
  /** Null: the one that there is; of several `usualPlatform`. */
  readonly platform: Platform | null
}

/** What is meant where nobody says it. */
export const usualPlatform: Platform = { os: 'linux', architecture: 'amd64', variant: null }

const deepestIndex = 4

/** The image that a descriptor leads to, through indexes by platform. Throws `ImageError`. */
export async function openImage(store: BlobStore, root: Descriptor, choice: ImageChoice): Promise<Image> {
  let descriptor = root
  const annotations = new Map<string, string>()
  for (let depth = 0; depth < deepestIndex; depth++) {
    for (const [key, value] of descriptor.annotations) annotations.set(key, value)
    const bytes = await readDocument(store, descriptor, 'manifest')
    const document = readManifest(bytes, descriptor.mediaType, `manifest ${descriptor.digest}`)
    for (const [key, value] of document.annotations) annotations.set(key, value)
    if (document.kind === 'manifest') return await imageOf(store, { document, descriptor, annotations, choice })
    descriptor = chooseManifest(document, choice)
  }
  throw new ImageError('BAD_DOCUMENT', `${choice.name}: more than ${deepestIndex} indexes inside each other.`)
}

/** The manifest of an index for a platform; throws `NO_PLATFORM`. */
export function chooseManifest({ manifests }: ImageIndex, { name, platform }: ImageChoice): Descriptor {
  // Statements about images stand in indexes as images of no platform.
  const images = manifests.filter(
    (each) => each.annotations.get('vnd.docker.reference.type') === undefined && each.platform?.os !== 'unknown',
  )
  const only = images[0]
  if (only !== undefined && images.length === 1 && platform === null) return only
  const asked = platform ?? usualPlatform
  const found = images.find((each) => each.platform !== null && fitsPlatform(each.platform, asked))
  if (found !== undefined) return found
  const known = images.map((each) => (each.platform === null ? 'unnamed' : platformText(each.platform))).slice(0, 20)
  throw new ImageError(
    'NO_PLATFORM',
    `${name}: no image for ${platformText(asked)}; there ${known.length === 0 ? 'is none' : `are ${known.join(', ')}`}. Choose with --platform.`,
  )
}

interface Opening {
  readonly document: Manifest
  readonly descriptor: Descriptor
  readonly annotations: ReadonlyMap<string, string>
  readonly choice: ImageChoice
}

async function imageOf(store: BlobStore, { document, descriptor, annotations, choice }: Opening): Promise<Image> {
  const config = readConfig(await readDocument(store, document.config, 'blob'), `config ${document.config.digest}`)
  requirePlatform(config, choice)
  if (config.diffIds.length !== document.layers.length)
    throw new ImageError(
      'BAD_DOCUMENT',
      `${choice.name}: its manifest has ${document.layers.length} layers, its configuration ${config.diffIds.length}.`,
    )
  return {
    name: choice.name,
    digest: descriptor.digest,
    platform: config.platform,
    config,
    annotations,
    layers: document.layers.map((layer, index) => ({
      index,
      digest: layer.digest,
      size: layer.size,
      diffId: config.diffIds[index] ?? null,
      open: () => store.open(layer),
    })),
  }
}

/** Who asks for a platform is not given another. */
export function requirePlatform({ platform }: ImageConfig, { name, platform: asked }: ImageChoice): void {
  if (asked === null || fitsPlatform(platform, { ...asked, variant: null })) return
  throw new ImageError(
    'NO_PLATFORM',
    `${name}: an image for ${platformText(platform)}, not for ${platformText(asked)}. Leave --platform out, or name another image.`,
  )
}
