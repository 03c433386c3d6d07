// Items show their entity's name when they are inspected, and are plain objects in every other respect.
import assert from 'node:assert'
import { inspect } from 'node:util'
import { expect } from 'chai'
import { inspector, isPart, markedCopy, markItem, markPart } from '../../../lib/entity/item/item-mark.js'

describe('markItem', () => {
  const mark = inspector('User')
  const marked = () => markItem(mark, { userId: 'u1', nested: { deep: { deeper: { deepest: 1 } } } })

  it('shows the name of the entity and every attribute where the item is inspected', () => {
    expect(inspect(markItem(mark, { userId: 'u1', age: 3 }))).equal("User { userId: 'u1', age: 3 }")
    expect(inspect({ user: markItem(mark, { userId: 'u1' }) })).equal("{ user: User { userId: 'u1' } }")
  })

  it('keeps the depth and the options of the inspection', () => {
    expect(inspect(marked(), { depth: 1 })).match(/deep: .*\[Object\]/)
    expect(inspect(marked(), { depth: 9 })).contain('deepest: 1')
    expect(inspect(markItem(mark, { userId: 'u1' }), { colors: true })).contain("'u1'")
  })

  it('returns the same object, with no property that can be listed', () => {
    const item = { userId: 'u1' }
    const same = markItem(mark, item)
    expect(same).equal(item)
    expect(Object.keys(same)).deep.equal(['userId'])
    expect(JSON.stringify(same)).equal('{"userId":"u1"}')
    expect(same).deep.equal({ userId: 'u1' })
    const read = Object.entries(same)
    expect(read).deep.equal([['userId', 'u1']])
  })

  it('is left behind by a copy', () => {
    expect(inspect({ ...markItem(mark, { userId: 'u1' }) })).equal("{ userId: 'u1' }")
  })

  it('can be set again', () => {
    const again = markItem(inspector('Admin'), markItem(mark, { userId: 'u1' }))
    expect(inspect(again)).equal("Admin { userId: 'u1' }")
  })
})

describe('markedCopy', () => {
  const mark = inspector('User')

  it('is another object, with the same properties in the same order, and a mark', () => {
    const secret = Symbol('secret')
    const item = { b: 1, a: undefined, [secret]: 2 }
    const copy = markedCopy(mark, item)
    expect(copy).not.equal(item)
    expect(Reflect.ownKeys(copy).slice(0, 3)).deep.equal(['b', 'a', secret])
    expect(inspect(copy)).match(/^User \{ b: 1/)
    expect(inspect(item)).not.match(/User/)
  })

  it('has no other prototype, whatever the item holds', () => {
    const copy = markedCopy(mark, JSON.parse('{"__proto__":{"x":1},"a":1}'))
    expect(Object.getPrototypeOf(copy)).equal(Object.prototype)
    expect(Object.keys(copy)).deep.equal(['__proto__', 'a'])
  })
})

describe('markPart', () => {
  const whole = () => ({ userId: 'u1', at: new Date(0), tags: new Set(['a']) })

  for (const hasKey of [true, false])
    it(`can be read, and is not a property${hasKey ? ' of a part that has the key' : ''}`, () => {
      const part = markPart(whole(), hasKey)
      expect(isPart(part)).equal(true)
      expect(Object.keys(part)).deep.equal(['userId', 'at', 'tags'])
      expect(Object.getOwnPropertyNames(part)).deep.equal(['userId', 'at', 'tags'])
      expect(JSON.stringify(part)).equal(JSON.stringify(whole()))
      expect(structuredClone(part)).deep.equal(whole())
      assert.deepEqual(part, whole())
      const names: string[] = []
      for (const name in part) names.push(name)
      expect(names).deep.equal(['userId', 'at', 'tags'])
    })

  it('stays on every copy of a part that has the key', () => {
    const part = markPart(whole(), true)
    const { userId: _, ...others } = part as Record<string, unknown>
    for (const copy of [{ ...part }, { ...part, more: 1 }, Object.assign({}, part), others])
      expect(isPart(copy)).equal(true)
    for (const other of [
      structuredClone(part),
      JSON.parse(JSON.stringify(part)),
      Object.fromEntries(Object.entries(part)),
    ])
      expect(isPart(other)).equal(false)
  })

  it('is left behind by copies of a part without the key, which belongs to no item, and does not show in comparisons', () => {
    const part = markPart(whole(), false)
    expect(isPart({ ...part })).equal(false)
    expect(part).deep.equal(whole())
    assert.deepStrictEqual(part, whole())
  })

  it('is shown in words when the item is inspected', () => {
    const part = markPart(markItem(inspector('User'), { userId: 'u1' }), true)
    expect(inspect(part)).equal("User (part) { userId: 'u1' }")
    expect(inspect(markItem(inspector('User'), markPart({ age: 1 }, false)))).equal('User (part) { age: 1 }')
  })

  for (const other of [undefined, null, 'text', 5, {}, [], { part: true }])
    it(`is not borne by ${inspect(other)}`, () => {
      expect(isPart(other)).equal(false)
    })
})
