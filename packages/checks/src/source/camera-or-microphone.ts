import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { leaksOf, tellLeaks } from './flow/leaks.ts'
import { isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Camera or microphone that are listened in to',
  domain: 'malicious',
  severity: 'high',
  why: `Code that opens the camera or the microphone and speaks to the network in the same breath is a bug in the room, unless whoever runs it asked for a call.`,
  remedy: `Do not install it, unless recording is what the package is for.`,
  references: ['https://attack.mitre.org/techniques/T1125/', 'https://attack.mitre.org/techniques/T1123/'],
  attack: ['T1125', 'T1123'],
}

/** Sees camera or microphone that are listened in to. */
export const cameraOrMicrophone = defineBehaviour({
  id: 'source/camera-or-microphone',
  meta,
  see({ code }) {
    const leaks = leaksOf(code, {
      sources: [],
      isRead: ({ kind, path }) => kind === 'capture-camera' && path !== 'imageio.get_reader',
    })
    return tellLeaks(leaks, {
      does: 'sends what the camera or the microphone records',
      usual: 'low',
      isConclusive: ({ stage, sink }) => isUnasked(stage) && sink.kind === 'send',
    })
  },
})
