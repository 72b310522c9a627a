import { CodedError } from '@cordon/model'

/** A command line or configuration that cannot be used: exit code 2. */
export class UsageError extends CodedError<'OPTION' | 'CONFIG' | 'OUTPUT' | 'DATABASE' | 'VEX'> {}
