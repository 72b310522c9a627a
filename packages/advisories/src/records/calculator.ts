import { createRequire } from 'node:module'
import type calculator from 'ae-cvss-calculator'

type Calculator = typeof calculator

let loaded: Calculator | null = null

/**
 * The calculator of CVSS scores, loaded when the first vector is scored: starting it takes as long as scanning a small
 * project, and only a build needs it. The first `require` is the bundler's, which puts the package into the bundle; sources
 * that run as they are have none, and make their own.
 */
export function loadCalculator(): Calculator {
  loaded ??=
    typeof require === 'function'
      ? (require('ae-cvss-calculator') as Calculator)
      : (createRequire(import.meta.url)('ae-cvss-calculator') as Calculator)
  return loaded
}
