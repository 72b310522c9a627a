import { SourceError } from '../error.ts'

const proxyVariables = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY'] as const
const variables = [...proxyVariables, 'no_proxy', 'NO_PROXY'] as const

/**
 * Sends this process's `fetch` through the proxies that the environment names (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`, in
 * either case). Node does the same by itself only when it is started with `NODE_USE_ENV_PROXY=1`. Returns what undoes it.
 * Throws `SourceError('BAD_ADDRESS')` for a proxy that is no URL.
 */
export async function useProxyOf(env: Readonly<Record<string, string | undefined>>): Promise<() => void> {
  const nothing = (): void => undefined
  if (env.NODE_USE_ENV_PROXY === '1' || !proxyVariables.some((name) => (env[name] ?? '') !== '')) return nothing
  // Loaded only here: most runs open no connection, and start-up time is a feature.
  const { setGlobalProxyFromEnv } = await import('node:http')
  // Not there before Node 24.14, which leaves `NODE_USE_ENV_PROXY=1`.
  if (typeof setGlobalProxyFromEnv !== 'function') return nothing
  const chosen = Object.fromEntries(variables.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])))
  try {
    return setGlobalProxyFromEnv(chosen)
  } catch (cause) {
    // The value may hold a password: only the names are shown.
    const named = proxyVariables.filter((name) => (env[name] ?? '') !== '').join(', ')
    throw new SourceError('BAD_ADDRESS', `${named}: not the http address of a proxy. Check the variable.`, { cause })
  }
}
