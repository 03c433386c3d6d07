// Properties that can be read by name, but are never listed: not in JSON, in logs, or by `util.inspect`.

/** Marks the prototype that holds the hidden properties of one object. */
const veiled: unique symbol = Symbol('dyntastic.veiled')

// Without `ownKeys` nothing can be listed; everything else (reading, `in`, assignment) finds a property by its name.
const veil: ProxyHandler<object> = Object.freeze({ ownKeys: () => [] })

/**
 * Sets a property that can be read, but that JSON, spreading and every kind of inspection leave out. `util.inspect`
 * with `showHidden` and `getters` prints own properties that are not enumerable, and accessors of prototypes. Therefore
 * the property is on a prototype of the object's own, whose properties cannot be listed.
 */
export function hide(target: object, name: string | symbol, value: unknown): void {
  hideLazily(target, name, () => value)
}

/** Sets a hidden property whose value is made when it is first read. */
export function hideLazily(target: object, name: string | symbol, make: () => unknown): void {
  let stored: { readonly value: unknown } | undefined
  Reflect.deleteProperty(target, name)
  Object.defineProperty(veilOf(target), name, {
    get: () => {
      stored ??= { value: make() }
      return stored.value
    },
    // Like any property of an Error, it can be assigned to; it stays hidden.
    set: (value: unknown) => {
      stored = { value }
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
