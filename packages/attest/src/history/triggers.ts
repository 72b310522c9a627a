/** Events of GitHub that somebody without rights to a repository can cause, or bring text into. */
export const fromOutside: ReadonlySet<string> = new Set([
  'pull_request_target',
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'issue_comment',
  'issues',
  'discussion',
  'discussion_comment',
  'fork',
  'watch',
  'gollum',
])

/** Events that one person causes with one click or one request, without a change in the repository. */
export const byHand: ReadonlySet<string> = new Set([
  'workflow_dispatch',
  'repository_dispatch',
  // GitLab.
  'web',
  'api',
  'trigger',
])
