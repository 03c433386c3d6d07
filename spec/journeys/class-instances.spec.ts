// Instances of classes as inputs, as frameworks make them of requests: what their type has is written.
import { expect } from 'chai'
import { Entity, type InputOf, InvalidOptionError, Repository, ValidationError } from 'dyntastic'
import { Recorder } from 'dyntastic/testing'
import { any, array, integer, object, optional, record, string, type } from 'superstruct'
import { rejection, thrown } from '../support/rejection.js'

const failure = object({ name: string(), message: string(), code: optional(integer()) })
const Job = new Entity({
  name: 'Job',
  table: 'jobs',
  attributes: {
    tenant: string(),
    id: string(),
    title: optional(string()),
    failure: optional(failure),
    failures: optional(array(failure)),
    headers: optional(record(string(), string())),
    revision: integer(),
  },
  key: { partition: 'tenant', sort: 'id' },
  version: 'revision',
})

class Fault extends Error {
  readonly code = 7
}

class Body {
  readonly #id = 'j1'
  readonly tenant = 't'
  get id(): string {
    return this.#id
  }
  get title(): string {
    return `job ${this.#id}`
  }
  get failure(): Fault {
    return new Fault('late')
  }
  get size(): number {
    return 1
  }
  describe(): string {
    return this.title
  }
}

const key = { tenant: { S: 't' }, id: { S: 'j1' } }
const stored = {
  ...key,
  title: { S: 'job j1' },
  failure: { M: { name: { S: 'Error' }, message: { S: 'late' }, code: { N: '7' } } },
  revision: { N: '1' },
}

function opened() {
  const recorder = new Recorder()
  return { recorder, jobs: new Repository(Job, recorder) }
}

describe('an instance of a class', () => {
  // Its type lacks only what the library manages, which is optional in inputs.
  const body: InputOf<typeof Job> = new Body()

  it('is saved with the attributes that it has by getters, whoever writes it', async () => {
    const { recorder, jobs } = opened()
    const mine = jobs.scoped({ tenant: 't' })
    await jobs.save(body)
    await jobs.create(body)
    await mine.save(new Body())
    await jobs.saveMany([body], { overwrite: true })
    await recorder.transaction([jobs.save(body)])
    const puts = recorder.inputs('PutItem').map(({ Item }) => Item)
    const batched = recorder.inputs('BatchWriteItem')[0]?.RequestItems?.['jobs']?.[0]?.PutRequest?.Item
    const transacted = recorder.inputs('TransactWriteItems')[0]?.TransactItems?.[0]?.Put?.Item
    for (const item of [...puts, batched, transacted]) expect(item).deep.equal(stored)
    expect(puts).length(3)
  })

  it('is a key, and a patch', async () => {
    const { recorder, jobs } = opened()
    recorder.always('GetItem', {}).always('UpdateItem', { Attributes: stored })
    await jobs.get(new Body())
    await jobs.scoped({ tenant: 't' }).get(new Body())
    expect(recorder.inputs('GetItem').map(({ Key }) => Key)).deep.equal([key, key])
    class Change {
      get title() {
        return 'new'
      }
      readonly failure = new Fault('again')
    }
    await jobs.update({ tenant: 't', id: 'j1' }).patch(new Change())
    expect(Object.values(recorder.inputs('UpdateItem')[0]?.ExpressionAttributeNames ?? {})).include.members([
      'title',
      'failure',
      'message',
    ])
  })

  it('of another tenant by a getter is refused within bounds', () => {
    const { jobs } = opened()
    class Theirs {
      readonly id = 'j1'
      get tenant() {
        return 'other'
      }
    }
    const mine = jobs.scoped({ tenant: 't' })
    expect(thrown(() => mine.save(new Theirs() as never).toCommand(), ValidationError).message).contain(
      'tenant: is not the value that the repository is bound to',
    )
  })

  const empty: readonly (readonly [string, object])[] = [
    ['URL', new URL('http://x/?a=1')],
    ['URLSearchParams', new URLSearchParams('a=1')],
    ['Headers', new Headers({ a: '1' })],
    ['Error', new Error('x')],
    ['AbortSignal', new AbortController().signal],
    ['iterator', [1].values()],
    ['Map behind a Proxy', new Proxy(new Map([['a', 1]]), {})],
  ]
  for (const [name, value] of empty)
    it(`of the runtime whose content is not in properties is refused: ${name}`, async () => {
      const words = 'is not an object with properties, and would be stored without its content'
      const { jobs } = opened()
      const error = await rejection(
        jobs.save({ tenant: 't', id: 'j1', headers: value as never }),
        ValidationError,
      )
      expect(error.message).contain(words)
      for (const struct of [type({ a: optional(string()) }), object(), record(string(), any())]) {
        const Thing = new Entity({
          name: 'Thing',
          table: 'things',
          attributes: { id: string(), of: struct as never },
          key: { partition: 'id' },
        })
        expect(thrown(() => Thing.encode({ id: 'x', of: value as never }), ValidationError).message).contain(
          words,
        )
      }
    })

  it('without properties of its own is an empty object, if its class is one of the program', () => {
    class Empty {
      describe() {
        return 'nothing'
      }
    }
    const { jobs } = opened()
    const { Item } = jobs.save({ tenant: 't', id: 'j1', headers: new Empty() as never }).toCommand().input
    expect(Item?.['headers']).deep.equal({ M: {} })
  })

  it('in place of options is refused, if it has none of them', async () => {
    const { jobs } = opened()
    const { signal } = new AbortController()
    const error = await rejection(
      jobs.get({ tenant: 't', id: 'j1' }).execute(signal as never),
      InvalidOptionError,
    )
    expect(error.message).contain('the options must be an object, but are an instance of AbortSignal')
  })
})
