// Hidden properties: read by name, listed by nobody.
import { expect } from 'chai'
import { hide, hideLazily } from '../../lib/errors/veil.js'
import { serialisers } from '../support/serialisers.js'

const secret = 'hunter2-marker'

const targets: Record<string, () => object> = {
  'a record': () => ({ a: 1 }),
  'an Error': () => new Error('no'),
  'an object with the property': () => ({ secret: 'old', a: 1 }),
}

for (const [what, make] of Object.entries(targets))
  describe(`a hidden property of ${what}`, () => {
    const target = make()
    hide(target, 'secret', { text: secret })
    hide(target, 'other', secret)

    it('is read by its name', () => {
      expect(Reflect.get(target, 'secret')).deep.equal({ text: secret })
      expect(Reflect.get(target, 'other')).equal(secret)
      expect(target).property('secret')
      expect('other' in target).equal(true)
    })

    it('is not listed', () => {
      const listed: string[] = []
      for (const name in target) listed.push(name)
      expect([...listed, ...Reflect.ownKeys(target)]).not.include.members(['secret'])
      expect({ ...target }).not.have.any.keys('secret', 'other')
    })

    for (const [name, serialise] of Object.entries(serialisers))
      it(`is not found by ${name}`, () => {
        expect(serialise(target)).not.contain(secret)
        expect(serialise(target)).not.contain('old')
      })

    it('stays hidden when it is assigned to', () => {
      Reflect.set(target, 'other', `new ${secret}`)
      expect(Reflect.get(target, 'other')).equal(`new ${secret}`)
      expect(Object.keys(target)).not.include('other')
    })
  })

describe('the ways to show a value', () => {
  it('find what is only not enumerable, so that they can find what is not hidden', () => {
    const target = Object.defineProperty({}, 'secret', { value: secret })
    const getter = Object.defineProperty({}, 'secret', { get: () => secret })
    const finding = (of: object): string[] =>
      Object.entries(serialisers).flatMap(([name, serialise]) =>
        serialise(of).includes(secret) ? [name] : [],
      )
    expect(finding(target)).length.greaterThan(5)
    expect(finding(getter)).include.members(['inspect with getters', 'JSON of named properties'])
    expect(finding(Object.create(getter))).include('properties of the prototypes, too')
  })
})

describe('an object with hidden properties', () => {
  it('keeps its class', () => {
    const error = new RangeError('no')
    hide(error, 'secret', secret)
    expect(error).instanceOf(RangeError)
    expect(error.constructor).equal(RangeError)
    expect(String(error)).equal('RangeError: no')
  })

  it('has its own: others of its class have none', () => {
    const [one, other] = [new RangeError('1'), new RangeError('2')]
    hide(one, 'secret', secret)
    expect(Reflect.get(other, 'secret')).equal(undefined)
  })

  it('makes what is lazy once, when it is read', () => {
    let made = 0
    const target = {}
    hideLazily(target, 'lazy', () => {
      made += 1
      return [made]
    })
    expect(made).equal(0)
    expect(Reflect.get(target, 'lazy')).equal(Reflect.get(target, 'lazy'))
    expect(made).equal(1)
  })
})
