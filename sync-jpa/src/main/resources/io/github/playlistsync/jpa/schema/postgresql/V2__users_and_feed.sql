-- What is known of users beside their libraries.

-- A schedule is in the three columns or in none. The times are ISO 8601 durations: PT6H.
alter table sync_user add column schedule_every varchar(60);
alter table sync_user add column schedule_jitter varchar(60);
alter table sync_user add column schedule_priority varchar(10);
-- Since when the user has to authorise the application again; null while the authorisation stands.
alter table sync_user add column reauthorisation_since timestamp(6) with time zone;

insert into sync_schema (version) values (2);
