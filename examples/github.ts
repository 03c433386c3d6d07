// A GitHub-like design in one table: accounts, repositories, issues, pull requests, comments, stars and forks.
//
//   node --import tsx examples/github.ts                              on the embedded engine
//   DYNTASTIC_HOST=http://127.0.0.1:8000 DYNTASTIC_REGION=eu-west-1 node --import tsx examples/github.ts
import { deepStrictEqual, rejects } from 'node:assert/strict'
import { attribute, CommandExecutor, Entity, Repository, Table, TransactionCancelledError } from 'dyntastic'
import { startLocal } from 'dyntastic/testing'
import { date, enums, integer, literal, optional, string } from 'superstruct'

const table = new Table({
  name: 'DyntasticExampleGitHub',
  key: { partition: 'pk', sort: 'sk' },
  indexes: {
    gsi1: { partition: 'gsi1pk', sort: 'gsi1sk' },
    gsi2: { partition: 'gsi2pk', sort: 'gsi2sk' },
  },
})

// Users and organizations share their names, in any case, so they share the key: one name is one account.
const account = { login: string(), joinedAt: date() }
const accountKey = { partition: 'ACCOUNT#{login:lower}', sort: 'ACCOUNT' } as const

const User = new Entity({
  name: 'User',
  table,
  attributes: { ...account, type: literal('user'), email: string() },
  key: accountKey,
})

const Organization = new Entity({
  name: 'Organization',
  table,
  attributes: { ...account, type: literal('organization'), plan: enums(['free', 'team']) },
  key: accountKey,
})

const Account = Entity.oneOf([User, Organization])

const Membership = new Entity({
  name: 'Membership',
  table,
  attributes: { organization: string(), member: string(), role: enums(['owner', 'member']) },
  key: { partition: 'ORGANIZATION#{organization}', sort: 'MEMBER#{member}' },
  indexes: {
    byMember: {
      index: 'gsi1',
      partition: 'MEMBER#{member}',
      sort: 'ORGANIZATION#{organization}',
    },
  },
})

// All that hangs on a repository has this key, in part.
const inRepository = { owner: string(), repository: string() }

const Repo = new Entity({
  name: 'Repo',
  table,
  attributes: {
    ...inRepository,
    pushedAt: date(),
    stars: attribute(integer(), { default: 0 }),
    forks: attribute(integer(), { default: 0 }),
    numbers: attribute(integer(), { default: 0 }),
    forkOf: optional(string()),
  },
  key: { partition: 'REPO#{owner}#{repository}', sort: 'REPO' },
  indexes: {
    byOwner: { index: 'gsi1', partition: 'REPOS#{owner}', sort: '{pushedAt}' },
    // Sparse: forks alone.
    ofOriginal: { index: 'gsi2', partition: 'FORKS#{forkOf}', sort: '{owner}' },
  },
})

const thread = {
  ...inRepository,
  number: integer(),
  title: string(),
  author: string(),
  status: attribute(enums(['open', 'closed']), { default: 'open' }),
  openedAt: date(),
}

const Issue = new Entity({
  name: 'Issue',
  table,
  attributes: thread,
  key: { partition: 'REPO#{owner}#{repository}', sort: 'ISSUE#{number:7}' },
  indexes: {
    byStatus: {
      index: 'gsi1',
      partition: 'ISSUES#{owner}#{repository}#{status}',
      sort: '{number:7}',
    },
    byAuthor: { index: 'gsi2', partition: 'AUTHOR#{author}', sort: 'ISSUE#{openedAt}' },
  },
})

const PullRequest = new Entity({
  name: 'PullRequest',
  table,
  attributes: { ...thread, branch: string() },
  key: { partition: 'PULLS#{owner}#{repository}', sort: 'PULL#{number:7}' },
  indexes: {
    byStatus: {
      index: 'gsi1',
      partition: 'PULLS#{owner}#{repository}#{status}',
      sort: '{number:7}',
    },
    byAuthor: { index: 'gsi2', partition: 'AUTHOR#{author}', sort: 'PULL#{openedAt}' },
  },
})

const Comment = new Entity({
  name: 'Comment',
  table,
  attributes: { ...inRepository, number: integer(), commentedAt: date(), author: string(), text: string() },
  key: {
    partition: 'COMMENTS#{owner}#{repository}#{number:7}',
    sort: '{commentedAt}#{author}',
  },
})

const Star = new Entity({
  name: 'Star',
  table,
  attributes: { ...inRepository, login: string(), starredAt: date() },
  key: { partition: 'STARS#{owner}#{repository}', sort: '{login}' },
  indexes: { byUser: { index: 'gsi1', partition: 'STARRED#{login}', sort: '{starredAt}' } },
})

const local = process.env['DYNTASTIC_HOST'] ? undefined : await startLocal()
const executor = new CommandExecutor(local ? { client: local.client } : {})
const users = new Repository(User, executor)
const organizations = new Repository(Organization, executor)
const accounts = new Repository(Account, executor)
const memberships = new Repository(Membership, executor)
const repos = new Repository(Repo, executor)
const issues = new Repository(Issue, executor)
const pulls = new Repository(PullRequest, executor)
const comments = new Repository(Comment, executor)
const stars = new Repository(Star, executor)

const day = (text: string) => new Date(`2026-01-${text}`)
const kettle = { owner: 'Acme', repository: 'kettle' }

/** Gives the next number of a repository, which issues and pull requests share. */
async function nextNumber(repo: { readonly owner: string; readonly repository: string }): Promise<number> {
  const { numbers } = await repos.update(repo).add('numbers', 1)
  return numbers
}

/** Stars a repository once: the star and the count change together. */
const star = (login: string, starredAt: Date) =>
  executor.transaction([stars.create({ ...kettle, login, starredAt }), repos.update(kettle).add('stars', 1)])

/** Copies a repository to another owner, and counts the fork. */
const fork = (owner: string, pushedAt: Date) =>
  executor.transaction([
    repos.create({ owner, repository: kettle.repository, pushedAt, forkOf: 'Acme/kettle' }),
    repos.update(kettle).add('forks', 1),
  ])

await users.createTable()
await users.create({ login: 'Ann', type: 'user', email: 'ann@example.com', joinedAt: day('01') })
await users.create({ login: 'bob', type: 'user', email: 'bob@example.com', joinedAt: day('02') })
await organizations.create({ login: 'Acme', type: 'organization', plan: 'team', joinedAt: day('01') })
await rejects(
  users.create({ login: 'acme', type: 'user', email: 'x@example.com', joinedAt: day('03') }).execute(),
)
await memberships.saveMany([
  { organization: 'Acme', member: 'Ann', role: 'owner' },
  { organization: 'Acme', member: 'bob', role: 'member' },
])
await repos.create({ ...kettle, pushedAt: day('05') })
await repos.create({ owner: 'Acme', repository: 'lamp', pushedAt: day('09') })
for (const [title, author, at] of [
  ['It leaks', 'bob', '06'],
  ['It whistles', 'Ann', '07'],
  ['It is blue', 'bob', '08'],
] as const)
  await issues.create({ ...kettle, number: await nextNumber(kettle), title, author, openedAt: day(at) })
await pulls.create({
  ...kettle,
  number: await nextNumber(kettle),
  title: 'A new lid',
  author: 'Ann',
  branch: 'lid',
  openedAt: day('10'),
})
// The keys of its indexes follow: the issue moves from 'open' to 'closed' in the same request.
await issues.update({ ...kettle, number: 1 }).set('status', 'closed')
await comments.saveMany([
  { ...kettle, number: 2, commentedAt: day('08'), author: 'bob', text: 'Nice.' },
  { ...kettle, number: 2, commentedAt: day('09'), author: 'Ann', text: 'Loud.' },
])
await star('bob', day('11'))
await star('Ann', day('12'))
await rejects(star('bob', day('13')), TransactionCancelledError)
await fork('bob', day('14'))

/** One access pattern: prints its plan, runs it, and checks what it finds. */
async function pattern<Q extends { explain(): unknown }>(
  title: string,
  query: Q,
  find: (query: Q) => PromiseLike<unknown>,
  expected: unknown,
): Promise<void> {
  console.log(`\n${title}\n${query.explain()}`)
  deepStrictEqual(await find(query), expected, title)
}

const found = await accounts.getOrThrow('ACME')
console.log('1. An account by its name, whatever its case:', found)
deepStrictEqual(found.type === 'organization' && found.plan, 'team')

console.log('2. A repository, with its counts:', await repos.getOrThrow(kettle))
const { stars: starCount, forks, numbers } = await repos.getOrThrow(kettle)
deepStrictEqual([starCount, forks, numbers], [2, 1, 4])

await pattern(
  '3. The members of an organization',
  memberships.query().where('organization').eq('Acme'),
  async (query) => (await query).map(({ member, role }) => [member, role]),
  [
    ['Ann', 'owner'],
    ['bob', 'member'],
  ],
)
await pattern(
  '4. The organizations of a user',
  memberships.query().where('member').eq('bob'),
  async (query) => (await query).map(({ organization }) => organization),
  ['Acme'],
)
await pattern(
  '5. The repositories of an account, the last pushed first',
  repos.query().where('owner').eq('Acme').index('byOwner').descending(),
  async (query) => (await query).map(({ repository }) => repository),
  ['lamp', 'kettle'],
)
await pattern(
  '6. The forks of a repository',
  repos.query().where('forkOf').eq('Acme/kettle'),
  async (query) => (await query).map(({ owner }) => owner),
  ['bob'],
)
await pattern(
  '7. The open issues, the newest first, one page',
  issues
    .query()
    .where('owner')
    .eq('Acme')
    .where('repository')
    .eq('kettle')
    .where('status')
    .eq('open')
    .descending()
    .limit(1),
  async (query) => {
    const { items, cursor } = await query.page()
    return [items.map(({ title }) => title), cursor !== undefined]
  },
  [['It is blue'], true],
)
await pattern(
  '8. All issues of a repository, from a number on',
  issues.query().where('owner').eq('Acme').where('repository').eq('kettle').where('number').gte(2),
  async (query) => (await query).map(({ number, status }) => [number, status]),
  [
    [2, 'open'],
    [3, 'open'],
  ],
)
await pattern(
  '9. The pull requests of a repository',
  pulls.query().where('owner').eq('Acme').where('repository').eq('kettle').where('status').eq('open'),
  async (query) => (await query).map(({ number, branch }) => [number, branch]),
  [[4, 'lid']],
)
await pattern(
  '10. What a user has opened in a week',
  issues.query().where('author').eq('bob').where('openedAt').between(day('05'), day('07')),
  async (query) => (await query).map(({ title }) => title),
  ['It leaks'],
)
await pattern(
  '11. The comments on an issue, in order',
  comments.query().where('owner').eq('Acme').where('repository').eq('kettle').where('number').eq(2),
  async (query) => (await query).map(({ author, text }) => [author, text]),
  [
    ['bob', 'Nice.'],
    ['Ann', 'Loud.'],
  ],
)
await pattern(
  '12. Who starred a repository',
  stars.query().where('owner').eq('Acme').where('repository').eq('kettle'),
  async (query) => (await query).map(({ login }) => login),
  ['Ann', 'bob'],
)
await pattern(
  '13. What a user has starred, the latest first',
  stars.query().where('login').eq('bob').index('byUser').descending(),
  async (query) => (await query).map(({ repository }) => repository),
  ['kettle'],
)
console.log(
  '\n14. Whether a user has starred a repository:',
  (await stars.get({ ...kettle, login: 'Ann' })) !== undefined,
)

await users.deleteTable()
