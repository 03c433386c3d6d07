// Type tools without a word of the domain.

/** The same type, flat in the editor. */
export type Simplify<T> = { [K in keyof T]: T[K] } & {}
