import { readHooks } from '../ci/hooks.ts'
import { Collector } from '../commands/collector.ts'
import type { LockfileFormat } from '../format.ts'
import { parseYaml } from '../yaml.ts'

const fileName = /(?:^|\/)\.pre-commit-(?:config|hooks)\.ya?ml$/

/** What pre-commit installs beside its hooks: their `additional_dependencies`. */
export const preCommit = {
  id: 'pre-commit',
  title: 'pre-commit configuration',
  files: ['.pre-commit-config.yaml', '.pre-commit-hooks.yaml'],
  role: 'command',
  matches(path) {
    return fileName.test(path)
  },
  parse(text, path) {
    const collector = new Collector(path)
    readHooks(parseYaml(text, { lastKeyWins: true }), collector)
    return collector.finish('pre-commit')
  },
} as const satisfies LockfileFormat
