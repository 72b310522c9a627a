import fc from 'fast-check'

const digits = fc.oneof(fc.nat(3).map(String), fc.nat(120).map(String), fc.stringMatching(/^[0-9]{1,30}$/))
const separator = fc.constantFrom('', '.', '-', '_')

function optional(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof({ weight: 2, arbitrary: fc.constant('') }, { weight: 1, arbitrary: text })
}

const epoch = optional(digits.map((number) => `${number}!`))
const release = fc.array(digits, { minLength: 1, maxLength: 5 }).map((segments) => segments.join('.'))
const pre = fc
  .tuple(separator, fc.constantFrom('a', 'b', 'c', 'rc', 'alpha', 'beta', 'pre', 'Preview'), separator, digits)
  .map((parts) => parts.join(''))
const post = fc.oneof(
  fc.tuple(separator, fc.constantFrom('post', 'rev', 'r', 'POST'), separator, digits).map((parts) => parts.join('')),
  digits.map((number) => `-${number}`),
)
const dev = fc.tuple(separator, fc.constant('dev'), separator, digits).map((parts) => parts.join(''))
const local = fc
  .array(fc.oneof(digits, fc.stringMatching(/^[a-zA-Z0-9]{1,4}$/)), { minLength: 1, maxLength: 3 })
  .map((segments) => `+${segments.join('.')}`)

/** Versions without a local part, as people and tools write them. */
export const publicVersionText = fc
  .tuple(epoch, release, optional(pre), optional(post), optional(dev))
  .map((parts) => parts.join(''))

/** Versions as people and tools write them. */
export const versionText = fc.tuple(publicVersionText, optional(local)).map((parts) => parts.join(''))

/** A version, or null where the test makes one near another. */
export const nearVersionText = fc.option(versionText, { freq: 3 })

/** Anything, mostly near a version. */
export const anyVersionText = fc.oneof(fc.string(), fc.stringMatching(/^[ 0-9.v!+abcrdepost_-]{0,40}$/), versionText)
