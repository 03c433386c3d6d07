// Type tools without a word of the domain.

/** The same type, flat in the editor. */
export type Simplify<T> = { [K in keyof T]: T[K] } & {}

/**
 * What is wrong, in words. Where a type asks for it, the compiler says the sentence in its error: `… is not assignable to
 * 'Problem<"there is no option 'tll' here">'`. An object, so that a wrong property is one error at its place: a literal type would make the
 * whole `never`, and every property an error.
 */
export interface Problem<M extends string> {
  readonly PROBLEM: M
}
