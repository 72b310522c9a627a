import { WorkflowReader } from '../ci/workflow.ts'
import { Collector } from '../commands/collector.ts'
import { installMarks } from '../commands/marks.ts'
import type { LockfileFormat } from '../format.ts'
import { parseYaml } from '../yaml.ts'

const workflow = /(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/
const action = /(?:^|\/)action\.ya?ml$/

/** What the `run:` steps of workflows and composite actions install. */
export const githubActions = {
  id: 'github-actions',
  title: 'GitHub Actions workflow or action',
  files: ['.github/workflows/*.yml', 'action.yml'],
  role: 'command',
  marks: installMarks,
  matches(path) {
    return workflow.test(path) || action.test(path)
  },
  parse(text, path) {
    const collector = new Collector(path)
    new WorkflowReader(text, collector).read(parseYaml(text))
    return collector.finish('github-actions')
  },
} as const satisfies LockfileFormat
