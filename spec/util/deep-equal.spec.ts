import { expect } from 'chai'
import { isDeepEqual } from '../../lib/util/deep-equal.js'

/** A class whose content is in a private field, and which says it in one way or none. */
class Hidden {
  readonly #cents: number
  constructor(cents: number) {
    this.#cents = cents
  }
  protected get cents(): number {
    return this.#cents
  }
}
class Json extends Hidden {
  toJSON(): object {
    return { cents: this.cents }
  }
}
class Primitive extends Hidden {
  override valueOf(): number {
    return this.cents
  }
}
class Text extends Hidden {
  override toString(): string {
    return `${this.cents}c`
  }
}
class Listed extends Hidden {
  *[Symbol.iterator](): Iterator<number> {
    yield this.cents
  }
}
class Throwing extends Hidden {
  toJSON(): never {
    throw new TypeError('no')
  }
}

const makers: Readonly<Record<string, (seed: number) => unknown>> = {
  string: (seed) => `${seed}`,
  NaN: (seed) => (seed === 1 ? Number.NaN : seed),
  URL: (seed) => new URL(`https://a.b/${seed}`),
  URLSearchParams: (seed) => new URLSearchParams({ seed: `${seed}` }),
  Headers: (seed) => new Headers({ seed: `${seed}` }),
  'Intl.Locale': (seed) => new Intl.Locale(`e${'nst'[seed - 1]}`),
  Date: (seed) => new Date(seed),
  RegExp: (seed) => new RegExp(`${seed}`),
  bytes: (seed) => Uint8Array.of(seed),
  'a class with properties': (seed) => Object.assign(new Throwing(1), { seed }),
  'private with JSON': (seed) => new Json(seed),
  'private with a primitive': (seed) => new Primitive(seed),
  'private with a text': (seed) => new Text(seed),
  'private with members': (seed) => new Listed(seed),
}
const places: Readonly<Record<string, (value: unknown, other: unknown) => unknown>> = {
  alone: (value) => value,
  'in an object': (value) => ({ a: 1, value }),
  'in a list': (value) => [1, value],
  'in a set': (value, other) => new Set([other, value]),
  'as a key of a map': (value) => new Map([[value, 1]]),
  'as a value of a map': (value) => new Map([['k', { value }]]),
}

describe('util/deep-equal', () => {
  for (const [what, make] of Object.entries(makers))
    for (const [where, put] of Object.entries(places))
      it(`${what} ${where}: equal if made alike, and not otherwise`, () => {
        const [one, same, other] = [put(make(1), make(3)), put(make(1), make(3)), put(make(2), make(3))]
        expect(isDeepEqual(one, same)).equal(true)
        expect(isDeepEqual(one, other)).equal(false)
        expect(isDeepEqual(other, one)).equal(false)
      })

  it('objects that say nothing of their content are equal if they are of one class', () => {
    for (const Class of [Hidden, Throwing]) expect(isDeepEqual(new Class(1), new Class(2))).equal(true)
    expect(isDeepEqual(new Hidden(1), new Throwing(1))).equal(false)
    expect(isDeepEqual({}, Object.create(null))).equal(false)
  })

  it('the order of sets and maps does not matter, and that of a list does', () => {
    const [a, b] = [new URL('https://a'), new URL('https://b')]
    const again = [new URL('https://b'), new URL('https://a')]
    expect(isDeepEqual(new Set([a, b]), new Set(again))).equal(true)
    expect(isDeepEqual([a, b], again)).equal(false)
    expect(isDeepEqual(new Set([1, 2]), new Set([2, 1]))).equal(true)
    const twice = new Set([new URL('https://a'), new URL('https://a')])
    expect(isDeepEqual(twice, new Set([a, b]))).equal(false)
    expect(isDeepEqual(new Set([a, b]), twice)).equal(false)
  })

  it('one object in two places is compared in each, and one in itself ends', () => {
    const a = new URLSearchParams('a')
    expect(isDeepEqual([a, a], [new URLSearchParams('a'), new URLSearchParams('b')])).equal(false)
    const circle = (text: string): object => {
      const made: Record<string, unknown> = { params: new URLSearchParams(text) }
      return Object.assign(made, { made, list: [made] })
    }
    expect(isDeepEqual(circle('a'), circle('a'))).equal(true)
    expect(isDeepEqual(circle('a'), circle('b'))).equal(false)
  })
})
