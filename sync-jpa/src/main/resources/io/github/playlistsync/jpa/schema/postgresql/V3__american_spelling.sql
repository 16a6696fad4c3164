alter table sync_user rename column reauthorisation_since to reauthorization_since;

insert into sync_schema (version) values (3);
