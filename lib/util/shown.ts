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
