export type { CommandModule, Io, Writer } from './command.ts'
export { main } from './main.ts'
