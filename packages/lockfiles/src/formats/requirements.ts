import type { LockfileFormat } from '../format.ts'
import { parseRequirementsText } from '../requirements/read.ts'

// rye calls its locks `requirements.lock` and `requirements-dev.lock`.
const endings = /\.(?:txt|in|pip)$|^requirements(?:-[a-z]+)?\.lock$/
// `requirements-dev.txt`, `devrequirements.in`, `constraints.txt`, `prod-constraints.txt`, `requirement.txt`
const named = /requirements|^constraints|(?:^|[-_.])(?:requirement|constraints?)[-_.]/
const inFolder = /(?:^|\/)(?:requirements|constraints|reqs)\/.*\.(?:txt|in)$/
const prose = /^(?:readme|license|licence|copying|notice|changelog|changes|authors)\b/i

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** True for `constraints.txt`, `prod-constraints.txt` and files below a folder `constraints`. */
function isConstraints(path: string): boolean {
  return /constraints?/i.test(fileName(path)) || /(?:^|\/)constraints\//i.test(path)
}

/** pip's requirements and constraints files. */
export const requirements = {
  id: 'requirements',
  title: 'requirements or constraints file',
  files: ['requirements*.txt', 'requirements*.in', '*-requirements.txt', 'constraints*.txt', 'requirements/*.txt'],
  role: 'requirements',
  matches(path) {
    const name = fileName(path).toLowerCase()
    if (!endings.test(name)) return false
    return named.test(name) || (inFolder.test(path.toLowerCase()) && !prose.test(name))
  },
  parse(text, path) {
    return parseRequirementsText(text, path, { constraint: isConstraints(path) })
  },
} as const satisfies LockfileFormat
