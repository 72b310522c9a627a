import type { Collector } from '../commands/collector.ts'
import { emptyEnvironment } from '../commands/environment.ts'
import { readInstallCommand } from '../commands/install.ts'
import { type DataNode, itemsOf, type ScalarNode, textAt, valueAt } from '../node.ts'

/** Repositories that mirror tools of other languages for pre-commit. */
const foreignMirrors =
  /\/mirrors-(?:coffeelint|csslint|eslint|fixmyjs|jshint|prettier|puppet-lint|ruby-lint|scss-lint)$/
/** `pkg@1.2`, `@scope/pkg`, `gem:1.0`, `host/module@v1`: how other package managers write a pin. */
const foreignPin = /^@|^[A-Za-z0-9._/-]+@[0-9^~v]|^[A-Za-z0-9_-]+:{1,2}[A-Za-z0-9]/
const scheme = /^(?:[a-z]+\+)?(?:https?|file|ssh|git):/i

/** Reads the hooks of `.pre-commit-config.yaml`, or those that `.pre-commit-hooks.yaml` offers. */
export function readHooks(root: DataNode, collector: Collector): void {
  for (const hook of itemsOf(root)) readHook(hook, '', collector)
  for (const repository of itemsOf(valueAt(root, 'repos'))) {
    const url = textAt(repository, 'repo') ?? ''
    for (const hook of itemsOf(valueAt(repository, 'hooks'))) readHook(hook, url, collector)
  }
}

function readHook(hook: DataNode, repository: string, collector: Collector): void {
  const entries = itemsOf(valueAt(hook, 'additional_dependencies')).filter((item) => item.kind === 'scalar')
  const language = textAt(hook, 'language')
  if (entries.length === 0 || isForeign(language, repository, entries)) return
  const id = textAt(hook, 'id')
  // pre-commit hands the entries to the installer as they are, options among them.
  const command = [language === 'conda' ? 'conda' : 'pip', 'install']
  const words = [
    ...command.map((text) => ({ text, raw: text, line: hook.line, dynamic: null })),
    ...entries.map(({ text, line }) => ({ text: text.trim(), raw: text, line, dynamic: null })),
  ]
  readInstallCommand(words, {
    collector,
    environment: emptyEnvironment,
    directory: '',
    scopes: id === null ? [] : [{ kind: 'group', name: id }],
  })
}

/** pre-commit names no language where the repository itself says it; then the way the entries are written tells. */
function isForeign(language: string | null, repository: string, entries: readonly ScalarNode[]): boolean {
  if (language !== null) return language !== 'python' && language !== 'python_venv' && language !== 'conda'
  return foreignMirrors.test(repository) || entries.some(({ text }) => foreignPin.test(text) && !scheme.test(text))
}
