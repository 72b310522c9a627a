import { randomInt } from 'node:crypto'
import { type TakenImage, takeImage } from '@cordon/engine'
import { type ImageReference, parsePlatform } from '@cordon/images'
import {
  createHttpClient,
  findCredentials,
  homeFolder,
  openRepository,
  type RegistryRepository,
  useProxyOf,
} from '@cordon/sources'
import type { Io } from '../command.ts'
import type { ProgressLine } from '../progress.ts'

/** Options of every command that reads an image. */
export interface ImageReadOptions {
  readonly platform?: string
  readonly base?: string
  readonly allLayers?: boolean
  readonly plainHttp?: boolean
  readonly verify?: boolean
  readonly offline?: boolean
}

/** What is installed in an image, with a line of progress on a terminal. Throws `ImageError` and `SourceError`. */
export async function readImage(
  target: string,
  options: ImageReadOptions,
  { io, progress }: { readonly io: Io; readonly progress: ProgressLine },
): Promise<TakenImage> {
  const platform = options.platform === undefined ? null : parsePlatform(options.platform)
  const restore = await useProxyOf(io.env)
  return await takeImage({
    target,
    cwd: io.cwd,
    platform,
    base: options.base ?? null,
    allLayers: options.allLayers ?? false,
    verify: options.verify ?? false,
    seed: randomInt(2 ** 31),
    connect: (reference, accept) => connect(reference, accept, { options, io }),
    onLayer: (index, count) => progress.show(`reading layer ${index + 1} of ${count}`),
  }).finally(restore)
}

/** Nothing is sent before the image's documents are asked for. */
function connect(
  { registry, repository }: ImageReference,
  accept: readonly string[],
  { options, io }: { readonly options: ImageReadOptions; readonly io: Io },
): RegistryRepository {
  const offline = options.offline ?? !['', '0', 'false'].includes(io.env.CORDON_OFFLINE ?? '')
  return openRepository(createHttpClient(io, { offline }), {
    registry,
    repository,
    accept,
    credentials: findCredentials(registry, repository, { env: io.env, home: homeFolder() }),
    plain: options.plainHttp ?? false,
  })
}
