// Changes on items that lack maps: made whole, begun with what an upsert has, and guarded by what they were worked
// out from.
import { expect } from 'chai'
import type { StoredItem } from '../../../lib/entity/struct/attribute-value.js'
import { InvalidUpdateError } from '../../../lib/errors/invalid-update-error.js'
import { ValidationError } from '../../../lib/errors/validation-error.js'
import { applyChanges } from '../../../lib/expression/update/update-result.js'
import { completedChanges } from '../../../lib/operation/update/missing-maps.js'
import type { UpdateState } from '../../../lib/operation/update/update-state.js'
import { thrown } from '../../support/rejection.js'
import { onFakeRunner, orderKey } from '../update-samples.js'

const { plains, orders } = onFakeRunner()
const update = plains.update('a')
const whole = { name: 'Ann', total: 1, scores: new Set([1]) }

function completed(update: { state(): UpdateState }, item: StoredItem = {}) {
  const state = update.state()
  const { changes, missing, read } = completedChanges(state.root, state.changes, item, state.upsert ?? [])
  return {
    changes: changes.map(({ name, target }) => `${name} ${target.text}`),
    missing: missing.map(({ text }) => text),
    read: read.map(({ path, value }) => [path.text, value]),
    after: () => applyChanges(changes, item),
  }
}

const address = (city: string) => ({ address: { M: { city: { S: city } } } })

describe('completedChanges', () => {
  it('leaves the changes as they are if nothing is missing', () => {
    const { changes, missing, read } = completed(
      update.set('address.city', 'Rome').set('age', 1),
      address('Bari'),
    )
    expect({ changes, missing, read }).deep.equal({
      changes: ['set address.city', 'set age'],
      missing: [],
      read: [],
    })
  })

  it('makes a missing map of all that is set inside it', () => {
    const it = completed(update.set('age', 1).set('address.city', 'Rome').set('address.zip', '1'))
    expect(it.missing).deep.equal(['address'])
    expect(it.changes.sort()).deep.equal(['set address', 'set age'])
    expect(it.after()).deep.equal({
      age: { N: '1' },
      address: { M: { city: { S: 'Rome' }, z: { S: '1' } } },
    })
  })

  it('refuses a map that would lack what is required', () => {
    const state = update.set('address.zip', '1').state()
    const error = thrown(() => completedChanges(state.root, state.changes, {}, []), ValidationError)
    expect(error.failures.map(({ path }) => path)).deep.equal(['address.city'])
  })

  it('counts from nothing, and from what the upsert begins with', () => {
    const counting = update.add('stats.views', 1)
    expect(completed(counting).after()).deep.equal({ stats: { M: { views: { N: '1' } } } })
    const begun = completed(counting.upsert(whole))
    expect(begun.changes).deep.equal(['set stats'])
    expect(begun.missing).deep.equal(['stats'])
    expect(begun.after()).deep.equal({ stats: { M: { views: { N: '11' }, source: { S: 'web' } } } })
    const given = completed(counting.upsert({ ...whole, stats: { views: 5 } }))
    expect(given.after()).deep.equal({ stats: { M: { views: { N: '6' } } } })
  })

  it('removes from what the upsert begins with', () => {
    expect(completed(update.remove('stats.source').upsert(whole)).after()).deep.equal({
      stats: { M: { views: { N: '10' } } },
    })
  })

  it('refuses what does not fit after the changes', () => {
    const state = update.set('stats.views', 1).upsert(whole).state()
    // A stored form that the struct does not take, as an upsert would never have it.
    const fills = (state.upsert ?? []).map((fill) =>
      fill.target.text === 'stats' ? { ...fill, value: { M: { source: { N: '5' } } } } : fill,
    )
    const error = thrown(() => completedChanges(state.root, state.changes, {}, fills), ValidationError)
    expect(error.failures.map(({ path }) => path)).deep.equal(['stats.source'])
    expect(error.entity).equal('Plain')
  })

  it('leaves what the item has, also on an upsert', () => {
    const item: StoredItem = { stats: { M: { views: { N: '3' } } } }
    const it = completed(update.add('stats.views', 1).upsert(whole), item)
    expect(it.changes).deep.equal(['add stats.views'])
    expect(it.missing).deep.equal([])
  })

  it('says what it was worked out from: attributes elsewhere, as they were', () => {
    const operation = update.set('counts.n', (attr) => attr.age.plus(1))
    const it = completed(operation, { age: { N: '4' } })
    expect(it.read).deep.equal([['age', { N: '4' }]])
    expect(it.after()).deep.equal({ age: { N: '4' }, counts: { M: { n: { N: '5' } } } })
    const begun = update.set('stats.views', (attr) => attr.age.ifNotExists(attr.stats.views)).upsert(whole)
    const from = completed(begun)
    expect(from.read).deep.equal([['age', undefined]])
    expect(from.after()).deep.equal({ stats: { M: { views: { N: '10' }, source: { S: 'web' } } } })
  })

  it('has one harmless change if there is nothing to do', () => {
    const it = completed(update.remove('address.zip'))
    expect(it.changes).deep.equal(['remove address'])
    expect(it.missing).deep.equal(['address'])
    expect(it.after()).deep.equal({})
  })

  it('names the outermost missing maps alone', () => {
    const nested = completed(update.set('deep.a.b', 1))
    expect(nested.missing).deep.equal(['deep'])
    expect(nested.after()).deep.equal({ deep: { M: { a: { M: { b: { N: '1' } } } } } })
    const inner = completed(update.set('deep.a.b', 1), { deep: { M: {} } })
    expect(inner.missing).deep.equal(['deep.a'])
    const it = completed(update.set('counts.a', 1).set('address.city', 'x').set('stats.views', 1))
    expect(it.missing.sort()).deep.equal(['address', 'counts', 'stats'])
  })

  it('refuses a list element that is not there: nothing says what stands before it', () => {
    const state = orders.update(orderKey).set('lines[1].sku', 'x').state()
    const item = { lines: { L: [] } }
    thrown(() => completedChanges(state.root, state.changes, item, []), InvalidUpdateError)
  })
})
