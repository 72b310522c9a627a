import type { Action, PackageCode } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { fileOf, isForShow } from './flow/files.ts'
import { isBuildOnly, tellingProgram } from './flow/programs.ts'
import { seenAt } from './flow/seen.ts'

const id = 'source/spawn-at-import'

const meta: BehaviourMeta = {
  title: 'Starts a program when it is imported',
  domain: 'malicious',
  severity: 'medium',
  why: `A process is started by the mere import of a module. Some packages ask the system about itself that way; those that start a hidden process, an interpreter or a program that fetches have decided for everybody who imports them.`,
  remedy: 'Read what is started. A library should do so only when it is asked to.',
  references: ['https://attack.mitre.org/techniques/T1059/', 'https://attack.mitre.org/techniques/T1195/002/'],
  attack: ['T1059', 'T1195.002'],
}

const interpreters: ReadonlySet<string> = new Set(
  'python python3 pythonw node bash sh zsh cmd perl ruby php java'.split(' '),
)

/** A process is started at import, or at every start of Python. */
export const spawnAtImport = defineBehaviour({
  id,
  meta,
  see({ code }) {
    return code.actions
      .filter(
        ({ kind, stage, isReached }) => kind === 'spawn' && isReached && (stage === 'import' || stage === 'start'),
      )
      .map((action) => {
        const isOpen = !isForShow(fileOf(code, action.at.path)) && !isBuildOnly(action)
        const isTelling =
          action.isHidden || tellingProgram(action) !== null || action.layer > 0 || action.naming === 'reflected'
        const isInterpreter = action.commands.some(({ program }) => interpreters.has(program))
        return seenAt(action, {
          confidence: !isOpen
            ? 'low'
            : importsOnly(action, code)
              ? 'high'
              : isTelling || isInterpreter
                ? 'medium'
                : 'low',
          does: `starts ${action.isHidden ? 'a hidden program' : 'a program'} when it is imported`,
        })
      })
  },
})

/** Another interpreter is started that only imports something, and not this package: for what that import does. */
function importsOnly({ commands }: Action, { name }: PackageCode): boolean {
  return commands.some(({ python }) => {
    if (python === null || python.length > longestScript) return false
    const statements = python.split(/[;\n]/).map((statement) => statement.trim())
    const modules = statements.flatMap((statement) => importStatement.exec(statement)?.[1] ?? [])
    return (
      statements.every((text) => text === '' || text.startsWith('warnings.') || importStatement.test(text)) &&
      modules.some((module) => !harmless.has(module) && module.toLowerCase() !== name?.replaceAll('-', '_'))
    )
  })
}

const longestScript = 2000
const importStatement = /^(?:import|from)\s+([A-Za-z_]\w*)/
const harmless: ReadonlySet<string> = new Set(['warnings', 'sys', 'os', 'platform', 'ctypes'])
