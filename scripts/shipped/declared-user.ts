// A program that knows the repository of declarations.ts by its emitted declarations alone: types are as exact as in
// the source.
import { scopes, type UserRepo, users } from '../out/declarations.js'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

export const total: Same<Awaited<ReturnType<UserRepo['bump']>>['n'], number> = true
export const skipped: Same<
  Awaited<ReturnType<UserRepo['chained']>>,
  Awaited<ReturnType<UserRepo['one']>>
> = true
export const narrow: Same<keyof Awaited<ReturnType<UserRepo['sure']>>, 'n' | 'address' | 'list'> = true

export async function main(): Promise<number> {
  const bumped = await users.bump('a').set('status', 'active').if('n').lt(3)
  // @ts-expect-error: no such status
  await users.bump('a').set('status', 'gone')
  // @ts-expect-error: no such attribute
  bumped.nothing
  const [first] = await scopes.transaction()
  // @ts-expect-error: a transaction returns nothing of an update
  first?.n
  return bumped.n
}
