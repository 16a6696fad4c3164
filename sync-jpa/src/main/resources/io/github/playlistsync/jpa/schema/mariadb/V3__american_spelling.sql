-- Only MariaDB reads what stands in such comments: /*M! */.
alter table sync_user rename column /*M! if exists */ reauthorisation_since to reauthorization_since;

insert ignore into sync_schema (version) values (3);
