// Properties that a program reads by name, and that no listing of properties finds: not JSON, not a logger, not `util.inspect` with all its options.

/** Marks the prototype that holds the hidden properties of one object. */
const veiled: unique symbol = Symbol('dyntastic.veiled')

// Without `ownKeys` nothing can be listed; all else (reading, `in`, assignment) finds what is asked for by name.
const veil: ProxyHandler<object> = Object.freeze({ ownKeys: () => [] })

/**
 * Sets a property that the program can read, and that JSON, spreading and inspection of every kind leave out. `util.inspect` with
 * `showHidden` and `getters` prints own properties that are not enumerable, and accessors of prototypes: so it stands on a prototype of the
 * object's own, of which nothing can be listed.
 */
export function hide(target: object, name: string | symbol, value: unknown): void {
  hideLazily(target, name, () => value)
}

/** The same for a value that is made when it is first read. */
export function hideLazily(target: object, name: string | symbol, make: () => unknown): void {
  let held: { readonly value: unknown } | undefined
  Reflect.deleteProperty(target, name)
  Object.defineProperty(veilOf(target), name, {
    get: () => {
      held ??= { value: make() }
      return held.value
    },
    // Assigned to, as any property of an Error may be, it stays hidden.
    set: (value: unknown) => {
      held = { value }
    },
    configurable: true,
  })
}

function veilOf(target: object): object {
  const parent: object | null = Object.getPrototypeOf(target)
  if (parent !== null && Object.hasOwn(parent, veiled)) return parent
  const made: object = new Proxy(
    Object.create(parent, { [veiled]: { value: true, configurable: true } }),
    veil,
  )
  Object.setPrototypeOf(target, made)
  return made
}
