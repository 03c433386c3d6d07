// Plain objects and copies.
import vm from 'node:vm'
import { expect } from 'chai'
import { copied, isPlain } from '../../../lib/entity/struct/plain.js'

class Point {
  x = 1
}

describe('plain objects', () => {
  it('are of any realm, or without prototype', () => {
    for (const value of [{}, Object.create(null), vm.runInNewContext('({})')])
      expect(isPlain(value)).to.equal(true)
    for (const value of [new Point(), new Date(), new Map(), Object.create({})])
      expect(isPlain(value)).to.equal(false)
  })

  it('copies share no container, and keep values that are not containers', () => {
    const point = new Point()
    const value = { a: [{ b: 1 }], m: new Map([['k', [1]]]), s: new Set([1]), point }
    const copy = copied(value) as typeof value
    expect(copy).to.deep.equal(value)
    expect(copy.a[0]).to.not.equal(value.a[0])
    expect(copy.m.get('k')).to.not.equal(value.m.get('k'))
    expect(copy.point).to.equal(point)
  })

  it('a copy of what holds itself ends', () => {
    const cycle: { self?: unknown } = {}
    cycle.self = cycle
    expect(copied(cycle)).to.not.equal(cycle)
  })
})
