// What holds for every error, whatever its code.
import { inspect } from 'node:util'
import { expect } from 'chai'
import { type ErrorCode, errorCodes, errorName } from '../../lib/errors/codes.js'
import { DyntasticError } from '../../lib/errors/dyntastic-error.js'
import { samples, secret, where } from './samples.js'

const codes = Object.keys(errorCodes) as ErrorCode[]

for (const code of codes) {
  const [Class, make] = samples[code]
  const cause = new Error('from the SDK')
  const error = make({ ...where, cause })

  describe(errorName(code), () => {
    it('has its code, its name, its place and its cause', () => {
      expect(error.code).equal(code)
      expect(Class.code).equal(code)
      expect(Class.name).equal(errorName(code))
      expect(error.name).equal(errorName(code))
      expect(error.entity).equal('User')
      expect(error.operation).equal('save')
      expect(error.cause).equal(cause)
    })

    it('is an Error, a DyntasticError, and one of its own class', () => {
      expect(error).instanceOf(Error)
      expect(error).instanceOf(DyntasticError)
      expect(error).instanceOf(Class)
      const strangers = codes.filter((other) => !(samples[other][1]({}) instanceof Class))
      expect(strangers).not.include(code)
    })

    it('says where it happened and what', () => {
      expect(error.message).match(/^User\.save: \S/)
      expect(make({}).message).match(/^(?!undefined)\S/)
      expect(make({ entity: 'User' }).message).match(/^User: \S/)
      expect(make({ operation: 'save' }).message).match(/^save: \S/)
      expect(make({ ...where, detail: 'exactly this' }).message).match(
        // The key of an item, if there is one, is added, and an outcome other than 'nothing written'.
        /^User\.save: exactly this( \(\{ userId: 'u[12]' \}\))?(; the write may have been applied)?$/,
      )
      expect(error.stack).contain(`${error.name}: ${error.message}`)
    })

    it('holds no value of an attribute in message, stack, JSON or inspection', () => {
      const shown = [
        error.message,
        String(error),
        error.stack,
        JSON.stringify(error),
        JSON.stringify({ nested: [error] }),
        inspect(error, { depth: 10 }),
        inspect({ nested: [error] }, { depth: 10 }),
        inspect(Object.fromEntries(Object.entries(error)), { depth: 10 }),
      ]
      for (const text of shown) expect(text).not.contain(secret)
    })

    it('is plain data in JSON', () => {
      const data = JSON.parse(JSON.stringify(error))
      expect(data).include({
        name: error.name,
        message: error.message,
        code,
        entity: 'User',
        operation: 'save',
      })
      expect(data).not.have.any.keys('item', 'stored', 'cause', 'stack')
    })

    it('shows its code and its cause when it is inspected', () => {
      expect(inspect(error)).contain(`code: '${code}'`)
      expect(inspect(error)).contain('cause: Error').and.not.contain('from the SDK')
    })
  })
}
