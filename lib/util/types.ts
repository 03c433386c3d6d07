// General type tools that know nothing of the domain.

/** The same type, flat in the editor. */
export type Simplify<T> = { [K in keyof T]: T[K] } & {}

/**
 * A problem, in words. If a type requires it, the compiler shows the sentence in its error: `… is not assignable to
 * 'Problem<"there is no option 'tll' here">'`. It is an object, so that a wrong property is one error at its place: a
 * literal type would turn the whole type into `never`, and every property into an error.
 */
export interface Problem<M extends string> {
  readonly PROBLEM: M
}
