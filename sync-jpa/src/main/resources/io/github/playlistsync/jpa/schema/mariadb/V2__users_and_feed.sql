-- What is known of users apart from their libraries, and what hosts follow.
-- Only MariaDB reads what stands in such comments: /*M! */.

-- A schedule is in the three columns or in none. The times are ISO 8601 durations: PT6H.
alter table sync_user add column /*M! if not exists */ schedule_every varchar(60);
alter table sync_user add column /*M! if not exists */ schedule_jitter varchar(60);
alter table sync_user add column /*M! if not exists */ schedule_priority varchar(10);
-- Since when the user has to authorize the application again; null while the authorization stands.
alter table sync_user add column /*M! if not exists */ reauthorisation_since datetime(6);

-- What changed, for whoever follows. A committed revision gets the number of a batch when it is first
-- looked for, by one reader at a time, which is who holds the row of sync_feed: so a batch is there
-- as a whole before a later one is, and no writer waits for another.
alter table sync_revision add column /*M! if not exists */ feed_batch bigint;

-- The revisions that have no batch yet, and those after a batch.
create index /*M! if not exists */ sync_revision_feed on sync_revision (feed_batch);

create table if not exists sync_feed (
  id integer not null primary key check (id = 1),
  last_batch bigint not null
) engine = InnoDB character set utf8mb4 collate utf8mb4_bin;

insert ignore into sync_feed (id, last_batch) values (1, 0);

-- What came of users' authorizations, readable only with the host's key. The secret is the Base64 text
-- of the nonce and the AES-256-GCM ciphertext.
create table if not exists sync_token (
  user_id varchar(200) not null primary key,
  key_id varchar(100) not null,
  secret mediumtext not null,
  -- Who may refresh the tokens, and until when.
  lease_holder varchar(100),
  lease_until datetime(6),
  -- What an older key encrypted.
  key sync_token_key (key_id)
) engine = InnoDB character set utf8mb4 collate utf8mb4_bin;

insert ignore into sync_schema (version) values (2);
