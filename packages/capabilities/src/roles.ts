import type { FileRole } from './package-code.ts'

const tests = /(?:^|\/)(?:tests?|testing)\/|(?:^|\/)(?:test_[^/]*|[^/]*_tests?|conftest)\.py$/i
const documents = /(?:^|\/)(?:docs?|documentation)\//i
const examples = /(?:^|\/)(?:examples?|demos?|samples?|tutorials?|benchmarks?|notebooks?)\//i

/** What a file is for, by its place and name. */
export function roleOf(path: string): FileRole {
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (name === 'setup.py' && path.split('/').length <= 2) return 'setup'
  if (name === 'sitecustomize.py' || name === 'usercustomize.py' || name.endsWith('.pth') || name.endsWith('.start'))
    return 'start'
  if (name === 'hatch_build.py' || name === 'pdm_build.py') return 'backend'
  if (tests.test(path)) return 'test'
  if (documents.test(path)) return 'documentation'
  if (examples.test(path)) return 'example'
  return roleByName(path)
}

/** What a module of the package is for, wherever it lies: a package may call itself `demo`, and what it imports runs wherever it lies. */
export function roleByName(path: string): FileRole {
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (name === '__init__.py') return 'init'
  return name === '__main__.py' ? 'main' : 'module'
}

/** For show: tests, documentation and examples. */
export function isAside(role: FileRole): boolean {
  return role === 'test' || role === 'documentation' || role === 'example'
}

const asidePackage =
  /^(?:[^/]*-\d[^/]*\/)?(?:src\/)?(?:tests?|testing|docs?|documentation|examples?|demos?|samples?|tutorials?|benchmarks?|notebooks?)\//i

/** Whether the package itself is called so, and not a folder within one. */
export function isPackageAside(path: string): boolean {
  return asidePackage.test(path)
}
