// Index keys as an update leaves them, from what is known before.
import { expect } from 'chai'
import { ValidationError } from 'dyntastic'
import { readKey } from '../../../lib/entity/key/key-values.js'
import type { StoredItem } from '../../../lib/entity/struct/attribute-value.js'
import { changeOf } from '../../../lib/expression/change/update-change.js'
import { updateRoot } from '../../../lib/expression/update/update-protection.js'
import { derivedKeys, storedPath } from '../../../lib/operation/derived/derived-keys.js'
import { knownByKey, knownByRead } from '../../../lib/operation/derived/known-item.js'
import { thrown } from '../../support/rejection.js'
import { taskEntity } from '../../support/tasks.js'

const Task = taskEntity('derived')
const key = readKey(Task, 't1', 'update', false)
const root = updateRoot(Task, [])
type Call = readonly [name: Parameters<typeof changeOf>[1], path: string, ...args: unknown[]]
const changesOf = (calls: readonly Call[]) =>
  calls.map(([name, path, ...args]) => changeOf(root, name, path, args))

function derived(calls: readonly Call[], read?: StoredItem, creating = false) {
  const known = read === undefined ? knownByKey(Task, key) : knownByRead(Task, key, read)
  const found = derivedKeys(Task, { changes: changesOf(calls), creating, conditions: [] }, () => known)
  const lacking = found.lacking.map(({ index, unknown }) => `${index.label}: ${unknown.join(', ')}`)
  const keys = Object.fromEntries(
    found.changes.map(({ target, operand }) => [
      target.text,
      operand?.kind === 'value' ? operand.value : undefined,
    ]),
  )
  return { keys, lacking, used: [...found.used].sort() }
}

describe('derivedKeys', () => {
  it('leaves keys alone whose attributes no change names', () => {
    expect(derived([['append', 'tags', ['x']]])).deep.equal({ keys: {}, lacking: [], used: [] })
  })

  it('makes a key of new values and of the key of the item', () => {
    expect(
      derived([
        ['set', 'rank', 7],
        ['remove', 'a'],
        ['remove', 'owner'],
      ]),
    ).deep.include({
      keys: { gsi1pk: undefined, gsi1sk: undefined, gsi3pk: undefined, lsi1sk: { S: '00007#t1' } },
      lacking: [],
    })
  })

  it('removes a key of which a part is removed, or that `when` leaves out, whatever is not known', () => {
    const gone = { gsi2pk: undefined, gsi2sk: undefined }
    for (const calls of [
      [['remove', 'due']],
      [
        ['set', 'weight', 3],
        ['remove', 'done'],
      ],
    ] as const)
      expect(derived(calls)).deep.include({ keys: gone, lacking: [] })
  })

  it('says which attributes are not known', () => {
    expect(derived([['set', 'weight', 30]]).lacking).deep.equal(['heavy: due, done'])
    expect(
      derived([
        ['add', 'weight', 30],
        ['set', 'due', new Date(0)],
        ['remove', 'done'],
      ]).lacking,
    ).deep.equal(['heavy: weight'])
    expect(derived([['set', 'a', 'x']]).lacking).deep.equal(['ab: b, rank', 'owned: b, rank, owner'])
  })

  it('computes all from an item that was read, and names what it used', () => {
    const item: StoredItem = { a: { S: 'x' }, b: { S: 'y' }, rank: { N: '2' }, owner: { S: 'Ann' } }
    expect(derived([['add', 'rank', 3]], item)).deep.equal({
      keys: {
        gsi1pk: { S: 'A#x' },
        gsi1sk: { S: 'y#00005' },
        gsi3pk: { S: 'OWNER#ann' },
        lsi1sk: { S: '00005#t1' },
      },
      lacking: [],
      used: ['a', 'b', 'owner', 'rank', 'taskId'],
    })
    const { keys } = derived([['remove', 'a']], item)
    expect(keys).deep.equal({ gsi1pk: undefined, gsi1sk: { S: 'y#00002' }, gsi3pk: { S: 'OWNER#ann' } })
  })

  it('makes all keys of an item that may be new', () => {
    const { keys } = derived([['set', 'tags', []]], {}, true)
    expect(keys).include.keys('gsi1pk', 'gsi2pk', 'gsi3pk', 'lsi1sk')
    expect(derived([['set', 'tags', []]], undefined, true).lacking).lengthOf(7)
  })

  it('makes partial keys up to the first absent attribute, and removes them when all are absent', () => {
    const item: StoredItem = { place: { S: 'x' }, start: { S: '2026-01-05T00:00:00.000Z' }, rest: { N: '2' } }
    const gone = { gsi5pk: undefined, gsi5sk: undefined, gsi6pk: undefined, gsi6sk: undefined }
    expect(derived([['remove', 'start']], item)).deep.equal({
      keys: {
        gsi5pk: { S: 'STARTED#x' },
        gsi5sk: { S: 'T#t1#' },
        gsi6pk: { S: 'PLACED#x' },
        gsi6sk: { S: 'P#' },
      },
      lacking: [],
      used: ['place', 'rest', 'taskId'],
    })
    expect(derived([['remove', 'place']], item).keys).deep.include({ gsi5pk: { S: 'STARTED#' } })
    expect(derived([['remove', 'rest']], {}).keys).deep.equal({ gsi6pk: undefined, gsi6sk: undefined })
    // The task has its own key, so that it is always in the index whose sort key begins with that.
    const none = derived([
      ['remove', 'place'],
      ['remove', 'start'],
      ['remove', 'rest'],
    ])
    expect(none).deep.equal({
      keys: { ...gone, gsi5pk: { S: 'STARTED#' }, gsi5sk: { S: 'T#t1#' } },
      lacking: [],
      used: ['taskId'],
    })
    expect(derived([['remove', 'place']]).lacking).deep.equal(['started: start', 'placed: start, rest'])
  })

  it('refuses values that do not fit into a key', () => {
    const error = thrown(() => derived([['set', 'rank', 123_456]]), ValidationError)
    expect(error.failures[0]?.path).equal('rank')
  })
})

describe('storedPath', () => {
  it('is a path of one stored name', () => {
    expect(storedPath('w', 'weight')).deep.equal({ kind: 'path', text: 'weight', names: ['w'] })
    expect(storedPath('gsi1pk').text).equal('gsi1pk')
  })
})
