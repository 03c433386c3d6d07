// What tells entities apart, and whether the key alone does.
import { expect } from 'chai'
import { Entity, Table } from 'dyntastic'
import { literal, string } from 'superstruct'
import { recognizerOf } from '../../lib/streams/entity-recognizer.js'
import { Cat, Customer, Dog, Order } from '../support/stream-samples.js'

describe('telling entities apart', () => {
  it('by the key alone, unless two of them may have one key', () => {
    const shared = new Table({ name: 'shared', key: { partition: 'pk' }, kind: 'kind' })
    const make = (name: string) =>
      new Entity({ name, table: shared, attributes: { id: string() }, key: { partition: '{id}' } })
    const both = recognizerOf([make('Left'), make('Right')])
    expect(both).include({ byKey: false, words: "the kind, 'kind'" })
    expect(both?.entityOf({ pk: { S: 'a' } })).deep.equal({ why: 'its key may belong to Left or to Right' })
    expect(both?.entityOf({ pk: { S: 'a' }, kind: { S: 'Right' } })).property('name', 'Right')
    expect(recognizerOf([Customer, Order])).include({ byKey: true })
  })

  it('by a literal, which the key shows only if it is in it', () => {
    expect(recognizerOf([Cat, Dog])).include({ byKey: false })
    const inKey = (name: string, kind: string) =>
      new Entity({
        name,
        table: 'kinds',
        attributes: { kind: literal(kind), id: string() },
        key: { partition: 'kind', sort: 'id' },
      })
    expect(recognizerOf([inKey('One', 'one'), inKey('Two', 'two')])).include({ byKey: true })
  })

  it('one entity needs nothing, and two that nothing tells apart have nothing', () => {
    const plain = (name: string) =>
      new Entity({ name, table: 'plain', attributes: { id: string() }, key: { partition: 'id' } })
    const one = plain('One')
    expect(recognizerOf([one])?.entityOf({ id: { S: 'a' } })).equal(one)
    expect(recognizerOf([one, plain('Two')])).equal(undefined)
    expect(recognizerOf([])).equal(undefined)
  })
})
