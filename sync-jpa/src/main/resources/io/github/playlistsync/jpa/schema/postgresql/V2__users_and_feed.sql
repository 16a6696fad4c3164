-- What is known of users apart from their libraries, and what hosts follow.

-- A schedule is in the three columns or in none. The times are ISO 8601 durations: PT6H.
alter table sync_user add column schedule_every varchar(60);
alter table sync_user add column schedule_jitter varchar(60);
alter table sync_user add column schedule_priority varchar(10);
-- Since when the user has to authorize the application again; null while the authorization stands.
alter table sync_user add column reauthorisation_since timestamp(6) with time zone;

-- What changed, for whoever follows. A committed revision gets the number of a batch when it is first
-- looked for, by one reader at a time, which is who holds the row of sync_feed: so a batch is there
-- as a whole before a later one is, and no writer waits for another.
alter table sync_revision add column feed_batch bigint;

-- The revisions that have no batch yet, and those after a batch.
create index sync_revision_feed on sync_revision (feed_batch);

create table sync_feed (
  id integer not null primary key check (id = 1),
  last_batch bigint not null
);

insert into sync_feed (id, last_batch) values (1, 0);

-- What came of users' authorizations, readable only with the host's key. The secret is the Base64 text
-- of the nonce and the AES-256-GCM ciphertext.
create table sync_token (
  user_id varchar(200) not null primary key,
  key_id varchar(100) not null,
  secret text not null,
  -- Who may refresh the tokens, and until when.
  lease_holder varchar(100),
  lease_until timestamp(6) with time zone
);

-- What an older key encrypted.
create index sync_token_key on sync_token (key_id);

insert into sync_schema (version) values (2);
