import { expect } from 'chai'
import { InvalidUpdateError } from '../../../lib/errors/invalid-update-error.js'
import { ValidationError } from '../../../lib/errors/validation-error.js'
import { patchChanges } from '../../../lib/expression/update/update-patch.js'
import { thrown } from '../sample-entity.js'
import { printed, root, storingRoot } from '../sample-updates.js'

const S = (text: string) => ({ S: text })

describe('patchChanges', () => {
  it('sets what it names, and goes into objects', () => {
    const patch = { status: 'paid', address: { city: 'Rome', geo: { lat: 1 } }, note: 'x' }
    expect(printed(...patchChanges(root, patch))).deep.equal({
      text: 'SET status = :0, address.c = :1, address.geo.lat = :2, n = :3',
      values: [S('paid'), S('Rome'), { N: '1' }, S('x')],
    })
  })

  it('merges records by name, and objects inside them', () => {
    const patch = { counts: { a: 1, constructor: 2 }, people: { 'x.y': { age: 3 } } }
    expect(printed(...patchChanges(root, patch)).text).equal(
      'SET counts.a = :0, counts.constructor = :1, people.x.y.age = :2',
    )
  })

  it('replaces lists, Sets, Dates, tuples, unions, any(), and what has a codec of its own', () => {
    const patch = {
      lines: [],
      tags: new Set(['a']),
      at: new Date(0),
      pair: ['x', 1],
      shape: { kind: 'circle', radius: 1 },
      extra: { a: { b: 1 } },
      secret: { a: 'x' },
      photo: new Uint8Array(),
    }
    expect(printed(...patchChanges(root, patch)).text).equal(
      'SET lines = :0, tags = :1, at = :2, pair = :3, shape = :4, extra = :5, secret = :6, photo = :7',
    )
  })

  it('removes what is null, or stores null where the entity does', () => {
    const patch = { note: null, nickname: null, counts: { a: null }, address: { zip: null }, tags: new Set() }
    expect(printed(...patchChanges(root, patch)).text).equal(
      'REMOVE n, nickname, counts.a, address.zip, tags',
    )
    expect(printed(...patchChanges(storingRoot, patch)).text).equal(
      'SET nickname = :0 REMOVE n, counts.a, address.zip, tags',
    )
  })

  it('has nothing to change where an object is empty', () => {
    expect(patchChanges(root, { address: {} })).deep.equal([])
    expect(patchChanges(root, {})).deep.equal([])
  })

  it('takes objects without prototype, and instances of classes with their getters', () => {
    class Address {
      readonly city = 'Rome'
      readonly geo = Object.assign(Object.create({ lat: 1 }), {})
      line() {
        return this.city
      }
    }
    class Body {
      readonly #total = 5
      readonly address = new Address()
      get total() {
        return this.#total
      }
      get unknown() {
        return 1
      }
    }
    expect(patchChanges(root, Object.assign(Object.create(null), { total: 1 }))).have.length(1)
    const { text } = printed(...patchChanges(root, new Body()))
    expect(text).equal(
      printed(...patchChanges(root, { address: { city: 'Rome', geo: { lat: 1 } }, total: 5 })).text,
    )
    expect(patchChanges(root, Object.create(Object.create({ total: 5 })))).have.length(1)
  })

  const refused: [string, unknown, string][] = [
    [
      'undefined',
      { note: undefined },
      'Order: patch: note is undefined; leave it out, or set it to null to remove it',
    ],
    [
      'undefined inside',
      { address: { zip: undefined } },
      'Order: patch: address.zip is undefined; leave it out, or set it to null to remove it',
    ],
    [
      'a key attribute',
      { customerId: 'x' },
      'Order: set on customerId: customerId is part of the key; updates cannot change it',
    ],
    ['null for what is required', { total: null }, 'Order: remove on total: the attribute is required'],
    ['a misspelled attribute', { bogus: 1 }, "Order: there is no attribute 'bogus'"],
    ['a misspelled attribute inside', { address: { bogus: 1 } }, "Order: address has no attribute 'bogus'"],
    [
      '__proto__',
      JSON.parse('{"counts": {"__proto__": 1}}'),
      "Order: the path counts.__proto__ contains the name '__proto__', which cannot be addressed",
    ],
    ['anything but an object', 5, 'Order: a patch must be an object, not a number'],
    ['an array', [], 'Order: a patch must be an object, not an array'],
    ['a Map', new Map(), 'Order: a patch must be an object, not a Map'],
    ['a promise', Promise.resolve({}), 'Order: a patch must be an object, not a Promise'],
  ]
  for (const [title, patch, message] of refused)
    it(`refuses ${title}`, () => {
      const error = thrown(() => patchChanges(root, patch))
      expect(error).instanceOf(InvalidUpdateError)
      expect((error as Error).message).equal(message)
    })

  it('does not take values that do not fit', () => {
    for (const patch of [
      { total: 'x' },
      { address: 'x' },
      { address: { city: 5 } },
      { lines: [{ sku: 'a' }] },
    ])
      expect(thrown(() => patchChanges(root, patch))).instanceOf(ValidationError)
  })
})
