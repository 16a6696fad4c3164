-- Why a user's syncs fail until somebody acts, and since when; a time without a reason is an authorization
-- that ended.
alter table sync_user rename column reauthorisation_since to suspended_since;
alter table sync_user add column suspension varchar(40);
-- How many entries of the user's list Spotify counted and did not send.
alter table sync_user add column hidden_playlists integer not null default 0;

-- A user's list in its order, page by page.
create index sync_library_entry_order on sync_library_entry (user_id, position, playlist_id);
-- The playlists that are gone, in their order, to be purged.
create index sync_library_entry_gone on sync_library_entry (playlist_id, gone_since) where gone_since is not null;
-- The pages of a playlist that is purged.
create index sync_page_playlist on sync_page (playlist_id);
-- In which playlists a track is, in their order; and the check of the foreign key.
create index sync_playlist_item_holds on sync_playlist_item (track_uri, playlist_id);
drop index sync_playlist_item_track;
-- What another key than the current one encrypted.
create index sync_token_other_key on sync_token (key_id, user_id);
drop index sync_token_key;

insert into sync_schema (version) values (3);
