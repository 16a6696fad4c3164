-- The tables of Playlist Sync on PostgreSQL. Statements end with a semicolon at the end of a line.

-- Each script that was run, by its number.
create table sync_schema (
  version integer not null primary key,
  installed_at timestamp(6) with time zone not null default current_timestamp
);

create table sync_playlist (
  id varchar(210) not null primary key,
  name text not null,
  description text,
  visibility varchar(10) not null check (visibility in ('PUBLIC', 'PRIVATE', 'UNKNOWN')),
  collaborative boolean not null,
  owner_id text,
  owner_name text,
  image_url text,
  -- Whether visibility is what the owner is told, which outranks what others are told.
  owner_view boolean not null,
  -- The snapshot of the stored items.
  snapshot_id varchar(500),
  -- Items with a track, an episode or a local file; items without; what Spotify announced.
  track_count integer not null,
  placeholders integer not null,
  remote_total integer not null,
  -- The number of the stored content, 0 while there is none; and the number of writes.
  revision bigint not null,
  version bigint not null,
  synced_at timestamp(6) with time zone not null
);

create table sync_track (
  uri varchar(1000) not null primary key,
  kind varchar(10) not null check (kind in ('TRACK', 'EPISODE', 'LOCAL')),
  spotify_id text,
  title text not null,
  -- The names in order as a JSON array of strings: artists::jsonb ->> 0 is the first.
  artists text not null,
  album text,
  album_image_url text,
  duration_ms bigint,
  explicit boolean,
  isrc text
);

-- A row is valid from one revision until, and without, another: 2^63 - 1 while it is current.
create table sync_playlist_item (
  playlist_id varchar(210) not null references sync_playlist (id),
  sort_key bigint not null,
  -- Null for a placeholder.
  track_uri varchar(1000) references sync_track (uri),
  added_at timestamp(6) with time zone,
  added_by text,
  from_revision bigint not null,
  until_revision bigint not null default 9223372036854775807,
  primary key (playlist_id, sort_key, from_revision)
);

-- The current rows in their order, the rows at a revision, the rows to prune; and no two current
-- rows at one place.
create unique index sync_playlist_item_until on sync_playlist_item (playlist_id, until_revision, sort_key);
-- In which playlists a track is.
create index sync_playlist_item_track on sync_playlist_item (track_uri);

create table sync_revision (
  playlist_id varchar(210) not null references sync_playlist (id),
  revision bigint not null,
  origin varchar(10) not null,
  committed_at timestamp(6) with time zone not null,
  snapshot_id varchar(500),
  added integer not null,
  removed integer not null,
  moved integer not null,
  track_count integer not null,
  placeholders integer not null,
  remote_total integer not null,
  primary key (playlist_id, revision)
);

create table sync_library_entry (
  user_id varchar(200) not null,
  playlist_id varchar(210) not null references sync_playlist (id),
  -- The place in the user's list from 0; null for a playlist that is not in it.
  position integer,
  visibility varchar(10) not null check (visibility in ('PUBLIC', 'PRIVATE', 'UNKNOWN')),
  access varchar(15) not null check (access in ('FULL', 'METADATA_ONLY', 'UNAVAILABLE')),
  checked_snapshot varchar(500),
  lost_since timestamp(6) with time zone,
  first_seen timestamp(6) with time zone not null,
  gone_since timestamp(6) with time zone,
  primary key (user_id, playlist_id)
);

-- Who has a playlist; and the check of the foreign key.
create index sync_library_entry_playlist on sync_library_entry (playlist_id);

create table sync_user (
  id varchar(200) not null primary key,
  -- When the library was last read as a whole.
  synced_at timestamp(6) with time zone
);

-- Pages of reads that are under way. No foreign key: a first read begins before the playlist is there.
create table sync_page (
  user_id varchar(200) not null,
  playlist_id varchar(210) not null,
  snapshot_id varchar(500) not null,
  page_offset integer not null,
  content text not null,
  saved_at timestamp(6) with time zone not null,
  primary key (user_id, playlist_id, snapshot_id, page_offset)
);

-- Old pages are dropped by their time.
create index sync_page_saved on sync_page (saved_at);

-- The current content in order, for whoever reads with SQL.
create view sync_playlist_content as
select
  i.playlist_id,
  cast(row_number() over (partition by i.playlist_id order by i.sort_key) - 1 as integer) as position,
  i.track_uri as uri,
  t.kind,
  t.title,
  t.artists,
  t.album,
  i.added_at,
  i.added_by
from sync_playlist_item i
left join sync_track t on t.uri = i.track_uri
where i.until_revision = 9223372036854775807;

insert into sync_schema (version) values (1);
