alter table sync_user alter column if exists reauthorisation_since rename to reauthorization_since;

merge into sync_schema (version) key (version) values (3);
