import { ImageError } from '../error.ts'
import { type Descriptor, readDescriptor } from './descriptor.ts'
import { fieldOf, listOf, readObject, textOf, textsOf } from './json.ts'
import { indexTypes, isConfigType, isLayerType, manifestTypes } from './media-type.ts'

/** One image: its configuration and its layers, the lowest first. */
export interface Manifest {
  readonly kind: 'manifest'
  readonly config: Descriptor
  readonly layers: readonly Descriptor[]
  readonly annotations: ReadonlyMap<string, string>
}

/** Several images, of which a platform or a name chooses one. */
export interface ImageIndex {
  readonly kind: 'index'
  readonly manifests: readonly Descriptor[]
  readonly annotations: ReadonlyMap<string, string>
}

const mostManifests = 10_000

/** The document that a descriptor or a registry calls an image; throws `BAD_DOCUMENT`, `UNSUPPORTED` or `NOT_AN_IMAGE`. */
export function readManifest(bytes: Uint8Array, mediaType: string, what: string): Manifest | ImageIndex {
  const object = readObject(bytes, what)
  const own = textOf(object, 'mediaType')
  if (own !== null && mediaType !== '' && own !== mediaType)
    throw new ImageError('BAD_DOCUMENT', `${what}: says it is ${shown(own)}, and is named as ${shown(mediaType)}.`)
  const type = own ?? mediaType
  if (fieldOf(object, 'schemaVersion') === 1 || type.startsWith('application/vnd.docker.distribution.manifest.v1'))
    throw new ImageError(
      'UNSUPPORTED',
      `${what}: a manifest of schema 1, which registries gave up. Push the image again.`,
    )
  const hasLayers = fieldOf(object, 'layers') !== undefined || fieldOf(object, 'config') !== undefined
  const hasManifests = fieldOf(object, 'manifests') !== undefined
  // Read as the one or the other, one digest would name two images.
  if (hasLayers && hasManifests)
    throw new ImageError('BAD_DOCUMENT', `${what}: is a manifest and an index at once, which the standard forbids.`)
  const annotations = textsOf(object, 'annotations')
  if (hasManifests && !manifestTypes.includes(type)) {
    const manifests = listOf(object, 'manifests')
    if (manifests.length > mostManifests) throw new ImageError('TOO_LARGE', `${what}: ${manifests.length} manifests.`)
    return { kind: 'index', annotations, manifests: manifests.map((each) => readDescriptor(each, what)) }
  }
  if (!hasLayers || indexTypes.includes(type))
    throw new ImageError('BAD_DOCUMENT', `${what}: neither a manifest nor an index.`)
  const config = readDescriptor(fieldOf(object, 'config'), `${what}, config`)
  if (!isConfigType(config.mediaType))
    throw new ImageError(
      'NOT_AN_IMAGE',
      `${what}: an artifact of type ${shown(config.mediaType)}, not a container image.`,
    )
  const layers = listOf(object, 'layers').map((each, index) => readDescriptor(each, `${what}, layer ${index}`))
  const strange = layers.find((layer) => !isLayerType(layer.mediaType))
  if (strange !== undefined)
    throw new ImageError(
      'UNSUPPORTED',
      `${what}: a layer of type ${shown(strange.mediaType)}, which holds no files that are read.`,
    )
  return { kind: 'manifest', config, layers, annotations }
}

function shown(mediaType: string): string {
  return mediaType.slice(0, 120)
}
