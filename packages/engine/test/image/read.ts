/** Reads an image as the command does, and says what it found in short. */
import { type ImageRequest, type TakenImage, takeImage } from '@cordon/engine'
import type { Lockfile } from '@cordon/model'
import { createHttpClient, type FoundCredentials, openRepository } from '@cordon/sources'

export interface ReadOptions extends Partial<Pick<ImageRequest, 'platform' | 'base' | 'allLayers' | 'verify'>> {
  readonly credentials?: FoundCredentials
}

export async function readImage(cwd: string, target: string, options: ReadOptions = {}): Promise<TakenImage> {
  const { credentials = { kind: 'none' }, ...request } = options
  return await takeImage({
    target,
    cwd,
    platform: null,
    base: null,
    allLayers: false,
    verify: false,
    seed: 1,
    connect: ({ registry, repository }, accept) =>
      openRepository(createHttpClient({ fetch, now: () => new Date() }, { attempts: 2 }), {
        registry,
        repository,
        accept,
        credentials,
        plain: false,
      }),
    ...request,
  })
}

/** `name version @layer` of everything that is installed. */
export function installedIn({ taken }: TakenImage): readonly string[] {
  return taken.files.flatMap(({ file }) => namesOf(file)).sort()
}

export function namesOf(file: Lockfile): readonly string[] {
  return file.dependencies.map(
    ({ name, version, installed }) => `${name} ${version?.raw ?? '?'} @${installed?.layer?.index ?? '?'}`,
  )
}
