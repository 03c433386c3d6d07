// Notes whose deletes mark them: on a table of their own, with a version, a time to live and a unique value.
import { attribute, Entity, Table } from 'dyntastic'
import { date, integer, optional, string } from 'superstruct'

/** A note that is marked when it is deleted, and purged 30 days later. Each call defines another entity. */
export function noteEntity(table: string | Table = 'notes', kind = 'Note') {
  return new Entity({
    name: kind,
    table: typeof table === 'string' ? new Table({ name: table }) : table,
    attributes: {
      userId: string(),
      noteId: string(),
      text: string(),
      slug: optional(string()),
      rank: attribute(integer(), { default: 0 }),
      deletedAt: attribute(optional(date()), { name: 'd' }),
      expiresAt: attribute(optional(date()), { as: 'epochSeconds' }),
      revision: integer(),
    },
    key: { partition: 'userId', sort: 'noteId' },
    indexes: {
      byText: { partition: 'text', sort: 'rank' },
      byRank: { partition: 'userId', sort: 'rank', projection: 'keys' },
    },
    version: 'revision',
    ttl: 'expiresAt',
    unique: ['slug'],
    softDelete: { attribute: 'deletedAt', purgeAfter: { days: 30 } },
  })
}

/** The same without a version, a time to live and unique values. */
export function plainNoteEntity(name = 'plain-notes') {
  return new Entity({
    name: 'PlainNote',
    table: new Table({ name }),
    attributes: { noteId: string(), text: string(), n: optional(integer()), deletedAt: optional(date()) },
    key: { partition: 'noteId' },
    softDelete: { attribute: 'deletedAt' },
  })
}

/** Folders and their files on a table that declares its keys; only files are marked. */
export function folderEntities(name = 'folders') {
  const table = new Table({
    name,
    key: { partition: 'pk', sort: 'sk' },
    indexes: { gsi1: { partition: 'gpk', sort: 'gsk' } },
    kind: '_kind',
  })
  const Folder = new Entity({
    name: 'Folder',
    table,
    attributes: { folderId: string(), title: string(), deletedAt: optional(date()) },
    key: { partition: 'FOLDER#{folderId}', sort: 'FOLDER' },
  })
  const File = new Entity({
    name: 'File',
    table,
    attributes: {
      folderId: string(),
      fileId: string(),
      owner: string(),
      deletedAt: optional(date()),
    },
    key: { partition: 'FOLDER#{folderId}', sort: 'FILE#{fileId}' },
    indexes: { byOwner: { index: 'gsi1', partition: 'OWNER#{owner}', sort: '{fileId}' } },
    softDelete: { attribute: 'deletedAt' },
  })
  return { Folder, File }
}
