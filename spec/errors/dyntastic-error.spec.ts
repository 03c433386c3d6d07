// The base of all errors: instanceof across copies, subclasses of users, and what JSON and inspection show.
import { inspect } from 'node:util'
import { expect } from 'chai'
import { DyntasticError } from '../../lib/errors/dyntastic-error.js'
import { ItemExistsError } from '../../lib/errors/item-exists-error.js'
import { ItemNotFoundError } from '../../lib/errors/item-not-found-error.js'

// A second copy, as an ES module and a CommonJS build of the library in one process are.
async function secondCopy(): Promise<typeof import('../../lib/errors/dyntastic-error.js')> {
  return import(new URL('../../lib/errors/dyntastic-error.ts?copy', import.meta.url).href)
}

class OwnError extends ItemNotFoundError {}

describe('DyntasticError', () => {
  it('instanceof holds across copies of the library', async () => {
    const copy = await secondCopy()
    expect(copy.DyntasticError).not.equal(DyntasticError)
    expect(new ItemExistsError({})).instanceOf(copy.DyntasticError)
    expect(new copy.DyntasticError()).instanceOf(DyntasticError)
    expect(new copy.DyntasticError()).not.instanceOf(ItemExistsError)
  })

  for (const [what, value] of [
    ['undefined', undefined],
    ['null', null],
    ['text', 'DYNTASTIC'],
    ['an Error', new Error('x')],
    ['an object with the code', { code: 'DYNTASTIC', name: 'DyntasticError' }],
  ] as const)
    it(`instanceof is false for ${what}`, () => {
      expect((value as unknown) instanceof DyntasticError).equal(false)
    })

  it('instanceof holds for an object under construction, as classes lowered to ES5 check it', () => {
    expect(Object.create(ItemExistsError.prototype)).instanceOf(ItemExistsError).instanceOf(DyntasticError)
    expect(Object.create(DyntasticError.prototype)).not.instanceOf(ItemExistsError)
  })

  it("a subclass of the user's own keeps its name and its prototype", () => {
    const own = new OwnError({ key: { id: 1 } })
    expect(own).instanceOf(OwnError)
    expect(own).instanceOf(ItemNotFoundError)
    expect(own).instanceOf(DyntasticError)
    expect(new ItemNotFoundError({ key: { id: 1 } })).not.instanceOf(OwnError)
    expect(own).include({ name: 'OwnError', code: 'ITEM_NOT_FOUND' })
  })

  it('keeps its name where a minifier renames the class', () => {
    const renamed = Object.defineProperty(
      class extends DyntasticError {
        static override readonly code = 'ITEM_EXISTS'
      },
      'name',
      { value: 'e' },
    )
    expect(new renamed().name).equal('ItemExistsError')
  })

  it('has only the facts that it was given', () => {
    expect({ ...new DyntasticError() }).deep.equal({ code: 'DYNTASTIC', outcome: 'nothing written' })
    expect(new DyntasticError({ cause: undefined })).not.have.property('cause')
    expect({ ...new DyntasticError({ entity: 'User' }) }).deep.equal({
      code: 'DYNTASTIC',
      entity: 'User',
      outcome: 'nothing written',
    })
  })

  it('turns into JSON whatever its key holds', () => {
    const key = { id: 12345678901234567890n, hash: Buffer.from('ab'), at: new Date(0), parts: [1n] }
    expect(JSON.parse(JSON.stringify(new ItemNotFoundError({ key }))).key).deep.equal({
      id: '12345678901234567890',
      hash: 'YWI=',
      at: '1970-01-01T00:00:00.000Z',
      parts: ['1'],
    })
    expect(new ItemNotFoundError({ key }).key).equal(key)
  })

  it('shows its key, and a cause of any kind, when it is inspected', () => {
    const text = inspect(new ItemNotFoundError({ key: { id: 7 }, cause: 'a text' }))
    expect(text).contain('id: 7').and.not.contain('cause')
    expect(inspect(new ItemNotFoundError({ key: { id: 7 } }), { colors: true })).contain('\u001b[')
  })

  it('lets frameworks assign name, message and cause, as on any Error', () => {
    const error = new DyntasticError({ cause: 1 })
    Object.assign(error, { name: 'Other', message: 'other', cause: 2 })
    expect(error).include({ name: 'Other', message: 'other', cause: 2 })
  })
})
