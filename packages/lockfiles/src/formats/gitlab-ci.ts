import { PipelineReader } from '../ci/gitlab.ts'
import { Collector } from '../commands/collector.ts'
import { installMarks } from '../commands/marks.ts'
import type { LockfileFormat } from '../format.ts'
import { parseYamlDocuments } from '../yaml.ts'

const fileName = /(?:^|\/)[^/]*\.gitlab-ci\.ya?ml$|(?:^|\/)(?:\.gitlab-ci|\.gitlab\/ci)\/.*\.ya?ml$/

/** What the jobs of a GitLab pipeline install. */
export const gitlabCi = {
  id: 'gitlab-ci',
  title: 'GitLab CI pipeline',
  files: ['.gitlab-ci.yml', '*.gitlab-ci.yml'],
  role: 'command',
  marks: installMarks,
  matches(path) {
    return fileName.test(path)
  },
  parse(text, path) {
    const collector = new Collector(path)
    new PipelineReader(text, parseYamlDocuments(text, { lastKeyWins: true }), collector).read()
    return collector.finish('gitlab-ci')
  },
} as const satisfies LockfileFormat
