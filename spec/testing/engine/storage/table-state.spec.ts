import { expect } from 'chai'
import { tableEntryKey } from '../../../../lib/testing/engine/storage/entry-keys.js'
import type { TableState } from '../../../../lib/testing/engine/storage/table-state.js'
import { book, books } from '../ways-in.js'

const sizes = (table: TableState | undefined) => [
  table?.items.size,
  table?.bytes,
  ...[...(table?.indexes.values() ?? [])].map(({ size }) => size),
]

describe('table state', () => {
  it('keeps indexes and sizes in step with its items', () => {
    const { context, run } = books()
    const table = () => context.database.table('books')
    run('PutItem', { TableName: 'books', Item: { ...book('a'), genre: { S: 'crime' }, year: { N: '1999' } } })
    run('PutItem', { TableName: 'books', Item: { ...book('b'), genre: { S: 'crime' } } })
    expect(sizes(table())).to.deep.equal([2, 39, 1, 2])
    run('PutItem', { TableName: 'books', Item: { ...book('a'), year: { N: '2000' } } })
    expect(sizes(table())).to.deep.equal([2, 28, 1, 1])
    run('DeleteItem', { TableName: 'books', Key: book('a') })
    run('DeleteItem', { TableName: 'books', Key: book('b') })
    expect(sizes(table())).to.deep.equal([0, 0, 0, 0])
  })

  it('knows the order in which items expire, once it has an attribute for that', () => {
    const { context, run } = books()
    for (const [sk, N] of [
      ['a', '30'],
      ['b', '4'],
      ['c', '200'],
    ] as const)
      run('PutItem', { TableName: 'books', Item: { ...book(sk), until: { N } } })
    run('PutItem', { TableName: 'books', Item: { ...book('d'), until: { S: '1' } } })
    run('UpdateTimeToLive', {
      TableName: 'books',
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'until' },
    })
    run('PutItem', { TableName: 'books', Item: { ...book('e'), until: { N: '5' } } })
    const order: unknown[] = []
    context.database.table('books')?.expiring?.ascend(undefined, ({ item }) => order.push(item['sk']?.S) > 0)
    expect(order).to.deep.equal(['b', 'e', 'a', 'c'])
  })

  it('finds an item by its key', () => {
    const { context, run } = books()
    run('PutItem', { TableName: 'books', Item: book('a') })
    const table = context.database.table('books')
    expect(table?.get(tableEntryKey(table.schema.key, book('a')))?.item).to.deep.equal(book('a'))
    expect(table?.get(tableEntryKey(table.schema.key, book('b')))).to.equal(undefined)
  })
})
