// A user's repository under `isolatedDeclarations`: every type is written down, with names that the entry points
// export.
import {
  type At,
  type CheckOperation,
  CommandExecutor,
  type Condition,
  type CreationOf,
  type DeleteOperation,
  type Entity,
  type FixedNameOf,
  type GetManyOperation,
  type GetOperation,
  type ItemOf,
  type KeyArgument,
  type Operators,
  type PutOperation,
  type QueryOperation,
  type Refs,
  Repository,
  type SaveFaceOf,
  type Select,
  type s,
  type UpdateOperation,
} from 'dyntastic'
import type { LocalDynamoDB } from 'dyntastic/testing'

type Attributes = { readonly id: s.Struct<string, null>; readonly n: s.Struct<number, null> }
export type UserEntity = Entity<
  Attributes,
  { readonly name: 'User'; readonly key: { readonly partition: 'id' } }
>
type User = ItemOf<UserEntity>

export class UserRepo extends Repository<UserEntity> {
  bump(id: string): UpdateOperation<User, FixedNameOf<UserEntity>, CreationOf<UserEntity>, User, 'n'> {
    return this.update(id).add('n', 1)
  }
  open(
    key: KeyArgument<UserEntity>,
  ): Operators<At<User, 'n'>, CheckOperation<User, 'transactWrite'>, Refs<User>> {
    return this.check(key).if('n')
  }
  put(user: User): PutOperation<User, User, SaveFaceOf<UserEntity>> {
    return this.save(user)
  }
  gone(id: string): DeleteOperation<User, undefined> {
    return this.delete(id)
  }
  numbers(ids: string[]): GetManyOperation<User, Select<User, 'n'>> {
    return this.getMany(ids).select('n')
  }
  one(id: string): GetOperation<User, User> {
    return this.get(id)
  }
  many(condition: Condition): QueryOperation<User, User, object> {
    return this.scan().where(condition)
  }
}

export const executor: CommandExecutor = new CommandExecutor({ region: 'eu-west-1' })
export const endpointOf = ({ endpoint }: LocalDynamoDB): string => endpoint
