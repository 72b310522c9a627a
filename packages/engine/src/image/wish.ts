import type { FileWish } from '@cordon/model'

const metadata =
  /(?:^|\/)(?:[^/]+\.(?:dist-info|egg-info)\/(?:[^/]+|sboms\/[^/]+)|[^/]+\.(?:egg-info|pth|egg-link)|EGG-INFO\/[^/]+|pyvenv\.cfg|conda-meta\/(?:[^/]+\.json|history)|(?:site|user)customize\.py|patchlevel\.h|direct_url\.json|_vendor\/vendor\.txt)$/
const system =
  /^(?:etc\/os-release|usr\/lib\/os-release|etc\/apk\/arch|(?:usr\/)?lib\/apk\/db\/installed|var\/lib\/dpkg\/status(?:\.d\/[^/]+)?|var\/lib\/dpkg\/info\/[^/]*(?:python|py)[^/]*\.list|(?:var\/lib|usr\/lib\/sysimage)\/rpm\/[^/]+)$/

/** What of an image's files the environments are read from. */
export function wishOf(path: string): FileWish {
  return metadata.test(path) || system.test(path) ? 'keep' : 'pass'
}
