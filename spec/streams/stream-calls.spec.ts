// The calls that one record becomes.
import { expect } from 'chai'
import { callsOf, type HandlerTable } from '../../lib/streams/stream-calls.js'
import { entriesOf } from '../../lib/streams/stream-entries.js'
import { recognizer } from '../../lib/streams/stream-recognition.js'
import { Cat, type Change, Dog, eventOf } from '../support/stream-samples.js'

const calls: { type: string; why?: string; changed?: unknown }[] = []
const note = ((record: (typeof calls)[number]) => calls.push(record)) as never
const table: HandlerTable = {
  recognizer: recognizer([Cat, Dog]),
  view: 'NEW_AND_OLD_IMAGES',
  byEntity: new Map([
    ['Cat', { insert: note, modify: note, remove: note }],
    ['Dog', { insert: note, modify: note, remove: undefined }],
  ]),
  unknown: note,
}
const cat = Cat.encode({ id: 'a', kind: 'cat', lives: 9 })
const dog = Dog.encode({ id: 'a', kind: 'dog', tricks: 1 })
const cow = { id: { S: 'a' }, kind: { S: 'cow' } }

function typesOf(change: Change): string[] {
  calls.length = 0
  const [entry] = entriesOf(eventOf([{ ...change, key: ['id'], table: 'zoo' }]))
  if (entry === undefined) return []
  for (const call of callsOf(entry, table)) call(new AbortController().signal)
  return calls.map(({ type, why }) => (why === undefined ? type : `unknown ${type}`))
}

describe('calls of stream handlers', () => {
  it('one for each change, none for what is ignored', () => {
    expect(typesOf({ item: cat })).deep.equal(['insert'])
    expect(typesOf({ old: cat, item: { ...cat, lives: { N: '8' } } })).deep.equal(['modify'])
    expect(typesOf({ old: dog })).deep.equal([])
  })

  it('two for an item that became one of another kind, each only if it is not ignored', () => {
    expect(typesOf({ old: cat, item: dog })).deep.equal(['remove', 'insert'])
    expect(typesOf({ old: dog, item: cat })).deep.equal(['insert'])
    expect(typesOf({ old: cat, item: cow })).deep.equal(['remove', 'unknown modify'])
    expect(typesOf({ old: cow, item: cat })).deep.equal(['unknown modify', 'insert'])
  })

  it('one for an item that was and is unknown', () => {
    expect(typesOf({ old: cow, item: { ...cow, n: { N: '1' } } })).deep.equal(['unknown modify'])
  })

  it('records are frozen, and what changed is computed once, when it is read', () => {
    typesOf({ old: cat, item: { ...cat, lives: { N: '8' } } })
    const [record] = calls
    expect(Object.isFrozen(record)).equal(true)
    expect(record?.changed).equal(record?.changed)
    expect(Array.from(Object(record?.changed))).deep.equal(['lives'])
  })
})
