// Which surroundings running code is in.
import { AsyncLocalStorage } from 'node:async_hooks'
import { expect } from 'chai'
import { ScopeError } from '../../../lib/errors/scope-error.js'
import { around, outside, type Surroundings, within } from '../../../lib/executor/scope/ambient.js'

const place = (): Surroundings => ({ enlist: () => undefined, pass() {}, admit() {} })

describe('executor/ambient', () => {
  it('nothing stands around, unless something does', () => {
    expect(around()).equal(undefined)
    expect(outside(around)).equal(undefined)
  })

  it('what stands around holds for all that is started inside, and for nothing else', async () => {
    const [one, other] = [place(), place()]
    const later = within(one, () => new Promise((resolve) => setTimeout(() => resolve(around()), 1)))
    const inner = within(one, () => within(other, async () => [await null, around()]))
    expect(around()).equal(undefined)
    expect(await later).equal(one)
    expect((await inner)[1]).equal(other)
  })

  it('outside of it, nothing does; afterwards it does again', async () => {
    const one = place()
    await within(one, async () => {
      expect(outside(around)).equal(undefined)
      expect(await outside(async () => [await null, around()])).deep.equal([null, undefined])
      expect(around()).equal(one)
    })
  })

  describe('in a process with another version of the library', () => {
    const key = Symbol.for('dyntastic.surroundings')
    const own = Object.getOwnPropertyDescriptor(globalThis, key)
    const storage = new AsyncLocalStorage<unknown>()

    beforeEach(() =>
      Object.defineProperty(globalThis, key, { value: { protocol: 0, storage }, configurable: true }),
    )
    afterEach(() => Object.defineProperty(globalThis, key, own ?? { value: undefined, configurable: true }))

    it('outside scopes nothing is noticed', () => {
      expect(around()).equal(undefined)
      expect(outside(() => 1)).equal(1)
    })

    it('inside a scope of the other one nothing is sent', () => {
      storage.run({}, () => {
        expect(around).throw(ScopeError, 'two versions of dyntastic are loaded').property('reason', 'copies')
        expect(() => outside(() => 1)).throw(ScopeError)
      })
    })

    it('no scope can be opened that the other one would not see', () => {
      expect(() => within(place(), () => 1)).throw(ScopeError, 'install one version')
    })
  })

  it('is found by every copy of the library in the process', () => {
    const one = place()
    within(one, () => {
      const { protocol, storage } = Reflect.get(globalThis, Symbol.for('dyntastic.surroundings'))
      expect(protocol).equal(1)
      expect(storage.getStore()).equal(one)
    })
    expect(Object.keys(globalThis)).not.include('dyntastic.surroundings')
  })
})
