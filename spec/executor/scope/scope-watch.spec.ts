// How a scope learns of operations that are built and used.
import { expect } from 'chai'
import { runWithin, type ScopeContext, ScopeWatch } from '../../../lib/executor/scope/scope-context.js'

const operation = () => ({ name: 'save', context: { model: { name: 'User' } } })

/** A scope that records its notifications. */
function listening(watches = true) {
  const settled = new Map<object, () => void>()
  const place: ScopeContext = {
    enlist: () => undefined,
    pass() {},
    admit() {},
    built(built, end) {
      if (watches) settled.set(built, end)
      return watches
    },
    used(used) {
      settled.get(used)?.()
      settled.delete(used)
    },
  }
  return { place, settled }
}

describe('executor/scope-watch', () => {
  it('tells the scope around of what is built, and that very scope of its use, wherever that is', () => {
    const watch = new ScopeWatch(undefined)
    const { place, settled } = listening()
    const [one, other] = [operation(), operation()]
    runWithin(place, () => watch.made(one))
    watch.made(other)
    expect([...settled.keys()]).deep.equal([one])
    expect(watch.awaited).equal(1)
    runWithin(listening().place, () => watch.used(one))
    watch.used(other)
    expect(settled.size).equal(0)
    expect(watch.awaited).equal(0)
    watch.used(one)
    expect(watch.awaited).equal(0)
  })

  it('keeps nothing for a scope that does not watch', () => {
    const watch = new ScopeWatch(undefined)
    const { built: _, used: __, ...silent } = listening().place
    runWithin(silent, () => watch.made(operation()))
    runWithin(listening(false).place, () => watch.made(operation()))
    expect(watch.awaited).equal(0)
  })

  it('hands all on to the development aid', () => {
    const reported: string[] = []
    const watch = new ScopeWatch({
      made: ({ name }) => void reported.push(`made ${name}`),
      used: () => void reported.push('used'),
    })
    const one = operation()
    watch.made(one)
    watch.used(one)
    expect(reported).deep.equal(['made save', 'used'])
  })
})
