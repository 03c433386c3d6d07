import { expect } from 'chai'
import { RequestInk } from '../../../lib/expression/condition/request-ink.js'
import { Placeholders } from '../../../lib/expression/path/placeholders.js'
import { resolvePath } from '../../../lib/expression/path/resolved-path.js'
import { root } from '../sample-entity.js'

function refuse(entity: string | undefined): never {
  throw new Error(`too much for ${entity}`)
}

describe('RequestInk', () => {
  it('writes paths and values as placeholders of the request', () => {
    const placeholders = new Placeholders()
    const ink = new RequestInk(placeholders, 'Order', refuse)
    expect(ink.path(resolvePath(root, 'lines[0].sku').operand)).equal('#0[0].#1')
    expect(ink.value({ N: '1' })).equal(':0')
    expect(placeholders.names()).deep.equal({ '#0': 'lines', '#1': 'sku' })
    expect(placeholders.values()).deep.equal({ ':0': { N: '1' } })
  })

  it('takes 300 operators, each ink for itself', () => {
    const placeholders = new Placeholders()
    const ink = new RequestInk(placeholders, 'Order', refuse)
    ink.count(299)
    expect(() => ink.count(1)).not.throw()
    expect(() => ink.count(1)).throw('too much for Order')
    expect(() => new RequestInk(placeholders, 'Order', refuse).count(300)).not.throw()
  })
})
