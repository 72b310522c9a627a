export {
  type AppliedLayer,
  type AppliedLayers,
  type ApplySettings,
  applyLayers,
  defaultImageLimits,
  type ImageLimits,
  type LayerSource,
} from './apply.ts'
export { type BaseImage, baseOf, guessBoundary, layerReferences } from './base.ts'
export { ImageError, type ImageErrorCode } from './error.ts'
export { type HistoryEntry, type ImageConfig, readConfig } from './format/config.ts'
export type { Descriptor } from './format/descriptor.ts'
export { digestOf } from './format/digest.ts'
export type { ImageFiles } from './format/files.ts'
export { mostDocumentBytes } from './format/json.ts'
export { type ImageIndex, type Manifest, readManifest } from './format/manifest.ts'
export { documentTypes, indexTypes, manifestTypes } from './format/media-type.ts'
export { fitsPlatform, type Platform, parsePlatform, platformText } from './format/platform.ts'
export { type ImageReference, parseReference, referenceText, usualRegistry } from './format/reference.ts'
export type { BlobStore } from './format/store.ts'
export { type BuildStep, commandsOf, readStep, stepText } from './history.ts'
export { type Image, type ImageChoice, openImage, usualPlatform } from './image.ts'
export { type LayoutChoice, openLayout } from './layout.ts'
export { openLegacy } from './legacy.ts'
export { type ImageProblem, type ImageProblemCode, imageProblemTable, kindOfProblem } from './problem.ts'
export { openSaved } from './saved.ts'
export type { HiddenFile } from './tree/layered-tree.ts'
export { treeOfFiles } from './tree/tree-of-files.ts'
export { type Unpacking, type UnpackLimits, unpackLayer } from './unpack.ts'
