// One reason why a value does not fit: its place, the expectation, and the value itself.

/** A place in a value: property names and list indexes, outermost first. */
export type FailurePath = readonly (string | number)[]

/** Why one value was rejected. `value` can be read by programs, but is left out of messages, JSON and inspection. */
export interface Failure {
  readonly path: FailurePath
  readonly message: string
  readonly value: unknown
  /** Set if the message does not come from this library: it may quote the value, and these values around it. */
  readonly quotes?: readonly unknown[]
}
