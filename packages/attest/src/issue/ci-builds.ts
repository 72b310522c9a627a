/** What the environment of a CI job says of the build that runs in it. The job can set these as it likes: they are claims. */
import type { JsonObject } from '../json.ts'
import { type BuildFacts, present } from './build-facts.ts'
import { IssueError } from './error.ts'

export type JobEnvironment = Readonly<Record<string, string | undefined>>

/**
 * The build of the CI job whose environment this is, GitHub Actions or GitLab CI; null in none of them. `claims`, of the job's identity
 * token, name the workflow that really runs, which may be a reusable one. Throws `build-facts`.
 */
export function ciBuild(env: JobEnvironment, claims: JsonObject | null): BuildFacts | null {
  if (env.GITHUB_ACTIONS === 'true') return githubBuild(env, claims)
  return env.GITLAB_CI === 'true' ? gitlabBuild(env) : null
}

/** GitHub's own build type, as its artifact attestations fill it. */
function githubBuild(env: JobEnvironment, claims: JsonObject | null): BuildFacts {
  const need = needFrom(env, 'GitHub Actions')
  const [server, repository, workflow] = [
    need('GITHUB_SERVER_URL'),
    need('GITHUB_REPOSITORY'),
    need('GITHUB_WORKFLOW_REF'),
  ]
  const ref = need('GITHUB_REF')
  const path = workflow.startsWith(`${repository}/`) ? workflow.slice(repository.length + 1) : workflow
  const running = claims?.job_workflow_ref
  return {
    buildType: 'https://actions.github.io/buildtypes/workflow/v1',
    externalParameters: {
      workflow: { ref, repository: `${server}/${repository}`, path: path.split('@', 1)[0] ?? path },
    },
    internalParameters: {
      github: present({
        event_name: env.GITHUB_EVENT_NAME ?? null,
        repository_id: env.GITHUB_REPOSITORY_ID ?? null,
        repository_owner_id: env.GITHUB_REPOSITORY_OWNER_ID ?? null,
        runner_environment: env.RUNNER_ENVIRONMENT ?? null,
      }),
    },
    dependencies: [{ uri: `git+${server}/${repository}@${ref}`, digest: { gitCommit: need('GITHUB_SHA') } }],
    builderId: `${server}/${typeof running === 'string' ? running : workflow}`,
    invocationId: `${server}/${repository}/actions/runs/${need('GITHUB_RUN_ID')}/attempts/${need('GITHUB_RUN_ATTEMPT')}`,
    startedOn: null,
    finishedOn: null,
  }
}

/** GitLab's build type. Of the variables only those that GitLab sets and that are no secret: all of them would tell too much. */
function gitlabBuild(env: JobEnvironment): BuildFacts {
  const need = needFrom(env, 'GitLab CI')
  const [project, job] = [need('CI_PROJECT_URL'), need('CI_JOB_ID')]
  const ref = env.CI_COMMIT_TAG ?? env.CI_COMMIT_REF_NAME ?? null
  return {
    buildType: 'https://docs.gitlab.com/ci/pipeline_security/slsa/provenance_v1',
    externalParameters: {
      source: project,
      entryPoint: need('CI_JOB_NAME'),
      variables: present({ CI_COMMIT_REF_NAME: ref, CI_PIPELINE_SOURCE: env.CI_PIPELINE_SOURCE ?? null }),
    },
    internalParameters: present({
      architecture: env.CI_RUNNER_EXECUTABLE_ARCH ?? null,
      job,
      name: env.CI_RUNNER_DESCRIPTION ?? null,
    }),
    dependencies: [{ uri: project, digest: { gitCommit: need('CI_COMMIT_SHA') } }],
    builderId: `${project}/-/runners/${need('CI_RUNNER_ID')}`,
    invocationId: job,
    startedOn: env.CI_JOB_STARTED_AT ?? null,
    finishedOn: null,
  }
}

function needFrom(env: JobEnvironment, where: string): (name: string) => string {
  return (name) => {
    const value = env[name]
    if (value !== undefined && value !== '') return value
    throw new IssueError('build-facts', `This says it is a job of ${where}, and ${name} is not set.`)
  }
}
