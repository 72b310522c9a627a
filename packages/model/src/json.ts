/** Whether a value out of JSON or TOML is an object with members: neither null nor a list. Its members are as untrusted as its text. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
