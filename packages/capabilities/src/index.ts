export { type Action, type ActionKind, actionKinds, type SourceKind, sourceKinds } from './action.ts'
export { unknownPart } from './command-line.ts'
export { type Description, describePackage } from './describe.ts'
export { type EntryMaterial, entriesOf } from './entries/entries-of.ts'
export { type StageUnlessImported, stageUnlessImported } from './entries/importable.ts'
export {
  type Command,
  commandsOf,
  commandsOfWords,
  defang,
  hostOfUrl,
  type Indicator,
  type IndicatorKind,
  indicatorKinds,
  indicatorsOf,
  isPublicAddress,
  namesAny,
  urlsOf,
} from './indicators/index.ts'
export { isBuilding, isDecoding } from './making.ts'
export type { CodeFile, FileRole, PackageCode, Trait } from './package-code.ts'
export { isAside, roleOf } from './roles.ts'
