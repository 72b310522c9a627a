// The part of a URL between `//` and `@`. Neither part may hold a slash, so that a search never backs up.
const userInfo = /:\/\/([^\s/@:]*)(:[^\s/@]*)?@/g
// `?token=…`: what stands for a person or a signature, under the names in use. Bounded, so that a search never backs up far.
const secretParameter =
  /([?&][\w.-]{0,24}?(?:token|secret|passw(?:or)?d|api[_-]?key|signature|credential|auth)[\w.-]{0,24}=)(?!\$\{\w+\}(?:[&#\s]|$))[^&#\s'"]+/gi
const harmless = /^(?:git|hg|svn|bzr|\$\{\w+\})?$/

/** Masks user names that may be tokens, passwords, and query parameters that are named as secrets, in every URL of a text; `${VARIABLE}` and `git@` stay. */
export function withoutSecrets(text: string): string {
  if (!text.includes('://')) return text
  const open = text.includes('=') ? text.replace(secretParameter, '$1***') : text
  if (!open.includes('@')) return open
  return open.replace(userInfo, (_, user: string, password: string | undefined) => {
    const keepsPassword = password === undefined || harmless.test(password.slice(1))
    if (password === undefined) return `://${harmless.test(user) ? user : '***'}@`
    return `://${user}${keepsPassword ? password : ':***'}@`
  })
}
