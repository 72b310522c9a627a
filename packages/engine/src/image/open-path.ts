import { statSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Image,
  ImageError,
  type ImageFiles,
  type LayoutChoice,
  openLayout,
  openLegacy,
  openSaved,
} from '@cordon/images'
import { filesOfFolder } from './folder-files.ts'
import { filesOfTar } from './tar-files.ts'

/** What lies at a path: an image, or the folder of a root file system. */
export type OpenedPath = { readonly kind: 'image'; readonly image: Image } | { readonly kind: 'rootfs' }

/** The image at a path: an OCI layout, an archive of one, or what `docker save` wrote. Throws `ImageError`. */
export async function openImagePath(absolute: string, choice: LayoutChoice): Promise<OpenedPath> {
  const isFolder = statSync(absolute).isDirectory()
  if (isFolder && !isImageFolder(absolute)) return { kind: 'rootfs' }
  const files = isFolder ? filesOfFolder(absolute, choice.name) : await filesOfTar(absolute, choice.name)
  return { kind: 'image', image: await openFiles(files, choice) }
}

function isImageFolder(absolute: string): boolean {
  return ['oci-layout', 'manifest.json'].some((name) =>
    statSync(join(absolute, name), { throwIfNoEntry: false })?.isFile(),
  )
}

/** Docker writes both; the layout has the digests of what is stored. */
async function openFiles(files: ImageFiles, choice: LayoutChoice): Promise<Image> {
  if (files.size('oci-layout') !== null && files.size('index.json') !== null) return await openLayout(files, choice)
  if (files.size('manifest.json') !== null) return await openSaved(files, choice)
  if (files.size('repositories') !== null) return await openLegacy(files, choice)
  throw new ImageError(
    'NOT_AN_IMAGE',
    `${choice.name}: neither an OCI image layout nor what docker save writes. Name an image, or a folder with a root file system.`,
  )
}
