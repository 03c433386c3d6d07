// Arguments that a method does not take: every public method, called with one argument more than it has.
import { expect } from 'chai'
import { DyntasticError, InvalidConditionError, InvalidOptionError, InvalidUpdateError } from 'dyntastic'
import { tooManyArguments } from '../../lib/errors/arity.js'
import { operators } from '../../lib/expression/condition/operators.js'
import { updateFunctions } from '../../lib/expression/function/update-functions.js'
import { thrown } from '../support/rejection.js'
import { common, item, methodsOf, subjects, User, users } from './public-methods.js'

async function failureOf(subject: object, method: string, args: readonly unknown[]): Promise<unknown> {
  try {
    await Reflect.apply(Reflect.get(subject, method), subject, args)
  } catch (error) {
    return error
  }
  return undefined
}

describe('a method that is called with more arguments than it takes', () => {
  for (const { name, subject, takes, rest } of subjects) {
    for (const [method, most] of Object.entries(takes))
      it(`${name}: ${method}() takes ${most}`, async () => {
        for (const extra of [{ consistent: true }, undefined]) {
          const args = [...Array.from({ length: most }, () => undefined), extra]
          const error = await failureOf(subject, method, args)
          expect(error).instanceOf(InvalidOptionError).include({ code: 'INVALID_OPTION', option: method })
          expect(String(error)).match(new RegExp(`${method}\\(\\) takes .* received ${most + 1}`))
        }
      })

    it(`${name} has no other method of which it was not decided`, () => {
      const known = new Set([...Object.keys(takes), ...rest, ...common])
      expect(methodsOf(subject).filter((method) => !known.has(method))).deep.equal([])
    })
  }

  it('names the alternative', () => {
    const words = (method: string): string => tooManyArguments(method, 1, 2, { entity: 'User' }).message
    expect(words('get')).include('.consistent()')
    expect(words('save')).include(".if('a').eq(1)")
    expect(words('where')).include(".where('a').eq(1)")
    expect(words('limit')).match(/received 2$/)
  })

  const argumentsOf = {
    none: [],
    value: [1],
    range: [1, 2],
    list: [[1]],
    prefix: ['a'],
    member: ['a'],
    type: ['N'],
  }
  for (const [operator, { operands, types }] of Object.entries(operators))
    it(`the operator ${operator} refuses one argument more`, () => {
      const path = (types as readonly string[]).includes('N') ? 'n' : 'id'
      const good = argumentsOf[operands]
      for (const chain of [
        () => users.query().where(path),
        () => users.delete('u').if(path),
        () => ({
          [operator]: (...args: unknown[]) =>
            users
              .query()
              .where(
                (attr) =>
                  Reflect.apply(Reflect.get(Reflect.get(attr, path), operator), undefined, args) as never,
              ),
        }),
      ]) {
        const call = (...args: unknown[]): unknown =>
          Reflect.apply(Reflect.get(chain(), operator), undefined, args)
        call(...good)
        expect(thrown(() => call(...good, 1), InvalidConditionError).message).include(
          `received ${good.length + 1}`,
        )
      }
    })

  it('size() refuses an argument', () => {
    const { size } = users.query().where('id') as unknown as { size(...args: unknown[]): unknown }
    expect(thrown(() => size(1), InvalidConditionError).message).include('.size().gt(5)')
  })

  const changes: Readonly<Record<string, readonly [string, ...unknown[]]>> = {
    set: ['n', 1],
    setIfMissing: ['n', 1],
    add: ['n', 1],
    subtract: ['n', 1],
    append: ['l', ['x'], {}],
    prepend: ['l', ['x'], {}],
    remove: ['l'],
    deleteFromSet: ['s', new Set(['x'])],
  }
  for (const [name, row] of Object.entries(updateFunctions))
    it(`the update function ${name} refuses one argument more, and a path that is not a string`, () => {
      const update = users.update('u')
      const call = (...args: unknown[]): unknown => Reflect.apply(Reflect.get(update, name), update, args)
      const args = changes[name] ?? ['s', new Set(['x'])]
      call(...args)
      expect(thrown(() => call(...args, 1), InvalidUpdateError).message).include(`received ${args.length}`)
      for (const path of [undefined, 1, ['n'], { n: 1 }])
        expect(thrown(() => call(path, ...args.slice(1)), InvalidUpdateError).message).include(
          `the first argument of ${name}() must be a path`,
        )
      expect(row.doc).a('string')
    })

  it('the functions of operands refuse one argument more', () => {
    for (const name of ['plus', 'minus', 'ifNotExists'])
      expect(
        thrown(
          () =>
            users.update('u').set('n', (attr) => Reflect.apply(Reflect.get(attr.n, name), undefined, [1, 2])),
          InvalidUpdateError,
        ).message,
      ).include(`${name}() takes one argument`)
  })
})

describe('arguments of the wrong kind', () => {
  const calls: readonly (readonly [string, () => unknown, RegExp])[] = [
    [
      'select of an array',
      () => users.get('u').select(['n'] as never),
      /a path must be a string, not an array; pass paths one by one/,
    ],
    [
      'select of an object',
      () => users.query().select({ n: true } as never),
      /a path must be a string, not an object/,
    ],
    [
      'select of nothing',
      () => users.getMany(['u']).select(undefined as never),
      /a path must be a string, not undefined/,
    ],
    [
      'index without a name',
      () => users.query().index(undefined as never),
      /index\(\) expects the name of an index, not undefined/,
    ],
    ['extend without a descriptor', () => User.extend(undefined as never), /extend\(\) expects an object/],
    [
      'a save of a read that was not awaited',
      () => users.save(users.get('u') as never).toCommand(),
      /expected an item, but this is a GetOperation: await it first/,
    ],
    [
      'a save of a promise',
      () => users.save(Promise.resolve(item) as never).toCommand(),
      /expected an item, but this is a Promise: await it first/,
    ],
    [
      'a get by a read that was not awaited',
      () => users.get(users.get('u') as never).toCommand(),
      /expected a key, but this is a GetOperation: await it first/,
    ],
    [
      'a delete by a promise',
      () => users.delete(Promise.resolve('u') as never).toCommand(),
      /expected a key, but this is a Promise: await it first/,
    ],
    ['extend by null', () => User.extend(null as never), /extend\(\) expects an object/],
    [
      'append with a misspelled option',
      () => users.update('u').append('l', ['x'], { defualt: [] } as never),
      /there is no option `defualt`; did you mean `default`\?/,
    ],
    [
      'append with a number for options',
      () => users.update('u').append('l', ['x'], 3 as never),
      /the options must be an object/,
    ],
    [
      'append with a default that is not a list',
      () => users.update('u').append('l', ['x'], { default: 'x' } as never),
      /`default` must be a list, or null/,
    ],
  ]
  for (const [what, call, words] of calls)
    it(`${what} is refused in words`, () => {
      expect(thrown(call, DyntasticError).message).match(words)
    })
})
