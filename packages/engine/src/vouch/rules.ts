import { digestOfRooms } from '../artifact/rules-version.ts'

/** A digest of everything that decides whether something vouches for a file: the text of the rooms, and the libraries that they pin. */
export function vouchingRules(): string {
  return digestOfRooms(['attest', 'engine/src/vouch', 'model', 'pypa'])
}
