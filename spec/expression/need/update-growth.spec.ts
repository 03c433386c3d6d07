// Lists and Maps of limited size whose entries are changed one by one.
import { expect } from 'chai'
import { array, map, number, size, string } from 'superstruct'
import { changing, rootOf, unmet } from '../bounded-entity.js'

const change = changing(
  rootOf({
    list: size(array(string()), 1, 3),
    entries: size(map(string(), number()), 1, 2),
    free: array(string()),
  }),
)
const list = (...texts: string[]) => ({ list: { L: texts.map((S) => ({ S })) } })
const words = 'list must have at least 1 and at most 3 elements'

describe('growth of a container', () => {
  it('is not checked if its size is free', () => {
    expect(change('set', 'free[3]', 'a')).not.have.property('growth')
  })

  it('counts the elements that one update removes', () => {
    const both = [change('remove', 'list[0]'), change('remove', 'list[1]')]
    expect(unmet(both, list('a', 'b'))).deep.equal([words])
    expect(unmet(both, list('a', 'b', 'c'))).deep.equal([])
    expect(unmet([change('remove', 'list[2]')], list('a'))).deep.equal([])
  })

  it('counts the elements that one update may append', () => {
    const both = [change('set', 'list[2]', 'x'), change('set', 'list[9]', 'y')]
    expect(unmet(both, list('a'))).deep.equal([])
    expect(unmet(both, list('a', 'b'))).deep.equal([words])
    expect(unmet([change('set', 'list[2]', 'x')], list('a', 'b', 'c'))).deep.equal([])
  })

  it('is of the entries of a Map, too', () => {
    const entries = (...names: string[]) => ({
      entries: { M: Object.fromEntries(names.map((name) => [name, { N: '1' }])) },
    })
    expect(unmet([change('add', 'entries.c', 1)], entries('a', 'b'))).length(1)
    expect(unmet([change('add', 'entries.b', 1)], entries('a', 'b'))).length(0)
    expect(unmet([change('remove', 'entries.a')], entries('a'))).length(1)
    expect(unmet([change('set', 'entries.a', 1)], {})).length(0)
  })
})
