// The part of a URL between `//` and `@`. Neither part may hold a slash, so that a search never backs up.
const userInfo = /:\/\/([^\s/@:]*)(:[^\s/@]*)?@/g
const harmless = /^(?:git|hg|svn|bzr|\$\{\w+\})?$/

/** Masks user names that may be tokens, and passwords, in every URL of a text; `${VARIABLE}` and `git@` stay. */
export function withoutSecrets(text: string): string {
  if (!text.includes('@') || !text.includes('://')) return text
  return text.replace(userInfo, (_, user: string, password: string | undefined) => {
    const keepsPassword = password === undefined || harmless.test(password.slice(1))
    if (password === undefined) return `://${harmless.test(user) ? user : '***'}@`
    return `://${user}${keepsPassword ? password : ':***'}@`
  })
}
