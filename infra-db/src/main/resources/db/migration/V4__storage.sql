-- GiB; null: no limit
alter table boxes add column storage integer;
