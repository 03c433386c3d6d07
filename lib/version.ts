// The version of this package; a spec holds it to package.json.

/** The version of this package. */
export const version = '0.1.0'
