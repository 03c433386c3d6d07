// `.if` in its three forms and `.orSkip`, on both writes that have them.
import { expect } from 'chai'
import { and, not, or, Repository } from 'dyntastic'
import { ConditionFailedError } from '../../../lib/errors/condition-failed-error.js'
import { InvalidConditionError } from '../../../lib/errors/invalid-condition-error.js'
import { RequestFailedError } from '../../../lib/errors/request-failed-error.js'
import { ValidationError } from '../../../lib/errors/validation-error.js'
import type { DeleteOperation } from '../../../lib/operation/write/delete.js'
import { aliceInput, orderEntity, userEntity } from '../../support/entities.js'
import { rejection, thrown } from '../../support/rejection.js'
import { FakeRunner } from '../fake-runner.js'

const User = userEntity()
const runner = new FakeRunner()
const users = new Repository(User, runner)
const stored = { userId: { S: 'u1' }, name: { S: 'Alice' }, email: { S: 'a' }, age: { N: '17' } }

type UserItem = typeof User.ITEM
// The chain of puts and deletes is the same, but the compiler does not call methods of a union of classes.
type Write = DeleteOperation<UserItem, unknown, 'transactWrite'>

const writes: Record<string, () => Write> = {
  save: () => users.save(aliceInput) as unknown as Write,
  create: () => users.create(aliceInput) as unknown as Write,
  delete: () => users.delete('u1') as unknown as Write,
}

const text = (operation: Write) => operation.toCommand().input.ConditionExpression
const values = (operation: Write) => operation.toCommand().input.ExpressionAttributeValues

for (const [name, make] of Object.entries(writes)) {
  const own = name === 'create' ? 'attribute_not_exists(#0) AND ' : ''
  const first = name === 'create' ? '#1' : '#0'

  describe(`${name} with conditions`, () => {
    beforeEach(() => {
      runner.sent.length = 0
      runner.reply = {}
    })

    it('takes a path and an operator', () => {
      expect(text(make().if('age').gt(17))).equal(`${own}${first} > :0`)
      expect(values(make().if('age').gt(17))).deep.equal({ ':0': { N: '17' } })
    })

    it('takes a callback, which gets the attributes', () => {
      const operation = make().if((attr) => or(attr.age.gt(17), not(attr.name.beginsWith('A'))))
      const both = `${first} > :0 OR NOT begins_with(${name === 'create' ? '#2' : '#1'}, :1)`
      expect(text(operation)).equal(own === '' ? both : `${own}(${both})`)
    })

    it('takes a condition that was kept', () => {
      const adult = User.condition((attr) => attr.age.gte(18))
      expect(text(make().if(adult))).equal(`${own}${first} >= :0`)
      expect(text(make().if(adult))).equal(`${own}${first} >= :0`)
    })

    it('joins several by AND', () => {
      const operation = make()
        .if('age')
        .gt(17)
        .if((attr) => attr.email.exists())
      expect(text(operation)).match(/#\d > :0 AND attribute_exists\(#\d\)$/)
    })

    for (const [what, build, type] of [
      ['a path that is not an attribute', () => make().if('nope' as 'age'), InvalidConditionError],
      ['a path that is not a string', () => make().if(5 as never), InvalidConditionError],
      ['undefined', () => make().if(undefined as never), InvalidConditionError],
      ['a callback that returns nothing', () => make().if((() => undefined) as never), InvalidConditionError],
      [
        'a reference without an operator',
        () => make().if(((attr: { age: object }) => attr.age) as never),
        InvalidConditionError,
      ],
      [
        'a condition of another entity',
        () => make().if(orderEntity().condition((attr) => attr.total.gt(5))),
        InvalidConditionError,
      ],
      [
        'an operand that does not fit',
        () =>
          make()
            .if('age')
            .gt('17' as never),
        ValidationError,
      ],
    ] as const)
      it(`refuses ${what} at once`, () => {
        const error = thrown(build, type as typeof ValidationError)
        expect(error.entity).equal('User')
        expect(runner.sent).deep.equal([])
      })

    it('rejects with ConditionFailedError where the condition is not met', async () => {
      runner.reply = new ConditionFailedError({ stored })
      const error = await rejection(make().if('age').gt(17), ConditionFailedError)
      expect(error).include({ entity: 'User', operation: name })
      expect(error.item).include({ name: 'Alice', age: 17 })
      expect(error.key).deep.equal({ userId: 'u1' })
    })

    it('resolves to undefined instead after orSkip, anywhere in the chain', async () => {
      runner.reply = new ConditionFailedError({ stored })
      expect(await make().if('age').gt(17).orSkip()).equal(undefined)
      expect(await make().orSkip().if('age').gt(17)).equal(undefined)
    })

    it('skips nothing but a condition that was not met', async () => {
      runner.reply = new RequestFailedError({ detail: 'no luck' })
      const error = await rejection(make().orSkip(), RequestFailedError)
      expect(error).equal(runner.reply)
    })

    it("also rejects in raw(), which resolves to the SDK's own response", async () => {
      runner.reply = new ConditionFailedError({ stored })
      const error = await rejection(make().if('age').gt(17).orSkip().raw(), ConditionFailedError)
      expect(error).instanceOf(ConditionFailedError)
    })

    it('finds the same condition in every form', () => {
      const kept = User.condition((attr) => and(attr.age.gt(17), attr.email.exists()))
      const forms = [
        make().if(kept),
        make().if((attr) => and(attr.age.gt(17), attr.email.exists())),
        make().if('age').gt(17).if('email').exists(),
      ].map((operation) => operation.toCommand().input)
      expect(forms[1]).deep.equal(forms[0])
      expect(forms[2]).deep.equal(forms[0])
    })
  })
}

describe('a condition that is not finished', () => {
  // A compile error, too: spec/types/messages.spec.ts.
  for (const [title, unfinished] of [
    ['if', () => users.save(aliceInput).if('age')],
    ['if after a finished one', () => users.delete('u1').if('age').gt(1).if('name')],
    ['if of an update', () => users.update('u1').set('age', 1).if('age')],
    ['if with size()', () => users.delete('u1').if('name').size()],
    ['where', () => users.query().where('userId')],
    ['where of a scan', () => users.scan().where('age')],
  ] as unknown as readonly (readonly [string, () => PromiseLike<unknown>])[])
    it(`${title}: rejects when it is awaited, and nothing is sent`, async () => {
      runner.sent.length = 0
      for (const work of [async () => await unfinished(), () => Promise.all([unfinished()])])
        expect((await rejection(work(), InvalidConditionError)).message).match(
          /^User: the condition on (age|name|name\.size\(\)|userId) is not finished, and nothing was sent/,
        )
      expect(runner.sent).deep.equal([])
    })

  it('can be recognized in a catch handler alone, too', async () => {
    const unfinished = users.delete('u1').if('age') as unknown as PromiseLike<unknown>
    expect(await unfinished.then(undefined, (error) => error.code)).equal('INVALID_CONDITION')
  })
})
