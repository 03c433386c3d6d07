// What a request says of a table next to its keys, and what is shown of its items.
import { expect } from 'chai'
import { InvalidConditionError } from 'dyntastic'
import { resolvePath } from '../../../lib/expression/path/resolved-path.js'
import { selectedPart, selectText, shapeRequest } from '../../../lib/operation/batch-read/read-shape.js'
import { thrown } from '../../support/rejection.js'
import { Loan, loan } from '../many/fake-shelves.js'

const paths = (...texts: string[]) =>
  texts.map((text) => resolvePath({ entity: 'Loan', codec: Loan.codec }, text))
const shape = (consistent: boolean, ...texts: string[]) => ({
  model: Loan,
  consistent,
  select: paths(...texts),
})

describe('the shape of a read', () => {
  it('says nothing of whole items', () => {
    expect(shapeRequest(shape(false))).deep.equal({})
  })

  it('passes consistency on', () => {
    expect(shapeRequest(shape(true))).deep.equal({ ConsistentRead: true })
  })

  it('reads the key along with the paths, each once', () => {
    expect(shapeRequest(shape(false, 'isbn', 'at'))).deep.equal({
      ProjectionExpression: '#0, #1, #2',
      ExpressionAttributeNames: { '#0': 'isbn', '#1': 'at', '#2': 'reader' },
    })
  })

  it('refuses a projection that DynamoDB would refuse', () => {
    const name = (at: number) => `m${at}_${'x'.repeat(60)}`
    const operand = (text: string) => ({ ...paths('isbn')[0], text, names: [text] })
    const select = Array.from({ length: 2_000 }, (_, at) => operand(name(at)))
    thrown(
      () => shapeRequest({ model: Loan, consistent: false, select: select as never }),
      InvalidConditionError,
    )
  })

  it('shows what was selected, and the key only if it was selected', () => {
    expect(selectedPart(paths(), loan(1))).deep.equal(loan(1))
    expect(selectedPart(paths('isbn'), loan(1))).deep.equal({ isbn: { S: 'b1' } })
    expect(selectedPart(paths('isbn', 'at'), loan(1))).deep.equal({ isbn: { S: 'b1' }, at: { N: '1' } })
  })

  it('has one text for the same paths', () => {
    expect(selectText(paths('isbn', 'at'))).equal(selectText(paths('isbn', 'at')))
    expect(selectText(paths('isbn'))).not.equal(selectText(paths('at')))
    expect(selectText(paths())).equal('')
  })
})
