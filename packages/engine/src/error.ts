import { CodedError } from '@cordon/model'

/** A target that cannot be scanned at all. */
export class EngineError extends CodedError<'NO_TARGET' | 'NOT_READABLE' | 'NOT_WRITTEN'> {}
