export { type Action, type ActionKind, actionKinds, type SourceKind, sourceKinds } from './action.ts'
export type { CodeFile, FileRole, PackageCode, Trait } from './package-code.ts'
