import type { LayerReference } from '@cordon/model'
import { ImageError } from './error.ts'
import type { HistoryEntry } from './format/config.ts'
import { commandsOf, readStep, stepText } from './history.ts'
import type { Image } from './image.ts'

/** The image that another was built on. */
export interface BaseImage {
  /** As annotations and labels call it; null when nothing does. */
  readonly name: string | null
  readonly digest: string | null
  /** How many of the lowest layers are its own; null when that is not known. */
  readonly layers: number | null
  /**
   * What says so: `given` the image that the caller named as base was compared · `history` a guess: base images end with the command they run,
   * and the history goes on after it · `none` nothing tells where it ends.
   */
  readonly boundary: 'given' | 'history' | 'none'
  /** What names it; null when nothing does. */
  readonly named: 'given' | 'annotation' | 'label' | null
}

const nameKey = 'org.opencontainers.image.base.name'
const digestKey = 'org.opencontainers.image.base.digest'

/** What an image was built on. `given` is the image that the caller says it is: throws `BAD_REFERENCE` when it is not. */
export function baseOf(image: Image, given: Image | null): BaseImage | null {
  const { config, annotations } = image
  if (given !== null) {
    const own = config.diffIds
    const base = given.config.diffIds
    if (base.length > own.length || base.some((diffId, index) => diffId !== own[index]))
      throw new ImageError(
        'BAD_REFERENCE',
        `--base ${given.name}: ${image.name} is not built on it: its layers are others. Name the very version it was built on.`,
      )
    return { name: given.name, digest: given.digest, layers: base.length, boundary: 'given', named: 'given' }
  }
  const guessed = guessBoundary(config.history, image.layers.length)
  for (const [named, texts] of [['annotation', annotations] as const, ['label', config.labels] as const]) {
    const name = texts.get(nameKey) ?? null
    const digest = texts.get(digestKey) ?? null
    if (name === null && digest === null) continue
    // A label is inherited: where it stands below the boundary it speaks of the base's own base, and no one can tell.
    return { name, digest, layers: guessed, boundary: guessed === null ? 'none' : 'history', named }
  }
  return guessed === null ? null : { name: null, digest: null, layers: guessed, boundary: 'history', named: null }
}

/** Layers below the last command (CMD or ENTRYPOINT) after which a further layer was made; null when there is none. */
export function guessBoundary(history: readonly HistoryEntry[], layers: number): number | null {
  if (history.filter((entry) => !entry.isEmptyLayer).length !== layers) return null
  let above = 0
  for (const entry of history.toReversed()) {
    if (!entry.isEmptyLayer) above++
    else if (above > 0 && isCommand(entry.createdBy)) return above < layers ? layers - above : null
  }
  return null
}

function isCommand(createdBy: string | null): boolean {
  if (createdBy === null) return false
  const { instruction } = readStep(createdBy)
  return instruction === 'CMD' || instruction === 'ENTRYPOINT'
}

/** Of a command as findings tell it. */
const longestCommand = 5000

/** The layers as findings name them, their commands as a Dockerfile has them. */
export function layerReferences(image: Image, base: BaseImage | null): readonly LayerReference[] {
  const { config, layers } = image
  const commands = commandsOf(config.history, layers.length)
  const below = base?.layers ?? null
  return layers.map(({ index, diffId }) => {
    const command = commands[index] ?? null
    return {
      index,
      diffId: diffId ?? '',
      createdBy: command === null ? null : stepText(command, longestCommand),
      base: below === null ? null : index < below,
    }
  })
}
