import { isObject } from '@cordon/model'
import { ImageError } from './error.ts'
import type { HistoryEntry, ImageConfig } from './format/config.ts'
import { digestOf } from './format/digest.ts'
import { type ImageFiles, readFile } from './format/files.ts'
import { type JsonObject, listOf, mostDocumentBytes, objectOf, readObject, textOf, textsOf } from './format/json.ts'
import { readPlatform } from './format/platform.ts'
import { type Image, requirePlatform } from './image.ts'
import type { LayoutChoice } from './layout.ts'

const idForm = /^[0-9a-f]{64}$/
const mostLayers = 1000

/** One layer of the form that `docker save` wrote before 1.10: a folder named by its id, with the id of the layer below it. */
interface LegacyLayer {
  readonly id: string
  readonly json: JsonObject
}

/**
 * An image as `docker save` wrote it before 1.10: `repositories` names the highest layer, each layer its parent. Nothing in it says what the bytes of
 * a layer must be. Throws `ImageError`.
 */
export async function openLegacy(files: ImageFiles, choice: LayoutChoice): Promise<Image> {
  const bytes = await readFile(files, 'repositories', mostDocumentBytes)
  const top = chooseTop(readObject(bytes, `${files.label}: repositories`), choice)
  const layers = await chainOf(files, top)
  const config = configOf(layers)
  requirePlatform(config, choice)
  return {
    name: choice.name,
    digest: digestOf(Buffer.from(top)),
    platform: config.platform,
    config,
    annotations: new Map(),
    layers: layers.map(({ id }, index) => {
      const path = `${id}/layer.tar`
      if (files.size(path) === null)
        throw new ImageError('MISSING_BLOB', `${files.label}: ${path} is not there. Save the image again.`)
      return { index, digest: null, size: null, diffId: null, open: () => files.open(path) }
    }),
  }
}

function chooseTop(repositories: JsonObject, { name, tag }: LayoutChoice): string {
  const tops = new Map<string, string>()
  for (const [repository, tags] of Object.entries(repositories))
    for (const [each, id] of isObject(tags) ? Object.entries(tags) : [])
      if (typeof id === 'string' && idForm.test(id)) tops.set(`${repository}:${each}`, id)
  const shown = [...tops.keys()].slice(0, 20).join(', ')
  const ids = new Set(tag === null ? tops.values() : tops.has(tag) ? [tops.get(tag) ?? ''] : [])
  const [only] = ids
  if (tops.size === 0) throw new ImageError('NOT_AN_IMAGE', `${name}: an archive without an image.`)
  if (only === undefined)
    throw new ImageError('NO_TAG', `${name}: no image is called ${tag ?? ''} there; there are ${shown}.`)
  if (ids.size > 1)
    throw new ImageError('AMBIGUOUS', `${name}: holds several images; name one of them as PATH:TAG: ${shown}.`)
  return only
}

/** The lowest first. */
async function chainOf(files: ImageFiles, top: string): Promise<readonly LegacyLayer[]> {
  const chain: LegacyLayer[] = []
  const seen = new Set<string>()
  for (let id: string | null = top; id !== null; ) {
    const what = `${files.label}: ${id.slice(0, 80)}/json`
    if (!idForm.test(id) || seen.has(id) || seen.size >= mostLayers)
      throw new ImageError('BAD_DOCUMENT', `${what}: its layers make no chain.`)
    seen.add(id)
    const json = readObject(await readFile(files, `${id}/json`, mostDocumentBytes), what)
    chain.push({ id, json })
    id = textOf(json, 'parent')
  }
  return chain.reverse()
}

function configOf(layers: readonly LegacyLayer[]): ImageConfig {
  const top = layers.at(-1)?.json ?? {}
  const config = objectOf(top, 'config') ?? {}
  return {
    platform: readPlatform(top),
    created: textOf(top, 'created'),
    diffIds: [],
    history: layers.map(({ json }): HistoryEntry => ({ createdBy: commandOf(json), isEmptyLayer: false })),
    labels: textsOf(config, 'Labels'),
    env: listOf(config, 'Env').filter((each) => typeof each === 'string'),
  }
}

function commandOf(json: JsonObject): string | null {
  const words = listOf(objectOf(json, 'container_config') ?? {}, 'Cmd').filter((word) => typeof word === 'string')
  return words.length === 0 ? null : words.join(' ')
}
