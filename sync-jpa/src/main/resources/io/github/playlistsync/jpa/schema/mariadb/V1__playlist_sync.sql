-- The tables of Playlist Sync on MariaDB. Statements end with a semicolon at the end of a line.
-- MariaDB commits each of them by itself: what was begun and not finished is gone on with.
-- Ids are compared by their bytes, which the collations *_bin do. A key has at most 3,072 bytes, for
-- which utf8mb4 counts four a character and utf8mb3 three: so a URI, of 1,000 characters at the most,
-- has none beyond U+FFFF. Spotify's have none beyond ASCII.
-- A moment is a datetime in UTC; a timestamp would end in 2038.

-- Each script that was run, by its number.
create table if not exists sync_schema (
  version integer not null primary key,
  installed_at timestamp(6) not null default current_timestamp(6)
) engine = InnoDB character set utf8mb4 collate utf8mb4_bin;

create table if not exists sync_playlist (
  id varchar(210) not null primary key,
  name mediumtext not null,
  description mediumtext,
  visibility varchar(10) not null check (visibility in ('PUBLIC', 'PRIVATE', 'UNKNOWN')),
  collaborative boolean not null,
  owner_id mediumtext,
  owner_name mediumtext,
  image_url mediumtext,
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
  synced_at datetime(6) not null
) engine = InnoDB character set utf8mb4 collate utf8mb4_bin;

create table if not exists sync_track (
  uri varchar(1000) character set utf8mb3 collate utf8mb3_bin not null primary key,
  kind varchar(10) not null check (kind in ('TRACK', 'EPISODE', 'LOCAL')),
  spotify_id mediumtext,
  title mediumtext not null,
  -- The names in order as a JSON array of strings: json_value(artists, '$[0]') is the first.
  artists mediumtext not null,
  album mediumtext,
  album_image_url mediumtext,
  duration_ms bigint,
  explicit boolean,
  isrc mediumtext
) engine = InnoDB character set utf8mb4 collate utf8mb4_bin;

-- A row is valid from one revision until, and without, another: 2^63 - 1 while it is current.
create table if not exists sync_playlist_item (
  playlist_id varchar(210) not null,
  sort_key bigint not null,
  -- Null for a placeholder.
  track_uri varchar(1000) character set utf8mb3 collate utf8mb3_bin,
  added_at datetime(6),
  added_by mediumtext,
  from_revision bigint not null,
  until_revision bigint not null default 9223372036854775807,
  primary key (playlist_id, sort_key, from_revision),
  -- The current rows in their order, the rows at a revision, the rows to prune; and no two current
  -- rows at one place.
  unique key sync_playlist_item_until (playlist_id, until_revision, sort_key),
  -- In which playlists a track is; and the check of the foreign key.
  key sync_playlist_item_track (track_uri),
  constraint sync_playlist_item_playlist foreign key (playlist_id) references sync_playlist (id),
  constraint sync_playlist_item_of_track foreign key (track_uri) references sync_track (uri)
) engine = InnoDB character set utf8mb4 collate utf8mb4_bin;

create table if not exists sync_revision (
  playlist_id varchar(210) not null,
  revision bigint not null,
  origin varchar(10) not null,
  committed_at datetime(6) not null,
  snapshot_id varchar(500),
  added integer not null,
  removed integer not null,
  moved integer not null,
  track_count integer not null,
  placeholders integer not null,
  remote_total integer not null,
  primary key (playlist_id, revision),
  constraint sync_revision_playlist foreign key (playlist_id) references sync_playlist (id)
) engine = InnoDB character set utf8mb4 collate utf8mb4_bin;

create table if not exists sync_library_entry (
  user_id varchar(200) not null,
  playlist_id varchar(210) not null,
  -- The place in the user's list from 0; null for a playlist that is not in it.
  position integer,
  visibility varchar(10) not null check (visibility in ('PUBLIC', 'PRIVATE', 'UNKNOWN')),
  access varchar(15) not null check (access in ('FULL', 'METADATA_ONLY', 'UNAVAILABLE')),
  checked_snapshot varchar(500),
  lost_since datetime(6),
  first_seen datetime(6) not null,
  gone_since datetime(6),
  primary key (user_id, playlist_id),
  -- Who has a playlist; and the check of the foreign key.
  key sync_library_entry_playlist (playlist_id),
  constraint sync_library_entry_of_playlist foreign key (playlist_id) references sync_playlist (id)
) engine = InnoDB character set utf8mb4 collate utf8mb4_bin;

create table if not exists sync_user (
  id varchar(200) not null primary key,
  -- When the library was last read as a whole.
  synced_at datetime(6)
) engine = InnoDB character set utf8mb4 collate utf8mb4_bin;

-- Pages of reads that are under way. No foreign key: a first read begins before the playlist is there.
create table if not exists sync_page (
  user_id varchar(200) not null,
  playlist_id varchar(210) not null,
  snapshot_id varchar(500) not null,
  page_offset integer not null,
  content longtext not null,
  saved_at datetime(6) not null,
  -- The start of the snapshot is enough: Spotify's have 60 characters.
  primary key (user_id, playlist_id, snapshot_id(350), page_offset),
  -- Old pages are dropped by their time.
  key sync_page_saved (saved_at)
) engine = InnoDB character set utf8mb4 collate utf8mb4_bin;

-- The current content in order, for whoever reads with SQL.
create or replace view sync_playlist_content as
select
  i.playlist_id,
  cast(row_number() over (partition by i.playlist_id order by i.sort_key) - 1 as signed) as position,
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

insert ignore into sync_schema (version) values (1);
