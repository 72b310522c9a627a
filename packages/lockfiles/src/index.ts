import type { LockfileFormat } from './format.ts'
import { condaEnvironment } from './formats/conda-environment.ts'
import { condaLock } from './formats/conda-lock.ts'
import { dockerfile } from './formats/dockerfile.ts'
import { githubActions } from './formats/github-actions.ts'
import { gitlabCi } from './formats/gitlab-ci.ts'
import { hatch } from './formats/hatch.ts'
import { makefile } from './formats/makefile.ts'
import { notebook } from './formats/notebook.ts'
import { nox } from './formats/nox.ts'
import { pdmLock } from './formats/pdm-lock.ts'
import { pipfile } from './formats/pipfile.ts'
import { pipfileLock } from './formats/pipfile-lock.ts'
import { pixiLock } from './formats/pixi-lock.ts'
import { poetryLock } from './formats/poetry-lock.ts'
import { preCommit } from './formats/pre-commit.ts'
import { pylock } from './formats/pylock.ts'
import { pyproject } from './formats/pyproject.ts'
import { requirements } from './formats/requirements.ts'
import { script } from './formats/script.ts'
import { setupCfg } from './formats/setup-cfg.ts'
import { setupPy } from './formats/setup-py.ts'
import { shellScript } from './formats/shell-script.ts'
import { tox } from './formats/tox.ts'
import { uvLock } from './formats/uv-lock.ts'

export { EnvironmentError, environmentOf, platforms } from './environment.ts'
export { LockfileError } from './error.ts'
export type { LockfileFormat } from './format.ts'
export { pathsTo } from './paths.ts'
export {
  PinError,
  type PylockPins,
  readPylockPins,
  type WrittenIdentity,
  withIdentities,
} from './pylock/pin-identities.ts'
export { parseRequirementsText } from './requirements/read.ts'
export { type Selection, selectDependencies, type UnknownChoice, unknownChoices } from './select.ts'
export { decodeText } from './text.ts'

/** Every format, alphabetical by id. Order never carries meaning. */
export const lockfileFormats = [
  condaEnvironment,
  condaLock,
  dockerfile,
  githubActions,
  gitlabCi,
  hatch,
  makefile,
  notebook,
  nox,
  pdmLock,
  pipfile,
  pipfileLock,
  pixiLock,
  poetryLock,
  preCommit,
  pylock,
  pyproject,
  requirements,
  script,
  setupCfg,
  setupPy,
  shellScript,
  tox,
  uvLock,
] as const satisfies readonly LockfileFormat[]
