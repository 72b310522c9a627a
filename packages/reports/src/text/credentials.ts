import { replaceCredentials } from '@cordon/model'

/** Replaces user names, passwords and tokens in URLs by `***`: a report is copied into logs, comments and dashboards. */
export function maskCredentials(text: string): string {
  return replaceCredentials(text, '***@')
}
