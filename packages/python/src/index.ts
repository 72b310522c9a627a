export { type Lexed, lex, mostTokens } from './lexer.ts'
