// What the types of paths, operators, references and selections take and refuse; compiled, never run.

import type { Operators } from '../../lib/expression/chain/typed-operators.js'
import type { Ref, Refs } from '../../lib/expression/chain/typed-references.js'
import type { Condition } from '../../lib/expression/condition/condition.js'
import type { ConditionNode } from '../../lib/expression/condition/condition-node.js'
import type { At, Path, Select } from '../../lib/expression/path/typed-path.js'

type Equal<A, B> = (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false
type Alike<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false
declare function yes<_T extends true>(): void

type Id = string & { readonly brand: 'id' }
type Tree = { name: string; children: Tree[]; parent?: Tree | null }
type Shape = { kind: 'circle'; radius: number } | { kind: 'square'; side: number; note?: string }

interface Item {
  userId: string
  id: Id
  status: 'open' | 'paid'
  total: number
  big: bigint
  at: Date
  bytes: Uint8Array
  active: boolean
  lines: { sku: string; quantity: number; tags?: Set<string> }[]
  address?: { city: string; zip: string | null; geo?: { lat: number } } | null
  tags?: Set<string>
  numbers: Set<number>
  tree: Tree
  shape: Shape
  record: Record<string, { n: number }>
  pair: [string, number]
  // biome-ignore lint/suspicious/noExplicitAny: what any() infers
  any: any
  unknown: unknown
  'a.b': { c: string }
  "it's": number
  age?: number
  map: Map<string, number>
  size: { in: string; deep: number }
  mixed: string | number
  grid: number[][]
}

// The value at a path.
yes<Equal<At<Item, 'userId'>, string>>()
yes<Equal<At<Item, 'age'>, number | undefined>>()
yes<Equal<At<Item, 'lines[0].sku'>, string>>()
yes<Equal<At<Item, 'lines[12]'>, Item['lines'][number]>>()
yes<Equal<At<Item, 'lines[0].tags'>, Set<string> | undefined>>()
yes<Equal<At<Item, 'grid[0][1]'>, number>>()
yes<Equal<At<Item, 'address.city'>, string>>()
yes<Equal<At<Item, 'address.geo'>, { lat: number } | undefined>>()
yes<Equal<At<Item, 'address.geo.lat'>, number>>()
yes<Equal<At<Item, 'tree.children[0].parent.children[3].name'>, string>>()
yes<Equal<At<Item, 'shape.kind'>, 'circle' | 'square'>>()
yes<Equal<At<Item, 'shape.radius'>, number>>()
yes<Equal<At<Item, 'shape.note'>, string | undefined>>()
yes<Equal<At<Item, 'record.x.n'>, number>>()
yes<Equal<At<Item, "record['x.y'].n">, number>>()
yes<Equal<At<Item, 'map.k'>, number>>()
yes<Equal<At<Item, 'pair[1]'>, number>>()
yes<Equal<At<Item, 'any.x.y[0]'>, Item['any']>>()
yes<Equal<At<Item, 'unknown.x'>, unknown>>()
yes<Equal<At<Item, "['a.b'].c">, string>>()
yes<Equal<At<Item, '["a.b"].c'>, string>>()
yes<Equal<At<Item, "['it\\'s']">, number>>()
yes<Equal<At<Item, "it's">, number>>()
yes<Equal<At<Item, 'size.in'>, string>>()

// No such path.
type Missing =
  | 'nope'
  | ''
  | '.'
  | 'a.b'
  | 'userId.length'
  | 'lines.length'
  | 'lines.sku'
  | 'lines[-1]'
  | 'lines[x]'
  | 'lines[0'
  | 'lines[0].'
  | 'lines[0]sku'
  | 'lines[0].[0]'
  | '[0]'
  | 'tags.size'
  | 'at.getTime'
  | 'pair[2]'
  | 'address.nope'
  | 'shape.nope'
  | 'toString'
type Found = { [P in Missing]: [At<Item, P>] extends [never] ? never : P }[Missing]
yes<Equal<Found, never>>()

// What the editor suggests: the members at the last level that exists.
yes<Equal<Path<Item, 'address.city'>, 'address.city'>>()
yes<Equal<Path<Tree, ''>, 'name' | 'children' | 'parent'>>()
yes<Equal<Path<Tree, 'x.y'>, 'name' | 'children' | 'parent'>>()
yes<Equal<Path<Item, 'address.'>, 'address.city' | 'address.zip' | 'address.geo'>>()
yes<Equal<Path<Item, 'address.nope'>, 'address.city' | 'address.zip' | 'address.geo'>>()
yes<Equal<Path<Item, 'address.geo.'>, 'address.geo.lat'>>()
yes<Equal<Path<Item, 'lines.'>, 'lines[0]'>>()
yes<Equal<Path<Item, 'lines[3].'>, 'lines[3].sku' | 'lines[3].quantity' | 'lines[3].tags'>>()
yes<Equal<Path<Item, 'tree.children[0].'>, `tree.children[0].${'name' | 'children' | 'parent'}`>>()
yes<Equal<Path<Item, "['a.b'].">, "['a.b'].c">>()
yes<Equal<Path<{ 'a.b': { 'c d': 1; 'e[f': 2 } }, "['a.b'].x">, "['a.b'].c d" | "['a.b']['e[f']">>()

// Operators by type.
declare function where<const P extends string>(
  path: Path<Item, P>,
): Operators<At<Item, P>, 'done', Refs<Item>>
const response: 'done' = where('userId').eq('x')
yes<Equal<typeof response, 'done'>>()
where('userId').beginsWith('x')
where('userId').contains('x')
where('userId').size().between(1, 2)
where('userId').type('S')
where('userId').lt('x')
where('id').eq('x' as Id)
where('id').beginsWith('x')
where('status').eq('open')
where('status').in(['open', 'paid'])
where('status').in(new Set(['open'] as const))
where('status').beginsWith('o')
where('total').lt(5)
where('total').in([1, (attr) => attr.age])
where('big').gte(5n)
where('at').lt(new Date())
where('at').beginsWith('2026-01')
where('bytes').beginsWith(new Uint8Array())
where('active').eq(true)
where('tags').contains('a')
where('tags').eq(new Set(['a']))
where('numbers').contains(1)
where('lines').contains({ sku: 'a', quantity: 1 })
where('lines').size().gt(1)
where('pair').contains('a')
where('address').eq({ city: 'a', zip: null })
where('address').exists()
where('address.zip').eq('1')
where('age').notExists()
where('mixed').lt(5)
where('mixed').lt('5')
where('mixed').contains('5')
where('any').lt(5)
where('any').eq((attr) => attr.total)
where('any.x.y').in([1, 'x'])
where('unknown').contains('x')
where('unknown').size().eq(1)
where('record.a.n').gt(1)
where('total').lt((attr) => attr.age)
where('total').lt((attr) => attr.lines.size())
where('age').between(1, (attr) => attr.total)
where('lines')
  .size()
  .gt((attr) => attr.tags.size())
where('at').lt((attr) => attr.at)
// @ts-expect-error no such attribute
where('nope')
// @ts-expect-error no such value
where('status').eq('nope')
// @ts-expect-error not branded
where('id').eq('x')
// @ts-expect-error another type
where('total').eq('5')
// @ts-expect-error no order on booleans
where('active').lt(true)
// @ts-expect-error no order on sets
where('tags').lt(new Set(['a']))
// @ts-expect-error no order on lists
where('lines').gt([])
// @ts-expect-error no order on maps
where('address').between({ city: 'a', zip: null }, { city: 'b', zip: null })
// @ts-expect-error no prefix of a number
where('total').beginsWith('1')
// @ts-expect-error no part of a number
where('total').contains(1)
// @ts-expect-error no member of another type
where('tags').contains(1)
// @ts-expect-error no size of a number
where('total').size()
// @ts-expect-error no size of a boolean
where('active').size()
// @ts-expect-error undefined is not an operand
where('age').eq(undefined)
// @ts-expect-error null is absence
where('address').eq(null)
// @ts-expect-error a string is not a list of values
where('userId').in('abc')
// @ts-expect-error a size has no prefix
where('lines').size().beginsWith('1')
// @ts-expect-error a size does not exist
where('lines').size().exists()
// @ts-expect-error a size is a number
where('lines').size().gt('1')
// @ts-expect-error no data type of DynamoDB
where('total').type('X')
// @ts-expect-error a string never equals a number
where('total').lt((attr) => attr.userId)
// @ts-expect-error a callback returns an attribute
where('total').lt(() => 5)

// References.
declare function when(make: (attr: Refs<Item>) => Condition): void
when((attr) => attr.address.city.eq('Rome'))
when((attr) => attr.lines[0].sku.eq('x'))
when((attr) => attr.lines[99]?.sku.eq('x') ?? attr.total.gt(1))
when((attr) => attr.tree.children[0].parent.name.eq('x'))
when((attr) => attr.shape.radius.gt(1))
when((attr) => attr.shape.kind.eq('circle'))
when((attr) => attr.shape.note.contains('x'))
when((attr) => attr.size.deep.gt(1))
when((attr) => attr('size.in').eq('x'))
when((attr) => attr('lines[0].sku').eq('x'))
when((attr) => attr['a.b'].c.eq('x'))
when((attr) => attr.pair[1].gt(1))
when((attr) => attr.grid[0][1].gt(1))
when((attr) => attr('any.x').eq(1))
when((attr) => attr('map.x').gt(1))
when((attr) => attr('record.x.n').eq(attr.total))
when((attr) => attr.tags.contains('x'))
when((attr) => attr.total.gt(attr.lines.size()))
when((attr) => attr.total.eq(attr.age))
// @ts-expect-error an operator wins over a member of its name
when((attr) => attr.size.in.eq('x'))
// @ts-expect-error no such attribute
when((attr) => attr.nope.eq('x'))
// @ts-expect-error no such path
when((attr) => attr('lines[0].nope').eq('x'))
// @ts-expect-error a reference is not a condition
when((attr) => attr.active)
// @ts-expect-error a number never equals a string
when((attr) => attr.total.eq(attr.userId))
// @ts-expect-error sets have no order
when((attr) => attr.tags.lt(new Set(['a'])))

// Selections.
yes<
  Equal<
    Select<Item, 'total' | 'lines[0].sku' | 'address.city' | 'age'>,
    { total: number; lines: { sku: string }[]; address?: { city: string } | null; age?: number }
  >
>()
yes<
  Equal<Select<Item, 'lines[0].sku' | 'lines[2].quantity'>, { lines: { sku: string; quantity: number }[] }>
>()
yes<Equal<Select<Item, 'lines[1]'>, { lines: Item['lines'] }>>()
yes<Equal<Select<Item, 'lines' | 'lines[0].sku'>, { lines: Item['lines'] }>>()
yes<
  Equal<
    Select<Item, 'address.city' | 'address.geo.lat'>,
    { address?: { city: string; geo?: { lat: number } } | null }
  >
>()
yes<
  Equal<
    Select<Item, 'tree.children[0].children[0].name'>,
    { tree: { children: { children: { name: string }[] }[] } }
  >
>()
yes<
  Alike<Select<Item, 'record.x.n' | "['a.b'].c">, { record: { x?: { n: number } }; 'a.b': { c: string } }>
>()
yes<Alike<Select<Item, 'shape.radius'>, { shape: { radius: number } | object }>>()
yes<Equal<Select<Item, 'pair[1]'>, { pair: (string | number)[] }>>()
yes<Equal<Select<Item, 'any.x' | 'unknown.y'>, { any: Item['any']; unknown: unknown }>>()
yes<Equal<Select<Item, 'tags' | 'at' | 'bytes'>, { tags?: Set<string>; at: Date; bytes: Uint8Array }>>()

// A wide entity, and one that refers to itself, cost no more than the paths that are used.
type Wide = {
  [K in `a${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`]: {
    b: string
    c: Wide
  }
}
yes<Equal<At<Wide, 'a42.c.a17.c.a99.b'>, string>>()
declare const wide: Refs<Wide>
export const made: Condition = wide.a42.c.a17.c.a99.b.eq('x')
export const node: ConditionNode = made.node
export type Named = Ref<string>
