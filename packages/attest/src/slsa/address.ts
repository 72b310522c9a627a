/** An address of a workflow, apart from the ref it was taken at. */
export interface Address {
  readonly place: string
  /** `refs/tags/v1`, a commit, or empty. */
  readonly ref: string
}

/** `PLACE@REF` of an https address; any other text is all place. */
export function splitAddress(text: string): Address {
  const at = text.startsWith('https://') ? text.lastIndexOf('@') : -1
  return at === -1 ? { place: text, ref: '' } : { place: text.slice(0, at), ref: text.slice(at + 1) }
}

/** Path of a workflow in its repository: out of `REPOSITORY/PATH@REF`, and GitLab's `REPOSITORY//PATH@REF`. */
export function workflowPath(uri: string | undefined, repository: string | undefined): string | undefined {
  if (uri === undefined || repository === undefined || !uri.startsWith(`${repository}/`)) return undefined
  const path = uri.slice(repository.length + 1)
  const end = path.indexOf('@')
  return (end === -1 ? path : path.slice(0, end)).replace(/^\//, '')
}

const semverTag = /^refs\/tags\/v[0-9]{1,9}\.[0-9]{1,9}\.[0-9]{1,9}$/
const commit = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/

/** Whether a ref is of the kind that is asked for. Branches move; tags and commits are meant not to. */
export function isPinned(ref: string, refs: 'semver-tag' | 'tag-or-commit' | 'any'): boolean {
  if (refs === 'any' || semverTag.test(ref)) return true
  return refs === 'tag-or-commit' && (commit.test(ref) || (ref.startsWith('refs/tags/') && ref.length > 10))
}
