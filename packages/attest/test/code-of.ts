import { AttestError, type AttestErrorCode } from '../src/index.ts'

/** The code of what is thrown, or null. */
export function codeOf(run: () => unknown): AttestErrorCode | null {
  try {
    run()
    return null
  } catch (error) {
    if (error instanceof AttestError) return error.code
    throw error
  }
}
