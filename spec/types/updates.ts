// What the types of updates take and refuse: paths of each function, values, operands, patches; compiled, never run.

import { changeOf } from '../../lib/expression/change/update-change.js'
import type { UpdateFunctionMethods } from '../../lib/expression/function/typed-update.js'
import type { UpdateRefs } from '../../lib/expression/function/typed-update-references.js'
import type { UpdateFunctionName } from '../../lib/expression/function/update-functions.js'
import type { Patch } from '../../lib/expression/update/typed-patch.js'

type Id = string & { readonly brand: 'id' }
type Cents = number & { readonly brand: 'cents' }
type Shape = { kind: 'circle'; radius: number } | { kind: 'square'; side: number; note?: string }

interface Item {
  userId: string
  orderId: string
  status: 'open' | 'paid'
  level: 1 | 2 | 3
  id: Id
  cents: Cents
  total: number
  discount: number
  big: bigint
  at: Date
  photo: Uint8Array
  active: boolean
  age?: number
  note?: string | null
  nickname: string | null
  lines: { sku: string; quantity: number; options?: string[] }[]
  more: { sku: string; quantity: number; options?: string[] }[]
  grid: number[][]
  address?: { city: string; zip?: string; geo?: { lat: number } }
  stats: { views: number; plus: number; last?: Date }
  tags?: Set<string>
  scores: Set<number>
  counts: Record<string, number>
  shape: Shape
  pair: [string, number]
  map: Map<string, number>
  // biome-ignore lint/suspicious/noExplicitAny: what any() infers
  any: any
  unknown: unknown
  'a.b': { c: string }
}

interface Update extends UpdateFunctionMethods<Item, 'userId' | 'orderId', Update> {}

declare const update: Update
declare const line: Item['lines'][number]

// Every function on what it is for; values, arrays, Sets, callbacks.
update
  .set('status', 'paid')
  .set('total', 5)
  .set('address.city', 'Rome')
  .set('address', { city: 'Rome' })
  .set('lines[0].sku', 'a')
  .set('lines[0]', line)
  .set('lines', [line])
  .set("['a.b'].c", 'x')
  .set('note', null)
  .set('nickname', null)
  .set('tags', new Set(['a']))
  .set('counts.any', 1)
  .set('map.k', 1)
  .set('at', new Date())
  .set('photo', new Uint8Array())
  .set('shape', { kind: 'circle', radius: 1 })
  .set('pair[1]', 2)
  .set('any', { x: 1 })
  .set('any.x.y', 1)
  .set('unknown', 'x')
  .set('unknown.x', 'x')
  .setIfMissing('age', 1)
  .setIfMissing('address.zip', '00100')
  .setIfMissing('note', (attr) => attr.nickname)
  .add('total', 1)
  .add('level', 5)
  .add('cents', -1)
  .add('big', 1n)
  .add('age', 1)
  .add('stats.views', 1)
  .add('counts.x', 1)
  .add('tags', 'a')
  .add('tags', ['a', 'b'])
  .add('tags', new Set(['a']))
  .add('scores', 5)
  .add('any', 5)
  .subtract('total', 1)
  .subtract('stats.views', 1)
  .append('lines', [line])
  .append('lines', line)
  .append('lines', [line], { default: [line] })
  .append('lines', line, { default: null })
  .append('lines', (attr) => attr.more)
  .append('lines[0].options', 'x')
  .append('grid', [[1, 2]])
  .prepend('lines', [])
  .prepend('grid[0]', 5)
  .remove('age')
  .remove('note')
  .remove('nickname')
  .remove('address')
  .remove('address.zip')
  .remove('address.geo')
  .remove('lines[0]')
  .remove('lines[3].options')
  .remove('grid[0][1]')
  .remove('counts.x')
  .remove('map.k')
  .remove('scores')
  .remove('shape.note')
  .remove('any')
  .remove('any.x')
  .remove('unknown.x')
  .delete('tags', 'a')
  .delete('tags', ['a'])
  .delete('scores', new Set([1]))

// Operands.
update
  .set('total', (attr) => attr.total.plus(5))
  .set('total', (attr) => attr.total.minus(attr.discount))
  .set('total', (attr) => attr.total.ifNotExists(0).plus(1))
  .set('total', (attr) => attr.total.ifNotExists(attr.discount))
  .set('total', (attr) => attr.lines[0].quantity)
  .set('total', (attr) => attr('stats.plus').plus(1))
  .set('total', (attr) => attr.stats.views.plus(attr('stats.plus')))
  .set('total', (_attr, value) => value(100))
  .set('total', (attr, value) => value(100).minus(attr.total))
  .set('total', (attr) => attr.age.plus(1))
  .set('level', (attr) => attr.level.plus(1))
  .set('cents', (attr) => attr.cents.plus(1))
  .set('big', (attr) => attr.big.plus(1n))
  .set('status', (attr) => attr.status.ifNotExists('open'))
  .set('nickname', (attr) => attr.status)
  .set('nickname', (attr) => attr.userId)
  .set('address', (attr) => attr.address)
  .set('lines', (attr) => attr.lines.append(line))
  .set('lines', (attr) => attr.lines.ifNotExists([]).append([line]))
  .set('lines', (attr, value) => value([line]).append(attr.lines))
  .set('lines', (attr) => attr.more.append(attr.lines))
  .set('any', (attr) => attr.total.plus(1))
  .set('any', (attr) => attr('any.x').plus(1))
  .set('any', (attr) => attr('unknown.x').plus(1n))
  .set('unknown', (attr) => attr.total)

// Paths that a function is not for, and attributes that must stay.
// @ts-expect-error a key attribute
update.set('userId', 'x')
// @ts-expect-error a key attribute
update.remove('orderId')
// @ts-expect-error no such attribute
update.set('nope', 1)
// @ts-expect-error no such member
update.set('address.nope', 1)
// @ts-expect-error a negative index
update.remove('lines[-1]')
// @ts-expect-error a fractional index
update.remove('lines[1.5]')
// @ts-expect-error ADD is for numbers and sets
update.add('status', 'x')
// @ts-expect-error ADD is for numbers and sets
update.add('lines', [line])
// @ts-expect-error subtract is for numbers
update.subtract('tags', 1)
// @ts-expect-error append is for lists
update.append('tags', ['x'])
// @ts-expect-error append is for lists
update.prepend('total', [1])
// @ts-expect-error DELETE is for sets
update.delete('total', 1)
// @ts-expect-error DELETE is for sets
update.delete('lines', [line])
// @ts-expect-error required
update.remove('status')
// @ts-expect-error required
update.remove('address.city')
// @ts-expect-error required
update.remove('lines[0].sku')
// @ts-expect-error a tuple has a fixed number of places
update.remove('pair[1]')
// @ts-expect-error a tuple cannot grow
update.append('pair', ['x'])
// @ts-expect-error a date is not a number
update.add('at', 1)

// Values that do not fit.
// @ts-expect-error not one of the values
update.set('status', 'lost')
// @ts-expect-error not a number
update.set('total', '5')
// @ts-expect-error undefined is never a change
update.set('age', undefined)
// @ts-expect-error undefined is never a change
update.setIfMissing('age', undefined)
// @ts-expect-error the struct does not take null
update.set('age', null)
// @ts-expect-error a part of an address
update.set('address', { zip: '00100' })
// @ts-expect-error not a member
update.add('tags', 5)
// @ts-expect-error not a member
update.delete('tags', [5])
// @ts-expect-error numbers and bigints do not mix
update.add('big', 1)
// @ts-expect-error not an element
update.append('lines', 'x')
// @ts-expect-error an array is the elements
update.append('grid', [1, 2])
// @ts-expect-error ADD takes no attributes
update.add('total', (attr: UpdateRefs<Item>) => attr.discount)
// @ts-expect-error remove takes nothing more
update.remove('age', 1)

// Operands that DynamoDB refuses, or that do not fit.
// @ts-expect-error three operands
update.set('total', (attr) => attr.total.plus(1).plus(2))
// @ts-expect-error three operands
update.set('total', (attr) => attr.total.plus(attr.discount.plus(1)))
// @ts-expect-error a sum inside if_not_exists
update.set('total', (attr) => attr.total.ifNotExists(attr.discount.plus(1)))
// @ts-expect-error list_append inside list_append
update.set('lines', (attr) => attr.lines.append([line]).prepend(attr.more))
// @ts-expect-error list_append inside if_not_exists
update.set('lines', (attr) => attr.more.ifNotExists(attr.lines.append([line])))
// @ts-expect-error text does not add
update.set('total', (attr) => attr.status.plus(1))
// @ts-expect-error a string in a number
update.set('total', (attr) => attr.status)
// @ts-expect-error any text in one of few
update.set('status', (attr) => attr.userId)
// @ts-expect-error a number does not join
update.set('lines', (attr) => attr.total.append([line]))
// @ts-expect-error not an element
update.set('lines', (attr) => attr.lines.append('x'))
// @ts-expect-error if_not_exists is for attributes
update.set('total', (_attr, value) => value(1).ifNotExists(2))
// @ts-expect-error a condition is not a value
update.set('active', (attr) => attr.total.gt(1))
// @ts-expect-error no such attribute
update.set('total', (attr) => attr.nope)

// Patches.
declare function patch(patch: Patch<Item, 'userId' | 'orderId'>): void
patch({})
patch({ status: 'paid', address: { city: 'Rome' } })
patch({ address: { geo: { lat: 1 } }, stats: { views: 1 }, counts: { a: 1, b: null } })
patch({ age: null, note: null, address: null, tags: null })
patch({ address: { zip: null } })
patch({ lines: [line], tags: new Set(['a']), at: new Date(), photo: new Uint8Array(), pair: ['a', 1] })
patch({ shape: { kind: 'square', side: 1 }, map: new Map([['a', 1]]), any: 1, unknown: { x: 1 } })
// @ts-expect-error a key attribute
patch({ userId: 'x' })
// @ts-expect-error no such attribute
patch({ nope: 1 })
// @ts-expect-error required
patch({ status: null })
// @ts-expect-error required
patch({ address: { city: null } })
// @ts-expect-error undefined is never a change
patch({ age: undefined })
// @ts-expect-error lists are whole
patch({ lines: [{ sku: 'a' }] })
// @ts-expect-error unions are whole
patch({ shape: { radius: 1 } })
// @ts-expect-error not a number
patch({ stats: { views: 'x' } })

// The names are the table's.
const names: Record<UpdateFunctionName, keyof Update> = {
  set: 'set',
  setIfMissing: 'setIfMissing',
  add: 'add',
  subtract: 'subtract',
  append: 'append',
  prepend: 'prepend',
  remove: 'remove',
  delete: 'delete',
}
void [names, changeOf]
