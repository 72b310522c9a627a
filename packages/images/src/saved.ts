import { isObject } from '@cordon/model'
import type { LayerSource } from './apply.ts'
import { ImageError } from './error.ts'
import { readConfig } from './format/config.ts'
import { digestOf } from './format/digest.ts'
import { type ImageFiles, readFile } from './format/files.ts'
import { type JsonObject, listOf, mostDocumentBytes, readValue, textOf } from './format/json.ts'
import { type Image, requirePlatform } from './image.ts'
import type { LayoutChoice } from './layout.ts'

/** An image as `docker save` writes it: `manifest.json` names its configuration and the archives of its layers. Throws `ImageError`. */
export async function openSaved(files: ImageFiles, choice: LayoutChoice): Promise<Image> {
  const what = `${files.label}: manifest.json`
  const value = readValue(await readFile(files, 'manifest.json', mostDocumentBytes), what)
  const entries = Array.isArray(value) ? value.filter(isObject) : []
  const entry = chooseEntry(entries, choice)
  const configPath = textOf(entry, 'Config')
  const layerPaths = listOf(entry, 'Layers').filter((each) => typeof each === 'string')
  if (configPath === null) throw new ImageError('BAD_DOCUMENT', `${what}: names no configuration.`)
  const bytes = await readFile(files, configPath, mostDocumentBytes)
  const config = readConfig(bytes, `${files.label}: ${configPath.slice(0, 200)}`)
  requirePlatform(config, choice)
  if (layerPaths.length !== config.diffIds.length)
    throw new ImageError(
      'BAD_DOCUMENT',
      `${what}: ${layerPaths.length} layers, where its configuration has ${config.diffIds.length}.`,
    )
  return {
    name: choice.name,
    digest: digestOf(bytes),
    platform: config.platform,
    config,
    annotations: new Map(),
    layers: layerPaths.map((path, index) => savedLayer(files, path, { index, diffId: config.diffIds[index] ?? null })),
  }
}

function chooseEntry(entries: readonly JsonObject[], { name, tag }: LayoutChoice): JsonObject {
  const named = tag === null ? entries : entries.filter((entry) => listOf(entry, 'RepoTags').includes(tag))
  const first = named[0]
  if (first !== undefined && named.length === 1) return first
  const tags = entries.flatMap((entry) => listOf(entry, 'RepoTags')).map(String)
  const shown = tags.length === 0 ? '(unnamed)' : tags.slice(0, 20).join(', ')
  if (entries.length === 0) throw new ImageError('NOT_AN_IMAGE', `${name}: an archive without an image.`)
  if (named.length === 0)
    throw new ImageError('NO_TAG', `${name}: no image is called ${tag ?? ''} there; there are ${shown}.`)
  throw new ImageError('AMBIGUOUS', `${name}: holds several images; name one of them as PATH:TAG: ${shown}.`)
}

/** The configuration's digest of a layer is all that says what its bytes must be. */
function savedLayer(files: ImageFiles, path: string, layer: Pick<LayerSource, 'index' | 'diffId'>): LayerSource {
  if (files.size(path) === null)
    throw new ImageError(
      'MISSING_BLOB',
      `${files.label}: the layer ${path.slice(0, 200)} is not there. Save the image again.`,
    )
  return { ...layer, digest: null, size: null, open: () => files.open(path) }
}
