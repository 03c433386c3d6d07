// The repository and the service that the container specs inject: plain classes, as a user would write them.
import { type CommandExecutor, Entity, Repository } from 'dyntastic'
import { integer, string } from 'superstruct'

export const User = new Entity({
  name: 'User',
  table: 'di-users',
  attributes: { userId: string(), age: integer() },
  key: { partition: 'userId' },
})

export class UserRepository extends Repository<typeof User> {
  constructor(executor: CommandExecutor) {
    super(User, executor)
  }

  adult(userId: string) {
    return this.get(userId).select('userId')
  }
}

export class Greeter {
  readonly users: UserRepository

  constructor(users: UserRepository) {
    this.users = users
  }

  async ageOf(userId: string): Promise<number | undefined> {
    const user = await this.users.get(userId)
    return user?.age
  }
}
