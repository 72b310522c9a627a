export type {
  Annotation,
  Bom,
  BomEdge,
  BomSource,
  Component,
  ComponentType,
  DocumentFamily,
  EdgeKind,
  License,
  LicenseText,
  Occurrence,
  Party,
  Problem,
  ProblemCode,
  Property,
  ReadBom,
  Reference,
  Tool,
} from './bom.ts'
export { type DocumentFormat, documentFormats } from './document-formats.ts'
export { DocumentError, type DocumentErrorCode } from './error.ts'
export { type BomRequest, bomOf } from './from-lockfiles/bom-of.ts'
export type { Loss, LossCode } from './loss.ts'
export { readBom } from './read.ts'
export { lockfileOf } from './to-lockfile.ts'
export { type BomFinding, type BomFindingCode, findingsOf } from './validate/findings.ts'
export { type ElementScore, type Profile, type ProfileScore, profiles, scoreBom } from './validate/profiles.ts'
export type { VexLoss, VexLossCode } from './vex/loss.ts'
export { addToVex, mergeVex, type VexHead } from './vex/merge.ts'
export { readVex } from './vex/read.ts'
export { vexFormats, type WrittenVex, writeVex } from './vex/write.ts'
export {
  type BomDiff,
  type ChangedField,
  type ComponentChange,
  diffBoms,
  type EdgeChange,
  type FieldChange,
  isSameBom,
} from './work/diff.ts'
export { mergeBoms } from './work/merge.ts'
export { type Strippable, type StripRequest, stripBom, strippable } from './work/strip.ts'
export { type BomFormat, bomFormats, type WrittenBom, writeBom } from './write.ts'
