-- What a base was built on and by; null: nobody said
alter table bases add column parent_alias varchar(63);
alter table bases add column parent_version varchar(64);
alter table bases add column script_digest varchar(64);
alter table bases add column bytes bigint;
