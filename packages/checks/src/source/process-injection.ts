import type { CodeFile } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { actsUnasked, isForShow } from './flow/files.ts'
import { seenAt } from './flow/seen.ts'

const id = 'source/process-injection'

const meta: BehaviourMeta = {
  title: 'Puts machine code into memory and starts it',
  domain: 'malicious',
  severity: 'critical',
  why: `Memory is reserved that may be run, bytes are copied into it, and a thread is started there, in this process or in another one. So machine code runs that lies in no file. Debuggers do it to programs that they are told to attach to; a package that does it when it is imported is none.`,
  remedy: 'Do not install it. On a machine where it ran, treat the machine as compromised.',
  references: ['https://attack.mitre.org/techniques/T1055/', 'https://attack.mitre.org/techniques/T1620/'],
  attack: ['T1055', 'T1620'],
}

const steps: readonly (readonly [string, RegExp])[] = [
  ['reserves', /\.(?:VirtualAlloc(?:Ex)?|VirtualProtect(?:Ex)?|HeapCreate|NtAllocateVirtualMemory|mmap|mprotect)$/],
  ['copies', /\.(?:WriteProcessMemory|RtlMoveMemory|RtlCopyMemory|NtWriteVirtualMemory|memmove|UuidFromStringA)$/],
  [
    'starts',
    /\.(?:CreateThread|CreateRemoteThread(?:Ex)?|NtCreateThreadEx|QueueUserAPC|RtlCreateUserThread|EnumSystemLocalesA|ResumeThread|SetThreadContext|CFUNCTYPE\(\)\(\)|WINFUNCTYPE\(\)\(\))$/,
  ],
]
const distinctive = 2

/** Memory that runs is reserved, filled and started. */
export const processInjection = defineBehaviour({
  id,
  meta,
  see({ code }) {
    return code.files.flatMap(injections)
  },
})

function injections(file: CodeFile) {
  const seen = steps.flatMap(([, pattern]) => file.actions.find(({ path }) => pattern.test(path)) ?? [])
  const last = seen.at(-1)
  if (seen.length < distinctive || last === undefined || !file.actions.some(({ path }) => steps[2]?.[1].test(path)))
    return []
  const isWhole = seen.length === steps.length
  return [
    seenAt(last, {
      confidence: isForShow(file) || !isWhole ? 'low' : 'high',
      isConclusive: !isForShow(file) && isWhole && actsUnasked(last),
      does: 'puts machine code into memory and starts it',
      evidence: seen.map(({ path }) => path).join(', '),
    }),
  ]
}
