import { ImageError } from './error.ts'
import type { Descriptor } from './format/descriptor.ts'
import { type ImageFiles, readFile } from './format/files.ts'
import { readObject, textOf } from './format/json.ts'
import { readManifest } from './format/manifest.ts'
import type { BlobStore } from './format/store.ts'
import { chooseManifest, type Image, type ImageChoice, openImage } from './image.ts'

/** Which of a layout's images: its tag, or null for the one that there is. */
export interface LayoutChoice extends ImageChoice {
  readonly tag: string | null
}

const mostIndexBytes = 8 * 1024 * 1024
const refName = 'org.opencontainers.image.ref.name'
/** How containerd writes the whole name. */
const imageName = 'io.containerd.image.name'

/** An image of an OCI image layout (OCI image-spec, image-layout.md), in a folder or an archive. Throws `ImageError`. */
export async function openLayout(files: ImageFiles, choice: LayoutChoice): Promise<Image> {
  const marker = readObject(await readFile(files, 'oci-layout', 4096), `${files.label}: oci-layout`)
  const version = textOf(marker, 'imageLayoutVersion')
  if (version === null || !/^1\./.test(version))
    throw new ImageError(
      'UNSUPPORTED',
      `${files.label}: an image layout of version ${version?.slice(0, 40) ?? '?'}; 1.0.0 is read.`,
    )
  const index = readManifest(await readFile(files, 'index.json', mostIndexBytes), '', `${files.label}: index.json`)
  if (index.kind !== 'index') throw new ImageError('BAD_DOCUMENT', `${files.label}: its index.json is no index.`)
  return await openImage(layoutStore(files), chooseRoot(index.manifests, choice), choice)
}

function chooseRoot(manifests: readonly Descriptor[], choice: LayoutChoice): Descriptor {
  const { name, tag } = choice
  const tags = manifests.map(tagOf)
  const named = tag === null ? manifests : manifests.filter((each) => isNamed(each, tag))
  if (named.length === 0 && tag !== null)
    throw new ImageError('NO_TAG', `${name}: no image is called ${tag.slice(0, 200)} there; there are ${listed(tags)}.`)
  const digests = new Set(named.map(({ digest }) => digest))
  const first = named[0]
  if (first === undefined) throw new ImageError('NOT_AN_IMAGE', `${name}: an image layout without an image.`)
  if (digests.size === 1) return first
  // Several images without names are one for several platforms.
  const distinct = new Set(named.map(tagOf))
  if (distinct.size === 1) return chooseManifest({ kind: 'index', manifests: named, annotations: new Map() }, choice)
  throw new ImageError('AMBIGUOUS', `${name}: holds several images; name one of them as PATH:TAG: ${listed(tags)}.`)
}

function tagOf({ annotations }: Descriptor): string | null {
  return annotations.get(imageName) ?? annotations.get(refName) ?? null
}

function isNamed({ annotations, digest }: Descriptor, tag: string): boolean {
  return annotations.get(refName) === tag || annotations.get(imageName) === tag || digest === tag
}

function listed(tags: readonly (string | null)[]): string {
  const named = [...new Set(tags)].map((tag) => tag?.slice(0, 200) ?? '(unnamed)')
  return named.length === 0 ? 'none' : named.slice(0, 20).join(', ') + (named.length > 20 ? ', …' : '')
}

/** Blobs of a layout, under `blobs/<algorithm>/<hex>`. */
export function layoutStore(files: ImageFiles): BlobStore {
  const place = (digest: string): string => {
    const path = `blobs/${digest.replace(':', '/')}`
    if (files.size(path) !== null) return path
    throw new ImageError(
      'MISSING_BLOB',
      `${files.label}: the blob ${digest} is not there. Copy the image again, whole.`,
    )
  }
  return {
    read: async ({ digest }, _kind, limit) => await readFile(files, place(digest), limit),
    open: ({ digest }) => files.open(place(digest)),
  }
}
