-- Why a user's syncs fail until somebody acts, and since when; a time without a reason is an authorization
-- that ended.
alter table sync_user rename column reauthorisation_since to suspended_since;
alter table sync_user add column suspension varchar(40);
-- How many entries of the user's list Spotify counted and did not send.
alter table sync_user add column hidden_playlists integer not null default 0;

-- A user's list in its order, page by page.
create index sync_library_entry_order on sync_library_entry (user_id, position, playlist_id);

insert into sync_schema (version) values (3);
