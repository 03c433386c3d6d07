// Objects that show themselves in one line, in JSON and in inspection: they hold values of items, secrets and circles that nobody meant to show.

const inspectSymbol = Symbol.for('nodejs.util.inspect.custom')

/**
 * The base of classes whose instances are shown as their own `toString()`, and nothing else of them: an operation that was forgotten to be
 * awaited, put into `JSON.stringify` or a log, shows no table, no filter and no value. The methods are kept out of its type, so that a
 * stub that fits by structure needs none of them.
 */
export const Shown = class {
  toJSON(): string {
    return String(this)
  }

  [inspectSymbol](): string {
    return String(this)
  }
} as unknown as new () => object

/** The same, for a class whose type must not gain a `toString`, as its methods are counted by name: `line` is how an instance is shown. */
export function shownAs<T extends object>(line: (self: T) => string): new () => object {
  return class extends Shown {
    override toString(): string {
      return line(this as object as T)
    }
  }
}
