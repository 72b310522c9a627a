declare const CORDON_VERSION: string | undefined

/** Release of the command line; the bundler writes it in, a checkout runs as `0.0.0-dev`. */
export const version: string = typeof CORDON_VERSION === 'string' ? CORDON_VERSION : '0.0.0-dev'
