import { expect } from 'chai'
import { and, not, or } from '../../../lib/expression/condition/logic.js'
import { nodeText } from '../../../lib/plan/condition/condition-tree.js'
import { clausesOf } from '../../../lib/plan/condition/normal-form.js'
import { settleClauses } from '../../../lib/plan/key/settled-clauses.js'
import { nodes, source, type Where } from '../sample-orders.js'

const indexed = new Set(['customerId', 'orderId', 'status', 'placedAt', 'total', 'n'])

function settled(label: string, ...where: readonly Where[]) {
  const { equals, rest, never, absent } = settleClauses(source(label), clausesOf(nodes(...where), indexed))
  return { equals: [...equals.keys()], rest: rest.map(nodeText), never, absent }
}

const open: Where = (attr) => attr.status.eq('open')
const nothing = { never: undefined, absent: [] }

describe('settle', () => {
  it('finds what eq gives of the key, and leaves the rest', () => {
    expect(settled('byStatus', open, (attr) => attr.total.gt(1))).deep.equal({
      ...nothing,
      equals: ['status'],
      rest: ['total > (value)'],
    })
    expect(settled('table', open)).deep.equal({ ...nothing, equals: [], rest: ['status = (value)'] })
  })

  it('decides by the values of eq, step after step', () => {
    const where: Where = (attr) =>
      or(
        attr.status.eq('paid'),
        and(attr.customerId.eq('c1'), or(attr.customerId.eq('c2'), attr.placedAt.eq(new Date(0)))),
      )
    expect(settled('byDay', open, where)).deep.equal({
      ...nothing,
      equals: ['status', 'customerId', 'placedAt'],
      rest: [],
    })
  })

  it('takes the same value twice, and no other', () => {
    expect(
      settled(
        'byTotal',
        (attr) => attr.total.eq(1),
        (attr) => attr.total.in([1]),
      ),
    ).deep.equal({ ...nothing, equals: ['total'], rest: [] })
    expect(
      settled(
        'byTotal',
        (attr) => attr.total.eq(1),
        (attr) => attr.total.eq(2),
      ).never,
    ).equal("'total' would have to equal two values")
  })

  it('says what values exclude', () => {
    expect(settled('byStatus', open, (attr) => attr.status.ne('open')).never).equal(
      'status <> (value) is false for the values that other conditions require',
    )
    expect(settled('byStatus', open, (attr) => attr.status.in(['paid', 'shipped'])).never).equal(
      'status IN ((value), (value)) is false for the values that other conditions require',
    )
  })

  it('reports what this source never contains, which is not a contradiction', () => {
    const { never, absent } = settled('byNote', open, (attr) => attr.note.notExists())
    expect(never).equal(undefined)
    expect(absent).deep.equal(["attribute_not_exists(note) is never true for items of index 'byNote'"])
    expect(settled('byNote', open, (attr) => not(attr.note.exists())).absent).have.length(1)
    expect(settled('byNote', open, (attr) => or(attr.note.notExists(), attr.total.gt(1))).rest).deep.equal([
      'total > (value)',
    ])
  })

  it('takes eq with an attribute for no value', () => {
    expect(settled('byNote', (attr) => attr.note.eq(attr.region)).equals).deep.equal([])
  })
})
