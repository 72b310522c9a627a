import type { Dependency, InstallOption, Location, Lockfile, Skipped } from '@cordon/model'
import { lockfileOf, optionOf, skip } from '../builder.ts'
import { LockfileError } from '../error.ts'
import type { LockfileFormat } from '../format.ts'
import type { PythonExpression } from '../python/expression.ts'
import { tokenizePython } from '../python/tokens.ts'
import { type ExtraKey, readDeclared, readExtraKey, requirementKeywords } from '../setuptools/declared.ts'
import { type Entry, Evaluator, sourceOf, stepBudget } from '../setuptools/evaluate.ts'
import { readSetupScript, type SetupCall, type SetupScript } from '../setuptools/script.ts'

/** A setup script, read and never run: only literals, and names that literals were assigned to, are understood. */
export const setupPy = {
  id: 'setup-py',
  title: 'setup.py of setuptools',
  files: ['setup.py'],
  role: 'manifest',
  matches(path) {
    return /(?:^|\/)setup\.py$/.test(path)
  },
  parse(text, path) {
    const { tokens, problem } = tokenizePython(text)
    if (problem !== null) {
      throw new LockfileError('MALFORMED', `Python could not read it: ${problem.reason}.`, { line: problem.line })
    }
    return read(readSetupScript(text, tokens), path)
  },
} as const satisfies LockfileFormat

interface Reading {
  readonly path: string
  readonly dependencies: Dependency[]
  readonly options: InstallOption[]
  readonly skipped: Skipped[]
  requiresPython: string | null
}

function read(script: SetupScript, path: string): Lockfile {
  const reading: Reading = { path, dependencies: [], options: [], skipped: [], requiresPython: null }
  const budget = stepBudget()
  for (const call of script.calls) {
    readCall(call, new Evaluator(script, call.scope, budget), reading)
    if (budget.left > 0) continue
    const reason = 'Following its names takes too many steps; what it requires is incomplete.'
    reading.skipped.push(skip({ path, line: call.line }, 'TOO_MANY', 'setup(…)', reason))
    break
  }
  return lockfileOf({ ...reading, format: 'setup-py', role: 'manifest' })
}

function readCall(call: SetupCall, evaluator: Evaluator, reading: Reading): void {
  for (const entry of keywordsOf(call, evaluator)) readKeyword(entry, evaluator, reading)
}

function keywordsOf(call: SetupCall, evaluator: Evaluator): readonly Entry[] {
  return call.arguments.flatMap(({ name, value }): readonly Entry[] => {
    if (name !== null) return [{ key: name, value }]
    return value.kind === 'spread' ? evaluator.entries(value.value) : []
  })
}

function readKeyword({ key, value }: Entry, evaluator: Evaluator, reading: Reading): void {
  const scope = key === null ? undefined : requirementKeywords.get(key)
  if (key === null) dynamic(value, sourceOf(value), reading)
  else if (scope !== undefined) readItems(value, { scope, marker: null }, evaluator, reading)
  else if (key === 'extras_require') readExtras(value, evaluator, reading)
  else if (key === 'python_requires') {
    reading.requiresPython = evaluator.textOf(value)
    if (reading.requiresPython === null) dynamic(value, sourceOf(value), reading)
  } else if (key === 'dependency_links') {
    for (const { text, line, dynamic: isDynamic } of evaluator.items(value)) {
      const at: Location = { path: reading.path, line }
      if (isDynamic) dynamic({ ...value, line }, text, reading)
      else reading.options.push(optionOf({ kind: 'find-links', value: text, at, text }))
    }
  }
}

function readExtras(value: PythonExpression, evaluator: Evaluator, reading: Reading): void {
  for (const entry of evaluator.entries(value)) {
    if (entry.key === null) dynamic(entry.value, sourceOf(entry.value), reading)
    else readItems(entry.value, readExtraKey(entry.key), evaluator, reading)
  }
}

function readItems(value: PythonExpression, key: ExtraKey, evaluator: Evaluator, reading: Reading): void {
  for (const { text, line, dynamic: isDynamic } of evaluator.items(value)) {
    if (isDynamic) dynamic({ ...value, line }, text, reading)
    else readDeclared({ ...key, text, at: { path: reading.path, line } }, reading)
  }
}

function dynamic({ line }: { readonly line: number }, text: string, reading: Reading): void {
  const reason = 'Its value is known only when the script runs, which is never done; declare it in pyproject.toml.'
  reading.skipped.push(skip({ path: reading.path, line }, 'DYNAMIC_VALUE', text, reason))
}
