import { expect } from 'chai'
import { tableArn } from '../../../../lib/testing/engine/tables/table-names.js'
import { books, booksTable, openEngine } from '../ways-in.js'

const ResourceArn = tableArn('books')

describe('tags', () => {
  it('are set with the table or later, replaced by key, and taken away', () => {
    const { run } = openEngine()
    run('CreateTable', { ...booksTable, Tags: [{ Key: 'team', Value: 'shop' }] })
    run('TagResource', {
      ResourceArn,
      Tags: [
        { Key: 'team', Value: 'books' },
        { Key: 'stage', Value: '' },
      ],
    })
    const tags = () => run('ListTagsOfResource', { ResourceArn })['Tags']
    expect(tags()).to.deep.equal([
      { Key: 'team', Value: 'books' },
      { Key: 'stage', Value: '' },
    ])
    expect(run('UntagResource', { ResourceArn, TagKeys: ['team', 'none'] })).to.deep.equal({})
    expect(tags()).to.deep.equal([{ Key: 'stage', Value: '' }])
  })

  const refused: [string, object, string, RegExp][] = [
    [
      'TagResource',
      { ResourceArn, Tags: [] },
      'ValidationException',
      /^Atleast one Tag needs to be provided as Input\.$/,
    ],
    ['UntagResource', { ResourceArn, TagKeys: [] }, 'ValidationException', /^Atleast one Tag Key needs/],
    [
      'TagResource',
      { ResourceArn, Tags: Array.from({ length: 51 }, (_, at) => ({ Key: `k${at}`, Value: 'v' })) },
      'ValidationException',
      /at most 50/,
    ],
    [
      'TagResource',
      {
        ResourceArn,
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'a', Value: '2' },
        ],
      },
      'ValidationException',
      /Duplicate tag keys/,
    ],
    [
      'ListTagsOfResource',
      { ResourceArn: 'books' },
      'AccessDeniedException',
      /is not authorized to perform: dynamodb:ListTagsOfResource on resource: books$/,
    ],
    ['TagResource', { Tags: [] }, 'ValidationException', /^Invalid TableArn$/],
    [
      'ListTagsOfResource',
      { ResourceArn: 'arn:aws:s3:eu-west-1:123:bucket/books' },
      'ValidationException',
      /^Invalid TableArn: Invalid ResourceArn provided as input arn:aws:s3:eu-west-1:123:bucket\/books$/,
    ],
    [
      'ListTagsOfResource',
      { ResourceArn: tableArn('films') },
      'ResourceNotFoundException',
      /^Requested resource not found: ResourcArn: arn:aws:dynamodb:us-east-1:000000000000:table\/films not found$/,
    ],
  ]
  for (const [operation, input, type, message] of refused)
    it(`${operation} refuses what is ${message.source}`, () => {
      const refusal = books().refusal(operation, input)
      expect(refusal.type).to.equal(type)
      expect(refusal.message).to.match(message)
    })
})
