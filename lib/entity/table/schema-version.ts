// Versions of a schema as a definition states them: the current one, and the steps that lead to it.
import { aFunction, anInteger, kind, listOf, oneOf } from '../../errors/option-kinds.js'
import { hasProperties, type OptionTable, optionFault, wrongKind } from '../../errors/option-table.js'
import type { Problem } from '../../util/types.js'
import { definitionError } from './attribute-lookup.js'
import type { AnyAttributes, InputFrom, ItemFrom, KeyName, ManagedName } from './item-types.js'
import type { UnknownNames } from './table-options.js'

/**
 * One step: how an item of version `from` becomes one of the next version. `attributes` are those of that version, as
 * far as the step is about them.
 */
export interface Upgrade<
  N extends number = number,
  S extends AnyAttributes = AnyAttributes,
  R extends object = object,
> {
  readonly from: N
  readonly attributes: S
  /**
   * Makes an item of the next version.
   * @example upgrade(1, { cents: integer() }, ({ cents }) => ({ total: cents / 100 })).apply({ cents: 250 })
   */
  apply(old: ItemFrom<S>): R
}

/** The option `schemaVersion` of a definition. */
export interface SchemaVersion {
  /** The stored attribute with the version, which is never part of an item. Items without it are of version 1. */
  readonly attribute: string
  /** The version of the attributes as they are defined now, from 1: one more than there are steps. */
  readonly current: number
  /** The steps, from version 1 on, each made by `upgrade()`. */
  readonly upgrades?: readonly AnyUpgrade[]
  /** Whether reads write what they have upgraded, if the item is still as it was read. */
  readonly writeBack?: 'never' | 'onRead'
}

/** Any step, without its function, from which the compiler would infer that a step returns any object. */
export interface AnyUpgrade {
  readonly from: number
  readonly attributes: AnyAttributes
}

/** Any object, in a form in which the compiler keeps literals: `'open'` is not widened to `string`. */
export type UpgradeResult<L> = { readonly [property: string]: L | object | null | undefined } | object

/**
 * Makes one step of `schemaVersion`: from items of version `from` to items of the next version.
 *
 * `attributes` describes the items of that version: what the function receives. Attributes that it does not name stay
 * as they are stored. What it names and the function does not return is removed; attributes of the key always stay.
 * @example
 * upgrade(1, { name: string(), cents: integer() }, (old) => ({ ...old, total: old.cents / 100 }))
 * // { id, name, cents } of version 1 becomes { id, name, total } of version 2
 * @throws EntityDefinitionError if an argument is of the wrong kind.
 */
export function upgrade<
  const N extends number,
  const S extends AnyAttributes,
  L extends string | number | bigint | boolean,
  R extends UpgradeResult<L>,
>(from: N, attributes: S, apply: (old: ItemFrom<S>) => R): Upgrade<N, S, R> {
  const made = Object.freeze({ from, attributes, apply })
  const missing = Object.entries(made).find(([, given]) => given === undefined)?.[0]
  const fault =
    missing === undefined
      ? optionFault(upgradeRows, made, 'upgrade')
      : wrongKind(`upgrade.${missing}`, 'given', undefined)
  if (fault !== undefined) throw definitionError({ entity: 'upgrade()' }, fault.detail)
  return made
}

/** The rows of a step. */
export const upgradeRows: OptionTable<{
  readonly from: number
  readonly attributes: object
  readonly apply: (old: never) => unknown
}> = {
  from: { takes: anInteger(1, 1_000_000), doc: 'The version that the step begins with.' },
  attributes: {
    takes: kind('an object of structs', hasProperties),
    doc: 'The attributes of that version, as far as the step is about them.',
  },
  apply: { takes: aFunction(), doc: 'Makes an item of the next version of one of this version.' },
}

/** The rows of the option `schemaVersion`. */
export const schemaVersionRows: OptionTable<SchemaVersion> = {
  attribute: {
    takes: kind('the name of a stored attribute', (value) => typeof value === 'string' && value !== ''),
    doc: 'The stored attribute with the version of each item. Items without it are of version 1.',
  },
  current: {
    takes: anInteger(1, 1_000_000),
    doc: 'The version of the attributes as they are defined now: one more than there are steps.',
  },
  upgrades: {
    takes: listOf({
      words: 'an upgrade()',
      fault: (value: unknown, place: string) =>
        typeof value === 'object' && value !== null
          ? optionFault(upgradeRows, value, place)
          : wrongKind(place, 'an upgrade()', value),
    }),
    default: '[]',
    doc: 'The steps, from version 1 on, each made by `upgrade()`.',
  },
  writeBack: {
    takes: oneOf('never', 'onRead'),
    default: "'never'",
    doc: 'Whether reads write what they have upgraded, on the condition that the item is as it was read.',
  },
}

/** What is wrong with what the library manages, at the places of the errors; nothing if all fits. */
export type CheckedManaged<D, K, V, W> = K extends 'timestamps'
  ? UnknownNames<V, 'created' | 'updated'>
  : UnknownNames<V, keyof SchemaVersion> & CheckedVersions<D, V, W>

type CheckedVersions<D, V, W> = V extends { readonly upgrades: infer U extends readonly unknown[] }
  ? {
      readonly upgrades: CheckedSteps<U, Omit<InputFrom<D, ManagedName<W>>, KeyName<W>>>
      readonly current: V extends { readonly current: [...U, unknown]['length'] }
        ? unknown
        : Problem<`the current version is one more than there are upgrades: ${[...U, unknown]['length'] & number}`>
    }
  : { readonly current: 1 | Problem<'the current version is 1 if there are no upgrades'> }

type CheckedSteps<U, L, Done extends readonly unknown[] = [unknown]> = U extends readonly [
  infer A,
  ...infer Rest,
]
  ? readonly [CheckedStep<A, Rest, L, Done['length']>, ...CheckedSteps<Rest, L, [...Done, unknown]>]
  : readonly []

type CheckedStep<A, Rest, L, N> =
  A extends Upgrade<infer F, infer _S, infer R>
    ? F extends N
      ? R extends PromiseLike<unknown>
        ? Problem<'an upgrade is not asynchronous: it returns the item, and not a promise'>
        : Rest extends readonly [Upgrade<number, infer S2, object>, ...unknown[]]
          ? Fitting<R, InputFrom<S2, never>, 'the attributes of the next upgrade'>
          : Fitting<R, L, 'the input of the entity'>
      : Problem<`expected upgrade(${N & number}, …): each version has one, in this order`>
    : Problem<'each step is made by upgrade()'>

type Fitting<R, I, W extends string> = R extends I
  ? unknown
  : Problem<`what the upgrade returns does not fit ${W}: look at '${Misfits<R, I> & string}'`>

// What is absent fits what may be.
type Misfits<R, I> = {
  [K in keyof I]-?: K extends keyof R
    ? R[K] extends I[K]
      ? never
      : K
    : object extends Pick<I, K>
      ? never
      : K
}[keyof I]
