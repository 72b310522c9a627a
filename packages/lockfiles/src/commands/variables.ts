import type { Include, InstallOption } from '@cordon/model'
import type { Installer } from './tools.ts'

/** What an installer takes from an environment variable. */
export interface InstallVariable {
  readonly name: string
  readonly kind: Exclude<InstallOption['kind'], 'other'> | 'index' | Include['kind']
}

const pip: readonly InstallVariable[] = [
  { name: 'PIP_INDEX_URL', kind: 'index-url' },
  { name: 'PIP_EXTRA_INDEX_URL', kind: 'extra-index-url' },
  { name: 'PIP_FIND_LINKS', kind: 'find-links' },
  { name: 'PIP_TRUSTED_HOST', kind: 'trusted-host' },
  { name: 'PIP_NO_INDEX', kind: 'no-index' },
  { name: 'PIP_PRE', kind: 'pre' },
  { name: 'PIP_REQUIRE_HASHES', kind: 'require-hashes' },
  { name: 'PIP_NO_BINARY', kind: 'no-binary' },
  { name: 'PIP_ONLY_BINARY', kind: 'only-binary' },
  { name: 'PIP_REQUIREMENT', kind: 'requirements' },
  { name: 'PIP_CONSTRAINT', kind: 'constraints' },
  { name: 'PIP_BUILD_CONSTRAINT', kind: 'constraints' },
]

const uv: readonly InstallVariable[] = [
  { name: 'UV_INDEX_URL', kind: 'index-url' },
  { name: 'UV_DEFAULT_INDEX', kind: 'index-url' },
  { name: 'UV_EXTRA_INDEX_URL', kind: 'extra-index-url' },
  { name: 'UV_INDEX', kind: 'index' },
  { name: 'UV_FIND_LINKS', kind: 'find-links' },
  { name: 'UV_INSECURE_HOST', kind: 'trusted-host' },
  { name: 'UV_NO_INDEX', kind: 'no-index' },
  { name: 'UV_REQUIRE_HASHES', kind: 'require-hashes' },
  { name: 'UV_NO_BINARY_PACKAGE', kind: 'no-binary' },
  { name: 'UV_CONSTRAINT', kind: 'constraints' },
  { name: 'UV_BUILD_CONSTRAINT', kind: 'constraints' },
]

const none: readonly InstallVariable[] = []

/** The environment variables that an installer listens to. */
export function variablesOf(family: Installer['family']): readonly InstallVariable[] {
  if (family === 'pip') return pip
  return family === 'uv' ? uv : none
}

/** True for a value that switches a flag off. */
export function isOff(value: string): boolean {
  return /^(?:0|false|no|off|n|f|)$/i.test(value)
}
