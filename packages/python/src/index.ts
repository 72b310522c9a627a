export { type DecodedSource, decodeSource } from './decode-source.ts'
export type { AesRequest, Codecs } from './decoders/codecs.ts'
export { type EvaluateOptions, type Evaluation, evaluate } from './evaluate/evaluate.ts'
export type {
  CallEvent,
  Chain,
  Event,
  ImportEvent,
  LayerEvent,
  Limit,
  LimitEvent,
  Place,
  Root,
  StagedEvent,
  StoreEvent,
} from './evaluate/event.ts'
export { type Limits, usualLimits } from './evaluate/machine.ts'
export { isEarlier, type Stage, stages } from './evaluate/stage.ts'
export { reprOf, strOf } from './evaluate/text-of.ts'
export type { Arguments, Making, ModuleValue, Unit, Value } from './evaluate/value.ts'
export { isConstant } from './evaluate/value.ts'
export { type Lexed, lex, mostTokens } from './lexer.ts'
export { bytesValue, numberValue, textValue } from './literal.ts'
export { ExceptTarget, isNot, Node, ParameterKind, PrintForm, RaiseForm, SlicePart } from './node.ts'
export { type AnalyseOptions, analysePackage } from './package/analyse.ts'
export type { PackageLimits } from './package/package-modules.ts'
export type { Extent, LiteralExtent, Shape } from './package/shape.ts'
export type { Entry, FileEvents, PackageEvents, SourceFile } from './package/source-file.ts'
export { parse, parseTokens } from './parser.ts'
export { Lines } from './position.ts'
export type { Problem, ProblemCode, Problems } from './problem.ts'
export { SoftKeyword, type Symbols } from './symbols.ts'
export { augmented, keywords, StringFlag, statementKeywords, Token } from './token.ts'
export type { TokenBuffer } from './token-buffer.ts'
export { Tree } from './tree.ts'
