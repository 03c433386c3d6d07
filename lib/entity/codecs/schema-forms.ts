// Storage of the output of a Standard Schema: by what the value is, or in the storage form of the attribute.
import { any } from 'superstruct'
import { invalid } from '../codec/codec.js'
import type { Compiler, Core, View } from '../codec/node.js'
import type { Trail } from '../codec/trail.js'
import { type AttributeValue, attributeType } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import type { StorageForm } from '../struct/storage-form.js'
import type { AnyStruct } from '../struct/struct.js'
import { bigintRow } from './bigint.js'
import { dateCore } from './date.js'
import { naturalCore } from './natural.js'
import { naturalMapCore } from './record.js'
import { codecs } from './table.js'

/** One way to store values. */
export interface SchemaForm {
  /** Whether it is the way for this value. */
  fits(value: unknown): boolean
  /** Returns the value as it is read back. */
  parse(value: unknown, failures: Failure[], trail: Trail | undefined): unknown
  encode(value: unknown): AttributeValue | undefined
  /** Returns the value of a stored form; `invalid` if the stored data type is not one of the form. */
  decode(stored: AttributeValue, failures: Failure[], trail: Trail | undefined): unknown
}

/** Returns the ways to store values of any kind; a stored form is read in the first way that the schema accepts. */
export function naturalForms(view: View, compiler: Compiler): readonly SchemaForm[] {
  // Inside a value, only the schema knows whether null is absence.
  const whole = compiler.with({ nulls: 'store' })
  const bigints = [bigintRow.make(view, whole) ?? []].flat()
  const special = [
    formOf(dateCore(undefined, compiler.options.key), (value) => value instanceof Date),
    ...bigints.map((core) => formOf(core, (value) => typeof value === 'bigint')),
    formOf(naturalMapCore(whole), (value) => value instanceof Map),
  ]
  return [formOf(naturalCore('store'), (value) => !special.some(({ fits }) => fits(value))), ...special]
}

/** Returns the ways to store a part of a value: its own type, because nothing tells how it would be read otherwise. */
export function partForms(): readonly SchemaForm[] {
  return [formOf(naturalCore('store'), () => true)]
}

/** Returns the codecs that have a storage form: each is for values of another type. */
export function coresAs(as: StorageForm, compiler: Compiler): readonly Core[] {
  const view: View = {
    struct: any() as unknown as AnyStruct,
    kind: 'any',
    options: { as },
    path: '',
    optional: false,
    onNull: undefined,
  }
  return codecs
    .filter(({ forms, kinds }) => forms?.includes(as) && !kinds.includes('instance'))
    .flatMap((row) => row.make(view, compiler) ?? [])
}

/** Returns the way to store values in a storage form. */
export function formsAs(as: StorageForm, compiler: Compiler): readonly SchemaForm[] {
  return coresAs(as, compiler).map((core) => formOf(core, (each) => core.parse(each, []) !== invalid))
}

function formOf(core: Core, fits: SchemaForm['fits']): SchemaForm {
  return {
    fits,
    parse(value, failures, trail) {
      const found: Failure[] = []
      const parsed = core.parse(value, found, trail)
      failures.push(...found.map(renamed))
      return parsed
    },
    encode: (value) => core.encode(value),
    decode: (stored, failures, trail) =>
      core.types.includes(attributeType(stored)) ? core.decode(stored, failures, trail) : invalid,
  }
}

// The codec's own message about a Date inside a value names a struct, which a schema is not.
const renamed = (failure: Failure): Failure =>
  failure.value instanceof Date && failure.path.length > 0
    ? { ...failure, message: 'a Date inside a value would be read back as a string' }
    : failure
