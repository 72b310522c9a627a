import type { Collector } from '../commands/collector.ts'
import { cmd, type Dialect, posix, powershell } from '../commands/dialect.ts'
import { type Environment, Scope } from '../commands/environment.ts'
import { joinPath } from '../commands/path.ts'
import { readScript, type ScriptContext } from '../commands/script.ts'
import { scriptAt } from '../commands/shell.ts'
import { YamlSource } from '../commands/yaml-script.ts'
import { type DataNode, entriesOf, itemsOf, type ScalarNode, textAt, valueAt } from '../node.ts'
import { bindVariables, fillExpressions } from './expressions.ts'
import { bindMatrix } from './matrix.ts'
import { fromRoot } from './root.ts'

const wholeExpression = /^\s*\$\{\{[^}]*\}\}\s*$/

/** What a step takes from the job and the workflow around it. */
interface Defaults {
  readonly scope: Scope
  readonly shell: string | null
  readonly directory: string | null
}

/** Reads the steps of a workflow or of a composite action. */
export class WorkflowReader {
  private readonly source: YamlSource
  private readonly collector: Collector

  constructor(text: string, collector: Collector) {
    this.source = new YamlSource(text)
    this.collector = collector
  }

  read(root: DataNode): void {
    const scope = new Scope()
    this.bindInputs(root, scope)
    bindVariables(valueAt(root, 'env'), scope, envName)
    const defaults = this.defaults(root, { scope, shell: null, directory: '' })
    for (const { value } of entriesOf(valueAt(root, 'jobs'))) this.readJob(value, defaults)
    for (const step of itemsOf(valueAt(valueAt(root, 'runs'), 'steps'))) this.readStep(step, defaults)
    if (this.source.isExhausted) this.collector.addTooMany()
  }

  /** An input counts as its default: that is what is installed when nobody says otherwise. */
  private bindInputs(root: DataNode, scope: Scope): void {
    const on = valueAt(root, 'on')
    const declared = [root, valueAt(on, 'workflow_dispatch'), valueAt(on, 'workflow_call')]
    for (const { key, line, value } of declared.flatMap((node) => [...entriesOf(valueAt(node, 'inputs'))])) {
      const text = textAt(value, 'default')
      const binding = { values: text === null || text.includes('${{') ? [] : [text], line }
      scope.set(`\${{inputs.${key}}}`, binding)
      scope.set(`\${{github.event.inputs.${key}}}`, binding)
    }
  }

  private defaults(node: DataNode, outer: Defaults): Defaults {
    const run = valueAt(valueAt(node, 'defaults'), 'run')
    const directory = textAt(run, 'working-directory')
    return {
      scope: outer.scope,
      shell: textAt(run, 'shell') ?? outer.shell,
      directory: directory === null ? outer.directory : literal(directory, outer.scope),
    }
  }

  private readJob(job: DataNode, outer: Defaults): void {
    const scope = new Scope(outer.scope)
    bindMatrix(valueAt(valueAt(job, 'strategy'), 'matrix'), scope)
    bindVariables(valueAt(job, 'env'), scope, envName)
    const isWindows = /windows/i.test(textAt(job, 'runs-on') ?? '')
    const shell = outer.shell ?? (isWindows ? 'pwsh' : null)
    const defaults = this.defaults(job, { scope, shell, directory: outer.directory })
    for (const step of itemsOf(valueAt(job, 'steps'))) this.readStep(step, defaults)
  }

  private readStep(step: DataNode, defaults: Defaults): void {
    const run = valueAt(step, 'run')
    if (run?.kind !== 'scalar') return
    const dialect = dialectOf(textAt(step, 'shell') ?? defaults.shell)
    if (dialect === null) return
    const scope = new Scope(defaults.scope)
    bindVariables(valueAt(step, 'env'), scope, envName)
    const directory = textAt(step, 'working-directory')
    const start = directory === null ? defaults.directory : literal(directory, scope)
    this.readRun(run, scope, { dialect, context: this.context(start) })
  }

  private readRun(run: ScalarNode, scope: Scope, how: { dialect: Dialect; context: ScriptContext }): void {
    const filled = wholeExpression.test(run.text) ? fillExpressions(run.text, run.line, scope).values : []
    const known = new Set(filled)
    if (known.size === 0) readScript(this.source.script(run, how.dialect), scope, how.context)
    for (const text of known) {
      if (this.source.spend(text.length)) readScript(scriptAt(text, run.line, how.dialect), scope, how.context)
    }
  }

  private context(start: string | null): ScriptContext {
    const { collector } = this
    return {
      collector,
      locate: (path, directory) => fromRoot(collector.path, joinPath(joinPath(start, directory ?? ''), path) ?? path),
    }
  }
}

function envName(name: string): string {
  return `\${{env.${name}}}`
}

/** How the shell of a step reads; null for what is no shell, as `shell: python`. */
function dialectOf(shell: string | null): Dialect | null {
  const program = /^[^\s{]*/.exec(shell ?? '')?.[0] ?? ''
  if (program === 'pwsh' || program === 'powershell') return powershell
  if (program === 'cmd') return cmd
  return program === '' || /(?:^|\/)(?:ba|z|da|a|k)?sh$/.test(program) || program.startsWith('$') ? posix : null
}

function literal(text: string, environment: Environment): string | null {
  const { values } = fillExpressions(text, 0, environment)
  return values.length === 1 ? (values[0] ?? null) : null
}
