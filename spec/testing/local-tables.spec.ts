import { expect } from 'chai'
import { string } from 'superstruct'
import { Entity } from '../../lib/index.js'
import { createEngine } from '../../lib/testing/engine/engine.js'
import { aTable, createLocalTable } from '../../lib/testing/local-tables.js'
import { shelvesTable } from './engine/shelves.js'

const shelf = (indexes: object) =>
  new Entity({
    name: 'Shelf',
    table: 'shelves',
    attributes: { pk: string(), lang: string() },
    key: { partition: 'pk' },
    ...indexes,
  })

describe('local tables', () => {
  it('are entities and inputs of CreateTable', () => {
    for (const table of [shelf({}), shelvesTable]) expect(aTable.fault(table, 'tables')).to.equal(undefined)
    for (const other of [undefined, 'shelves', {}])
      expect(aTable.fault(other, 'tables')?.detail).to.be.a('string')
  })

  it('are created once, with the indexes of all that share them', () => {
    const engine = createEngine()
    const { VectorIndexes: _, ...plain } = shelvesTable
    createLocalTable(engine, {
      ...plain,
      AttributeDefinitions: plain.AttributeDefinitions.slice(0, 1),
    } as never)
    createLocalTable(engine, shelf({ indexes: { byLang: { partition: 'lang' } } }))
    createLocalTable(engine, shelvesTable as never)
    const definition = engine.context.database.table('shelves')?.definition
    expect(definition?.globalIndexes.map(({ name }) => name)).to.deep.equal(['byLang'])
    expect(definition?.vectorIndexes.map(({ name }) => name)).to.deep.equal(['near', 'scoped'])
  })
})
