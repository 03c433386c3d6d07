// One reason why a value does not fit: where it stands, what was expected, and the value itself.

/** A place in a value: property names and list indexes, outermost first. */
export type FailurePath = readonly (string | number)[]

/** Why one value was refused. `value` is at hand for the program, and kept out of messages, JSON and inspection. */
export interface Failure {
  readonly path: FailurePath
  readonly message: string
  readonly value: unknown
  /** Set where the message is not of this library: it may quote the value, and these values around it. */
  readonly quotes?: readonly unknown[]
}
