import { inspect } from 'node:util'
import { expect } from 'chai'
import { InvalidConditionError } from '../../../lib/errors/invalid-condition-error.js'
import { draftOf } from '../../../lib/expression/function/update-draft.js'
import { updateReferences } from '../../../lib/expression/function/update-references.js'
import { root } from '../sample-updates.js'

interface Sample {
  total: number
  lines: { sku: string; quantity: number }[]
  stats: { views: number; plus: number }
  counts: Record<string, number>
  'a.b'?: string
}

const attr = updateReferences<Sample>(root)
const pathOf = (reference: unknown): string | undefined => {
  const draft = draftOf(reference)
  return draft.kind === 'path' ? draft.subject.path.text : undefined
}

describe('updateReferences', () => {
  const cases: [string, unknown, string][] = [
    ['a member', attr.total, 'total'],
    ['a nested member', attr.stats.views, 'stats.views'],
    ['an element', attr.lines[0].sku, 'lines[0].sku'],
    ['a path', attr('lines[0].sku'), 'lines[0].sku'],
    ['a member with the name of a function, by path', attr('stats.plus'), 'stats.plus'],
    ['an entry whose name looks like an index', attr.counts['2026'], "counts['2026']"],
    ['a name with a dot', attr['a.b'], "['a.b']"],
  ]
  for (const [title, reference, path] of cases)
    it(`address ${title}`, () => {
      expect(pathOf(reference)).equal(path)
    })

  it('show their path', () => {
    expect(String(attr.stats.views)).equal('stats.views')
    expect(inspect(attr.stats.views)).equal('Order.stats.views')
  })

  it('have the functions of operands, and no operators of conditions', () => {
    expect(attr.total.plus).a('function')
    expect(draftOf(attr.total.ifNotExists(0).plus(1)).kind).equal('function')
    const { gt } = attr.total as unknown as { gt(value: number): unknown }
    expect(() => gt(5)).throw(InvalidConditionError, 'total.gt is neither an attribute nor an operator')
  })
})
