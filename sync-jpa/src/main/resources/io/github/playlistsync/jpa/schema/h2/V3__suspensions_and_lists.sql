-- Why a user's syncs fail until somebody acts, and since when; a time without a reason is an authorization
-- that ended.
alter table sync_user alter column if exists reauthorisation_since rename to suspended_since;
alter table sync_user add column if not exists suspension varchar(40);
-- How many entries of the user's list Spotify counted and did not send.
alter table sync_user add column if not exists hidden_playlists integer default 0 not null;
-- Since when a user's list counts a playlist and does not name it.
alter table sync_library_entry add column if not exists hidden_since timestamp(6) with time zone;

-- How often a library, which is playlist '*', or a playlist is synced. The times are ISO 8601 durations: PT6H.
create table if not exists sync_schedule (
  user_id varchar(200) not null,
  playlist_id varchar(210) not null,
  repeat_every varchar(60) not null,
  jitter varchar(60) not null,
  priority varchar(10) not null,
  primary key (user_id, playlist_id)
);
merge into sync_schedule (user_id, playlist_id, repeat_every, jitter, priority) key (user_id, playlist_id)
  select id, '*', schedule_every, schedule_jitter, schedule_priority from sync_user where schedule_every is not null;

-- A user's list in its order, page by page.
create index if not exists sync_library_entry_order on sync_library_entry (user_id, position, playlist_id);
-- The playlists that are gone, to be purged.
create index if not exists sync_library_entry_gone on sync_library_entry (gone_since, playlist_id);
-- The pages of a playlist that is purged.
create index if not exists sync_page_playlist on sync_page (playlist_id);
-- In which playlists a track is, in their order.
create index if not exists sync_playlist_item_holds on sync_playlist_item (track_uri, playlist_id);
drop index if exists sync_playlist_item_track;
-- What another key than the current one encrypted.
create index if not exists sync_token_other_key on sync_token (key_id, user_id);
drop index if exists sync_token_key;

-- The current content without positions, which would have to be counted through all playlists: for joins.
create view if not exists sync_current_item as
select
  i.playlist_id,
  i.sort_key,
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

merge into sync_schema (version) key (version) values (3);

-- Last, and after the version: what stands before can be run again only while they are there.
alter table sync_user drop column if exists schedule_every;
alter table sync_user drop column if exists schedule_jitter;
alter table sync_user drop column if exists schedule_priority;
