// The properties of what is given as an object.
import { expect } from 'chai'
import { propertiesOf } from '../../../lib/entity/codec/properties.js'
import type { Failure } from '../../../lib/entity/struct/failure.js'

class Point {
  x = 1
  get y() {
    return 2
  }
  line() {
    return this.x
  }
}

describe('properties', () => {
  it('are copied, own ones and known ones of a class, if they are not methods', () => {
    const value = { a: 1 }
    expect(propertiesOf(value, [])).to.deep.equal(value)
    expect(propertiesOf(value, [])).to.not.equal(value)
    expect(propertiesOf(new Point(), [])).to.deep.equal({ x: 1 })
    expect(propertiesOf(Object.assign(Object.create({ b: 2 }), { a: 1 }), [])).to.deep.equal({ a: 1 })
    const known = ['x', 'y', 'z', 'line', 'toString', 'constructor'].map((key) => ({ key }))
    expect(propertiesOf(new Point(), [], known)).to.deep.equal({ x: 1, y: 2 })
    expect(propertiesOf({ a: 1 }, [], known)).to.deep.equal({ a: 1 })
    expect(propertiesOf(Object.create(null), [], known)).to.deep.equal({})
  })

  it('are empty for anything but an object', () => {
    for (const value of [null, undefined, 5, 'text', [1], () => 1])
      expect(propertiesOf(value, [])).to.equal(undefined)
  })

  for (const value of [
    new Map(),
    new Set(),
    new Date(),
    /a/,
    Promise.resolve(),
    Object(5),
    new Uint8Array(1),
    new ArrayBuffer(1),
  ])
    it(`${Object.prototype.toString.call(value)} is refused by name`, () => {
      const failures: Failure[] = []
      expect(propertiesOf(value, failures)).to.equal(undefined)
      expect(failures[0]?.message).to.match(/is not an object with properties/)
    })
})
