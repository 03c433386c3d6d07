// A user's program that imports superstruct itself, as modules that may import ES modules can.

import type { ItemOf } from 'dyntastic'
import { Entity } from 'dyntastic'
import { optional, string } from 'superstruct'

export const User = new Entity({
  name: 'User',
  table: 'Users',
  attributes: { userId: string(), nickname: optional(string()) },
  key: { partition: 'userId' },
})

export const name = (user: ItemOf<typeof User>): string => user.nickname ?? user.userId
