-- Why a user's syncs fail until somebody acts, and since when; a time without a reason is an authorization
-- that ended.
alter table sync_user alter column if exists reauthorisation_since rename to suspended_since;
alter table sync_user add column if not exists suspension varchar(40);
-- How many entries of the user's list Spotify counted and did not send.
alter table sync_user add column if not exists hidden_playlists integer default 0 not null;

-- A user's list in its order, page by page.
create index if not exists sync_library_entry_order on sync_library_entry (user_id, position, playlist_id);

merge into sync_schema (version) key (version) values (3);
