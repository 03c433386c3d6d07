// Which surroundings running code is in.
import { AsyncLocalStorage } from 'node:async_hooks'
import { expect } from 'chai'
import { ScopeError } from '../../../lib/errors/scope-error.js'
import {
  currentContext,
  runOutside,
  runWithin,
  type ScopeContext,
} from '../../../lib/executor/scope/scope-context.js'

const place = (): ScopeContext => ({ enlist: () => undefined, pass() {}, admit() {} })

describe('executor/scope-context', () => {
  it('nothing stands currentContext, unless something does', () => {
    expect(currentContext()).equal(undefined)
    expect(runOutside(currentContext)).equal(undefined)
  })

  it('what stands around holds for all that is started inside, and for nothing else', async () => {
    const [one, other] = [place(), place()]
    const later = runWithin(
      one,
      () => new Promise((resolve) => setTimeout(() => resolve(currentContext()), 1)),
    )
    const inner = runWithin(one, () => runWithin(other, async () => [await null, currentContext()]))
    expect(currentContext()).equal(undefined)
    expect(await later).equal(one)
    expect((await inner)[1]).equal(other)
  })

  it('outside it, nothing does; afterwards it does again', async () => {
    const one = place()
    await runWithin(one, async () => {
      expect(runOutside(currentContext)).equal(undefined)
      expect(await runOutside(async () => [await null, currentContext()])).deep.equal([null, undefined])
      expect(currentContext()).equal(one)
    })
  })

  describe('in a process with another version of the library', () => {
    const key = Symbol.for('dyntastic.scopeContext')
    const own = Object.getOwnPropertyDescriptor(globalThis, key)
    const storage = new AsyncLocalStorage<unknown>()

    beforeEach(() =>
      Object.defineProperty(globalThis, key, { value: { protocol: 0, storage }, configurable: true }),
    )
    afterEach(() => Object.defineProperty(globalThis, key, own ?? { value: undefined, configurable: true }))

    it('outside scopes nothing is noticed', () => {
      expect(currentContext()).equal(undefined)
      expect(runOutside(() => 1)).equal(1)
    })

    it('inside a scope of the other one nothing is sent', () => {
      storage.run({}, () => {
        expect(currentContext)
          .throw(ScopeError, 'two versions of dyntastic are loaded')
          .property('reason', 'copies')
        expect(() => runOutside(() => 1)).throw(ScopeError)
      })
    })

    it('no scope can be opened that the other one would not see', () => {
      expect(() => runWithin(place(), () => 1)).throw(ScopeError, 'install a single version')
    })
  })

  it('is found by every copy of the library in the process', () => {
    const one = place()
    runWithin(one, () => {
      const { protocol, storage } = Reflect.get(globalThis, Symbol.for('dyntastic.scopeContext'))
      expect(protocol).equal(1)
      expect(storage.getStore()).equal(one)
    })
    expect(Object.keys(globalThis)).not.include('dyntastic.scopeContext')
  })
})
