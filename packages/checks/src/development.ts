import type { Lockfile } from '@cordon/model'

const developmentPath =
  /(?:^|[-_./])(?:dev|devel|develop|development|tests?|testing|docs?|lint|ci|local|typing|bench|examples?)(?:[-_./]|$)/i

const developmentFormats: ReadonlySet<string> = new Set(['nox', 'pre-commit', 'tox'])

/** True for a file that, by its name, folder or kind, sets up developers' machines and test runs and not what is deployed. */
export function isForDevelopment(file: Lockfile): boolean {
  return developmentFormats.has(file.format) || developmentPath.test(file.path)
}
