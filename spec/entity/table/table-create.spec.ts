// CreateTable parameters of a Table: those of the SDK, and no others.
import * as sdk from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { EntityDefinitionError, Table } from 'dyntastic'
import { tableOptions } from '../../../lib/entity/table/table-options.js'

/** The members of the SDK's own CreateTableInput, from its schema: name, namespace, traits, and then the names. */
const schema: unknown = Reflect.get(sdk, 'CreateTableInput$')
const names: readonly string[] = Array.isArray(schema) ? schema[4] : []

describe('the option `create` of a Table', () => {
  it('are all those of the SDK that do not follow from the entity', () => {
    expect(names).includes('BillingMode')
    for (const name of names) {
      const fault = tableOptions.create.takes.fault({ [name]: {} }, 'create')
      if (name === 'TableName' || name === 'KeySchema')
        expect(fault?.detail, name).contain('which follow from the entity')
      else expect(fault, name).equal(undefined)
    }
  })

  for (const [name, words] of [
    ['BilingMode', 'did you mean `create.BillingMode`?'],
    ['billingMode', 'did you mean `create.BillingMode`?'],
    ['tags', 'did you mean `create.Tags`?'],
    ['ttl', 'there is no option `create.ttl`; the options are `AttributeDefinitions`'],
  ] as const)
    it(`refuse ${name}`, () => {
      const define = () => new Table({ name: 't', create: { [name]: 'PROVISIONED' } })
      expect(define).throw(EntityDefinitionError, words)
    })

  for (const value of [null, 5, 'PROVISIONED', []])
    it(`refuse ${JSON.stringify(value)}`, () =>
      expect(() => new Table({ name: 't', create: value as never })).throw(
        EntityDefinitionError,
        '`create` must be an object of CreateTable parameters',
      ))
})
