import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import {
  type BlobStore,
  type Descriptor,
  documentTypes,
  type Image,
  ImageError,
  type ImageReference,
  mostDocumentBytes,
  openImage,
  type Platform,
  parseReference,
  referenceText,
} from '@cordon/images'
import type { RegistryDocument, RegistryRepository } from '@cordon/sources'
import { type OpenedPath, openImagePath } from './open-path.ts'

export interface ImageTarget {
  /** As the person wrote it: a path, or the name of an image in a registry. */
  readonly target: string
  readonly cwd: string
  /** Null: the one that there is; of several linux/amd64. */
  readonly platform: Platform | null
  /** Connects to the repository of a registry. */
  readonly connect: (reference: ImageReference, accept: readonly string[]) => RegistryRepository
}

/** What a target may start with to say where it lies, in skopeo's words. */
const transports = /^(oci|oci-archive|docker-archive|dir|docker):(?:\/\/)?/

/**
 * Opens what a target names. A path that exists comes before the name of an image in a registry; `PATH:TAG` names one image of several. Throws
 * `ImageError` or, from the registry, `SourceError`.
 */
export async function openTarget(request: ImageTarget): Promise<OpenedPath> {
  const { target, cwd, platform } = request
  const transport = transports.exec(target)
  const rest = transport === null ? target : target.slice(transport[0].length)
  if (transport?.[1] !== 'docker') {
    const place = placeOf(rest, cwd)
    if (place !== null) return await openImagePath(place.absolute, { name: target, platform, tag: place.tag })
    if (transport !== null || /^[./~]/.test(rest))
      throw new ImageError(
        'NOT_AN_IMAGE',
        `${target}: no such file or folder. Name an existing path, or an image of a registry.`,
      )
  }
  return { kind: 'image', image: await openRemote(parseReference(rest), request) }
}

/** A base that is named by its digest alone lies in the repository of the image itself. */
export function baseTarget(base: string, { target, cwd }: Pick<ImageTarget, 'target' | 'cwd'>): string {
  if (!/^sha256:[0-9a-f]{64}$/.test(base)) return base
  const name = target.replace(/^docker:(?:\/\/)?/, '')
  if (placeOf(target, cwd) !== null || (name === target && transports.test(target)))
    throw new ImageError(
      'BAD_REFERENCE',
      `--base ${base}: a digest alone names an image only beside one in a registry. Write NAME@${base}, or a path.`,
    )
  return `docker://${referenceText({ ...parseReference(name), tag: null, digest: base })}`
}

function placeOf(text: string, cwd: string): { readonly absolute: string; readonly tag: string | null } | null {
  if (text === '') return null
  const whole = resolve(cwd, text)
  if (existsSync(whole)) return { absolute: whole, tag: null }
  // A tag may be a whole name with a colon of its own: `saved.tar:app:1.0`.
  for (let colon = text.indexOf(':', 1); colon > 0; colon = text.indexOf(':', colon + 1)) {
    const absolute = resolve(cwd, text.slice(0, colon))
    if (existsSync(absolute)) return { absolute, tag: text.slice(colon + 1) }
  }
  return null
}

async function openRemote(reference: ImageReference, { target, platform, connect }: ImageTarget): Promise<Image> {
  const repository = connect(reference, documentTypes)
  const document = await repository.document(reference.digest ?? reference.tag ?? 'latest', mostDocumentBytes)
  const root: Descriptor = {
    mediaType: document.mediaType,
    digest: document.digest,
    size: document.bytes.length,
    annotations: new Map(),
    platform: null,
  }
  return await openImage(storeOf(repository, document), root, { name: shownName(target, reference), platform })
}

/** As it was written, without what only says where to look. */
function shownName(target: string, reference: ImageReference): string {
  return target.startsWith('docker:') ? referenceText(reference) : target
}

function storeOf(repository: RegistryRepository, first: RegistryDocument): BlobStore {
  return {
    async read({ digest }, kind, limit) {
      if (digest === first.digest) return first.bytes
      return kind === 'manifest'
        ? (await repository.document(digest, limit)).bytes
        : await repository.blob(digest, limit)
    },
    open: ({ digest }) => repository.stream(digest),
  }
}
