/** A project name in normal form (PEP 503): lower case, runs of `-`, `_` and `.` folded to one `-`. */
export type PackageName = string & { readonly __brand: 'PackageName' }

// PEP 508: letters, digits, `.`, `_`, `-`; must start and end with a letter or digit.
const validName = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/

/** Normalizes a name that is known to be valid (PEP 503). */
export function normalizeName(text: string): PackageName {
  return text.toLowerCase().replace(/[-_.]+/g, '-') as PackageName
}

/**
 * The name of a conda package, which PEP 503 does not fold: `_libgcc_mutex` and `libgcc-mutex` are two packages. Only ever the
 * name of a dependency whose origin is conda.
 */
export function condaName(text: string): PackageName {
  return text.toLowerCase() as PackageName
}

/** The normal form of a valid name (PEP 508, PEP 503), or null. */
export function parseName(text: string): PackageName | null {
  return text.length <= 1024 && validName.test(text) ? normalizeName(text) : null
}
