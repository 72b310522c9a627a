import { requirements } from '../formats/requirements.ts'
import { parseRequirementsText } from '../requirements/read.ts'
import type { Environment, ShellWord } from './environment.ts'
import { Scope } from './environment.ts'
import { findInstaller } from './find.ts'
import { type InstallContext, readInstallCommand } from './install.ts'
import { readShell, type ShellCommand, type ShellScript, scriptAt } from './shell.ts'

const shells = /^(?:ba|z|da|a|k|fi)?sh$/
const remote = new Set(['ssh', 'su', 'runuser', 'gosu'])
const powershells = new Set(['powershell', 'pwsh'])
const deepest = 6

/** What a script is read with: everything but what the script itself decides. */
export type ScriptContext = Omit<InstallContext, 'environment' | 'directory'>

/** Reads every command of a script, those in scripts that it hands to another shell too. */
export function readScript(script: ShellScript, environment: Environment, context: ScriptContext, depth = 0): void {
  if (depth > deepest || isOtherLanguage(script.text)) return
  for (const command of readShell(script, environment)) readCommand(command, context, depth)
}

/** A first line such as `#!/usr/bin/env python3` hands the script to something that is no shell. */
function isOtherLanguage(text: string): boolean {
  return text.startsWith('#!') && !/^#!.*\b(?:ba|z|da|a|k)?sh\b/.test(text)
}

/** Reads one command given as words. */
export function readWords(words: readonly ShellWord[], environment: Environment, context: ScriptContext): void {
  readCommand({ words, environment, directory: '', heredocs: [], outputs: [], depth: 0 }, context, 0)
}

function readCommand(command: ShellCommand, context: ScriptContext, depth: number): void {
  const { environment, directory, words } = command
  if (readInstallCommand(words, { ...context, environment, directory })) {
    if (words.some((word) => word.text === '/dev/stdin' || word.text === '-')) readRequirements(command, context)
    return
  }
  for (const inner of innerScripts(words)) readScript(inner, environment, context, depth + 1)
  if (command.heredocs.length === 0) return
  if (words.length === 0 || words.some((word) => shells.test(baseName(word)) || remote.has(baseName(word)))) {
    for (const inner of command.heredocs) readScript(inner, new Scope(environment), context, depth + 1)
  } else if (command.outputs.some((word) => requirements.matches(word.text)) || writesRequirements(words)) {
    readRequirements(command, context)
  }
}

function baseName(word: ShellWord): string {
  return word.text.slice(word.text.lastIndexOf('/') + 1).replace(/\.exe$/, '')
}

function writesRequirements(words: readonly ShellWord[]): boolean {
  return words[0]?.text === 'tee' && words.some((word) => requirements.matches(word.text))
}

function readRequirements(command: ShellCommand, context: ScriptContext): void {
  for (const body of command.heredocs) readRequirementsPart(body, context)
}

/** Reads a part of a file that is a requirements file in itself. */
export function readRequirementsPart(part: ShellScript, context: ScriptContext): void {
  const { collector, cell, scopes } = context
  const file = parseRequirementsText(part.text, collector.path)
  const place = cell === undefined ? {} : { cell }
  const dependencies = file.dependencies.map((one) => ({ ...one, scopes: scopes ?? one.scopes, direct: true }))
  collector.addAll({ ...file, dependencies }, (at) => ({
    ...at,
    ...place,
    line: part.lineOf(Math.max(0, at.line - 1)),
  }))
}

/** The scripts that a command gives to another shell: `bash -c "…"`, `su -c "…"`, `eval …`, `cmd /c …`. */
function innerScripts(words: readonly ShellWord[]): readonly ShellScript[] {
  const [head] = words
  if (head === undefined || findInstaller(words) !== null) return []
  const name = baseName(head)
  if (name === 'eval') return joined(words.slice(1))
  if (name === 'cmd') return joined(words.slice(words.findIndex((word) => /^\/c$/i.test(word.text)) + 1))
  if (powershells.has(name)) return joined(words.slice(words.findIndex((word) => /^-c/i.test(word.text)) + 1))
  const shell = words.findIndex((word) => shells.test(baseName(word)) || remote.has(baseName(word)))
  if (shell < 0) return []
  const option = words.findIndex((word, at) => at > shell && /^-[a-z]*c$/.test(word.text))
  const script = option < 0 ? undefined : words[option + 1]
  return script === undefined ? [] : [scriptAt(script.text, script.line)]
}

function joined(words: readonly ShellWord[]): readonly ShellScript[] {
  const [first] = words
  return first === undefined ? [] : [scriptAt(words.map((word) => word.text).join(' '), first.line)]
}
