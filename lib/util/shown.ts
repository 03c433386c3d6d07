// Objects that print as one line, in JSON and in inspection, because they hold values, secrets and circular references.

const inspectSymbol = Symbol.for('nodejs.util.inspect.custom')

/**
 * The base of classes whose instances are printed as their own `toString()` and nothing else: an operation that someone
 * forgot to await shows no table, filter or value in `JSON.stringify` or a log. The methods are not part of its type,
 * so a stub that fits structurally does not need them.
 */
export const Shown = class {
  toJSON(): string {
    return String(this)
  }

  [inspectSymbol](): string {
    return String(this)
  }
  // The type leaves both methods out, as said above.
} as unknown as new () => object

/**
 * Makes such a class without adding `toString` to its type, for classes whose methods are counted by name. `line`
 * returns the text for an instance.
 */
export function shownAs<T extends object>(line: (self: T) => string): new () => object {
  return class extends Shown {
    override toString(): string {
      return line(this as object as T)
    }
  }
}
