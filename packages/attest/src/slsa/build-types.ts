/** Types of build that are one workflow of GitHub's: of its own action, and of what came before it. */
export const workflowTypes: readonly string[] = [
  'https://actions.github.io/buildtypes/workflow/v1',
  'https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1',
]

/** A build in a container, by a workflow of the generator's. */
export const containerType = 'https://slsa.dev/container-based-build/v0.1?draft'

const certified = new Map<string, readonly string[]>([
  ...workflowTypes.map((type) => [type, ['/workflow/ref', '/workflow/repository', '/workflow/path']] as const),
  [containerType, ['/source/uri', '/source/digest/sha1']],
])

/** The external parameters of a type of build that GitHub's certificates say too, by JSON pointer. */
export function certifiedParameters(buildType: string | null): readonly string[] {
  return certified.get(buildType ?? '') ?? []
}
