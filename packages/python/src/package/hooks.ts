import { externalBaseOf, instantiate, memberOf } from '../evaluate/class.ts'
import type { CallEvent } from '../evaluate/event.ts'
import { callFunction } from '../evaluate/function.ts'
import type { Machine } from '../evaluate/machine.ts'
import { type ClassValue, type FunctionValue, noArguments, opaque, type Value } from '../evaluate/value.ts'
import { wasEntered } from '../evaluate/visits.ts'

/** Classes from which commands and hooks of a build are made. */
const buildClass = /^(?:setuptools|distutils|numpy\.distutils|wheel|hatchling|pdm|poetry|skbuild|Cython|torch\.utils)\b/
const setupCall = /(?:^|\.)setup$/
/** In the order in which a build calls them. */
const steps: readonly string[] = [
  'initialize_options',
  'finalize_options',
  'initialize',
  'run',
  'update',
  'build_extension',
]

/**
 * Runs what a build runs of the classes that its script defines or hands to `setup(cmdclass=…)`: they are made, and each of their
 * methods is called as the build does it.
 */
export function runBuildHooks(m: Machine, since: { readonly events: number; readonly definitions: number }): void {
  const classes = new Set<ClassValue>()
  for (const { event } of m.events.slice(since.events)) if (event.kind === 'call') addCommands(event, classes)
  for (const { owner } of m.definitions.slice(since.definitions))
    if (owner?.kind === 'class' && isBuildClass(externalBaseOf(owner))) classes.add(owner)
  for (const type of classes) runClass(m, type)
}

/** Makes an instance of a class and calls its methods. */
export function runClass(m: Machine, type: ClassValue): void {
  m.apart(type.unit, m.root, m.stage, () => {
    const unknownArguments = { ...noArguments, rest: [opaque('parameter', [])] }
    const self = instantiate(m, type, unknownArguments, type.node)
    for (const name of steps) callMember(m, memberOf(type, name), self)
    for (const member of type.members.values())
      if (member.kind === 'function' && !wasEntered(m, member)) callMember(m, member, self)
  })
}

function callMember(m: Machine, member: Value | undefined, self: Value): void {
  if (member?.kind !== 'function') return
  const bound: FunctionValue = member.form === 'static-method' ? member : { ...member, self }
  callFunction(m, bound, { ...noArguments, rest: [opaque('parameter', [])] }, member.node)
}

function isBuildClass(base: Value | undefined): boolean {
  if (base?.kind === 'choice') return base.options.some(isBuildClass)
  return (base?.kind === 'external' || base?.kind === 'opaque') && buildClass.test(base.path)
}

function addCommands(event: CallEvent, classes: Set<ClassValue>): void {
  if (!setupCall.test(event.path)) return
  const commands = event.given.named.get('cmdclass')
  if (commands?.kind === 'dict') for (const entry of commands.entries.values()) addClasses(entry.value, classes)
  for (const each of event.given.named.values()) addClasses(each, classes)
}

function addClasses(value: Value, classes: Set<ClassValue>): void {
  if (value.kind === 'class') classes.add(value)
  else if (value.kind === 'choice') for (const option of value.options) addClasses(option, classes)
}
