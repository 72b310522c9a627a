/** Why a check could not answer, in words for people, and what to do about it. */
export interface UnknownReason {
  /** A few words that fit a line beside a count. */
  readonly title: string
  readonly next: string
}

const reasons: ReadonlyMap<string, UnknownReason> = new Map([
  ['CHECK_FAILED', { title: 'a check broke off', next: 'report it as a bug of cordon, with the file' }],
  ['NO_DATABASE', { title: 'no advisories to look in', next: 'run `cordon db update`' }],
  [
    'UNPINNED',
    { title: 'no fixed version to look up', next: 'pin the version, or lock the project and scan the lock' },
  ],
  ['LEGACY_VERSION', { title: 'not a PEP 440 version', next: 'move to a release with a standard version' }],
  [
    'UNMAPPED',
    {
      title: 'conda, not on the Python index',
      next: 'install them from the Python index, or allow the code UNMAPPED in the policy',
    },
  ],
  [
    'DISTRIBUTION_OWNED',
    {
      title: "the distribution's own build",
      next: "ask the distribution's security tracker, or decide about the code DISTRIBUTION_OWNED in the policy",
    },
  ],
  [
    'NOT_ON_INDEX',
    {
      title: 'from a repository, URL or folder',
      next: 'depend on a release from an index, or allow the code NOT_ON_INDEX in the policy',
    },
  ],
  [
    'NOT_REACHED',
    {
      title: 'its files could not be had',
      next: 'name an index that has them, or put their wheels into its cache, or allow the code NOT_REACHED in the policy',
    },
  ],
  [
    'NOT_VERIFIED',
    {
      title: 'its files cannot be compared',
      next: 'install it anew with a current installer, or decide about the code NOT_VERIFIED in the policy',
    },
  ],
  [
    'UNANALYSABLE',
    {
      title: 'too much of it cannot be looked at',
      next: 'see what was not analysed with `cordon inspect`, and decide by who made it',
    },
  ],
  ['UNREADABLE_ADVISORY', { title: 'its advisory cannot be read', next: 'read the advisory itself and decide' }],
])

const unfamiliar: UnknownReason = { title: 'a check could not answer', next: 'see --explain PACKAGE' }

/** The words for a code; an unfamiliar code gets general ones, and the check's own detail should stand beside them. */
export function reasonOfUnknown(code: string): UnknownReason & { readonly familiar: boolean } {
  const reason = reasons.get(code)
  return { ...(reason ?? unfamiliar), familiar: reason !== undefined }
}
