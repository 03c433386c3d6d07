import { expect } from 'chai'
import { scanResponse } from '../../../lib/entity/text/response-scan.js'
import { resolvePath } from '../../../lib/expression/path/resolved-path.js'
import { partRead, selectionReadersOf } from '../../../lib/operation/get/part-readers.js'
import { userEntity } from '../../support/entities.js'

const User = userEntity()
const select = (...paths: string[]) =>
  paths.map((path) => resolvePath({ entity: 'User', codec: User.codec }, path))

describe('operation/get/part-readers', () => {
  it('read whole attributes, and no parts of them', () => {
    const readers = selectionReadersOf(User, select('name'), [User.key]) ?? expect.fail()
    expect(selectionReadersOf(User, select('name'), [User.key])).to.equal(readers)
    const { Item } = scanResponse(Buffer.from('{"Item":{"name":{"S":"Ann"}}}'), readers) ?? {}
    expect(partRead(Item as never)).to.deep.equal({ name: 'Ann' })
    expect(partRead(Item as never)).to.equal(undefined)
    expect(partRead({ name: { S: 'Ann' } })).to.equal(undefined)
  })
})
