// Stored items as the SDK, Lambda, exports and the CLI show them.
import { ScanCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { attribute, Entity, InvalidItemError } from 'dyntastic'
import {
  any,
  array,
  date,
  instance,
  map,
  number,
  object,
  optional,
  record,
  set,
  string,
  union,
} from 'superstruct'
import { withEngine } from '../support/engine.js'
import { thrown } from '../support/rejection.js'
import { asJson } from './json-form.js'
import { opened } from './opened.js'

const engine = withEngine()
const bytes = () => new Uint8Array([0, 1, 254, 255])

const documents = (table: string) =>
  new Entity({
    name: 'Document',
    table,
    attributes: {
      id: instance(Uint8Array),
      at: attribute(date(), { name: 't' }),
      size: attribute(number(), { default: 0 }),
      body: optional(instance(Uint8Array)),
      anything: optional(any()),
      parts: optional(set(instance(Uint8Array))),
      tags: optional(set(string())),
      deep: optional(
        object({ list: array(union([instance(Uint8Array), string()])), byName: record(string(), any()) }),
      ),
      byKey: optional(map(string(), instance(Uint8Array))),
    },
    key: { partition: 'id', sort: 'at' },
  })

const document = {
  id: bytes(),
  at: new Date(1_700_000_000_000),
  size: 3.5,
  body: bytes(),
  anything: { binary: bytes(), list: [bytes(), 'AAH+/w==', 1, null], members: new Set([bytes()]) },
  parts: new Set([bytes(), new Uint8Array([9])]),
  tags: new Set(['AAH+/w==']),
  deep: { list: [bytes(), 'AAH+/w=='], byName: { b: bytes() } },
  byKey: new Map([['b', bytes()]]),
}

const missing = { S: 'missing' }

describe('Entity.decode and Entity.decodeKey', () => {
  it('read what the SDK returns, and its JSON form, to the same item', async () => {
    const { repository, entity, table } = opened(engine, documents)
    const saved = await repository.save(document)
    const { Items: [item] = [] } = await engine.client.send(new ScanCommand({ TableName: table }))
    if (item === undefined) expect.fail('an item is stored')
    for (const form of [item, asJson(item)]) {
      expect(entity.decode(form)).to.deep.equal(saved)
      expect(entity.decodeKey(form)).to.deep.equal({ id: document.id, at: document.at })
    }
  })

  it('decodeKey reads the keys of a removed item, as get and delete take them', async () => {
    const { repository, entity } = opened(engine, documents)
    const { id, at } = await repository.save(document)
    const { id: storedId = missing, t = missing } = entity.encode(document)
    const key = entity.decodeKey(asJson({ id: storedId, t }))
    expect(key).to.deep.equal({ id, at })
    expect(await repository.get(key)).to.deep.include({ size: 3.5 })
    await repository.delete(key)
    expect(await repository.get(key)).to.equal(undefined)
  })

  it('decodeKey does not look at other attributes, and refuses absent and malformed parts by their names', () => {
    const entity = documents('documents')
    const Keys = { id: { B: 'AA==' }, t: { S: '2023-11-14T22:13:20.000Z' } }
    expect(entity.decodeKey({ ...Keys, body: { S: 'no document' } })).to.deep.equal({
      id: new Uint8Array([0]),
      at: document.at,
    })
    for (const [given, path, message] of [
      [{ id: Keys.id }, 'at', 'required, but absent'],
      [{ ...Keys, id: { B: 5 } }, 'id', 'expected bytes or a base64 string under B, but found a number'],
      [{ ...Keys, t: { N: '5' } }, 'at', 'the key contains 5: expected S (a string), but N is stored'],
      [undefined, '', "expected a stored item ({ name: { S: 'text' } }), but found undefined"],
    ] as const) {
      const error = thrown(() => entity.decodeKey(given as never), InvalidItemError)
      expect(error.operation).to.equal('decodeKey')
      expect(error.failures.map((failure) => [failure.path, failure.message])).to.deep.equal([
        [path, message],
      ])
    }
    const day = thrown(() => entity.decodeKey({ ...Keys, t: { S: '2023-11-14' } }), InvalidItemError)
    expect(day.message).to.include("as: 'isoDay'")
  })

  it('a default does not replace a part of the key', () => {
    const entity = new Entity({
      name: 'Defaulted',
      table: 'defaulted',
      attributes: { id: attribute(string(), { default: 'x' }) },
      key: { partition: 'id' },
    })
    expect(thrown(() => entity.decodeKey({}), InvalidItemError).message).to.include(
      'id: required, but absent',
    )
  })

  it('refuse what is not a stored item, whatever it is', () => {
    const entity = documents('documents')
    for (const given of [
      undefined,
      null,
      [],
      'x',
      { id: 'a' },
      { Item: { id: { B: 'AA==' } } },
      { id: { B: 'AA==', S: 'x' } },
    ])
      for (const decode of [entity.decode, entity.decodeKey]) {
        const error = thrown(() => decode.call(entity, given as never), InvalidItemError)
        expect(error.failures).to.have.length.greaterThan(0)
      }
  })

  it('messages do not show what is stored outside keys', () => {
    const entity = documents('documents')
    const secret = { id: { B: 'AA==' }, t: { S: '2023-11-14T22:13:20.000Z' }, body: { B: 'secret text!' } }
    const error = thrown(() => entity.decode(secret), InvalidItemError)
    expect(`${error.message} ${JSON.stringify(error)}`)
      .to.include('body')
      .and.not.include('secret')
  })
})
