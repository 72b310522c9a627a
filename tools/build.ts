/** Placeholder until the command line exists. */
console.log('nothing to bundle yet')
