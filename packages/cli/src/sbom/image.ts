import { basename, resolve } from 'node:path'
import type { BomRequest } from '@cordon/documents'
import type { ImageSummary } from '@cordon/engine'
import { platformText } from '@cordon/images'

/** An image on this machine is called by its file: where that lies is nobody's business. */
export function imageName(target: string, image: ImageSummary | null, cwd: string): string {
  const name = image?.name ?? target
  return image === null || /^[./]/.test(name) ? basename(resolve(cwd, name)) : name
}

/** An image as the subject of a bill: its digest, platform, base and layers. */
export function imageSubject({ digest, platform, layers, base }: ImageSummary): NonNullable<BomRequest['subject']> {
  const property = (name: string, value: string): { readonly name: string; readonly value: string } => ({
    name: `cordon:${name}`,
    value,
  })
  return {
    type: 'container',
    version: digest,
    hashes: digest.startsWith('sha256:') ? [{ algorithm: 'sha256', value: digest.slice('sha256:'.length) }] : [],
    properties: [
      property('platform', platformText(platform)),
      ...(base === null || base.name === null ? [] : [property('base-image', base.name)]),
      ...layers.map(({ index, diffId }) => property('image-layer', `${index} ${diffId}`)),
    ],
  }
}
