// Choice of the member of a union that an input is meant for.
import { kindOf } from '../errors/failures.js'
import { ValidationError } from '../errors/validation-error.js'
import { isThenable } from '../util/quieted.js'
import { notAwaited, partFailure } from './item/item-failures.js'
import { isPart, markOf } from './item/item-mark.js'
import type { EntityModel } from './model.js'
import type { Failure } from './struct/failure.js'
import type { MemberDiscriminator } from './union-discriminator.js'

/**
 * Returns the member that an input is meant for.
 * @throws ValidationError if there is no such member, or more than one.
 */
export function memberOfInput(
  { name, discriminator }: { readonly name: string; readonly discriminator: MemberDiscriminator },
  input: unknown,
  operation: string,
): EntityModel {
  const refused = (failures: readonly Failure[]) => new ValidationError({ entity: name, operation, failures })
  if (isPart(input)) throw refused([partFailure])
  if (isThenable(input)) throw refused([notAwaited(input)])
  if (typeof input !== 'object' || input === null) {
    const message = `expected an item, but this is ${kindOf(input)}`
    throw refused([{ path: [], message, value: input }])
  }
  const found = discriminator.ofInput(input)
  const members = found.flatMap((each) => ('codec' in each ? each : []))
  const [first, second] = members
  if (first === undefined) throw refused(found as readonly Failure[])
  if (second === undefined) return first
  const mark = markOf(input)
  const marked = members.find(({ inspect }) => inspect === mark)
  if (marked !== undefined) return marked
  const names = members.map((member) => member.name).join(' | ')
  const wayOut = discriminator.property === undefined ? ': use the repository of the one that is meant' : ''
  const message = `it may be of ${names}; what tells them apart is ${discriminator.words}${wayOut}`
  throw refused([
    { path: discriminator.property === undefined ? [] : [discriminator.property], message, value: undefined },
  ])
}

/**
 * Returns the member of a new item that begins with these values.
 * @throws ValidationError if nothing in them tells which.
 */
export function memberToCreate(
  union: {
    readonly name: string
    readonly discriminator: MemberDiscriminator
    memberOf(input: unknown, operation: string): EntityModel
  },
  values: object,
  operation: string,
): EntityModel {
  const { name, discriminator } = union
  if (discriminator.property !== undefined) return union.memberOf(values, operation)
  const message = `which of ${name} is to be created is not known here, because ${discriminator.words} tells them apart: use the repository of the entity`
  throw new ValidationError({ entity: name, operation, failures: [{ path: [], message, value: undefined }] })
}
