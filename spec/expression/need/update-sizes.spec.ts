// Sizes that an update could leave out of their bounds.
import { expect } from 'chai'
import { array, set, size, string } from 'superstruct'
import { InvalidUpdateError } from '../../../lib/errors/invalid-update-error.js'
import { changing, rootOf, unmet } from '../bounded-entity.js'
import { thrown } from '../sample-entity.js'

const change = changing(
  rootOf({
    tags: size(set(string()), 2, 3),
    list: size(array(string()), 1, 3),
    free: array(string()),
    note: size(string(), 2),
    text: string(),
  }),
)
type Attr = Record<string, { append(other: unknown): unknown }>

describe('sizes of an update', () => {
  it('of sets count the members that are known not to be there', () => {
    const both = [change('add', 'tags', ['a', 'b'])]
    const tags = (...SS: string[]) => ({ tags: { SS } })
    expect(
      [tags('a', 'b', 'c'), tags('x', 'y'), tags('x'), {}].map((item) => unmet(both, item).length),
    ).deep.equal([0, 1, 0, 0])
    const less = [change('delete', 'tags', ['a'])]
    expect(
      [tags('a', 'b', 'c'), tags('a', 'b'), tags('x', 'y'), {}].map((item) => unmet(less, item).length),
    ).deep.equal([0, 1, 0, 0])
  })

  it('of a list that grows move by what is added', () => {
    const more = [change('append', 'list', ['a', 'b'])]
    const list = (...texts: string[]) => ({ list: { L: texts.map((S) => ({ S })) } })
    expect([list('x'), list('x', 'y'), {}].map((item) => unmet(more, item).length)).deep.equal([0, 1, 0])
    expect(thrown(() => change('append', 'list', ['a', 'b', 'c', 'd'], { default: null }))).instanceOf(
      InvalidUpdateError,
    )
    const both = thrown(() => change('set', 'list', (attr: Attr) => attr['free']?.append(attr['free'])))
    expect((both as Error).message).contain('DynamoDB cannot compare the combined size of two attributes')
  })

  it('of what is copied are those of the copy', () => {
    const copy = [change('set', 'note', (attr: Attr) => attr['text'])]
    expect(unmet(copy, { text: { S: 'ab' } })).deep.equal([])
    expect(unmet(copy, { text: { S: 'abc' } })).deep.equal(['note must have 2 characters'])
  })
})
