-- GiB; null: no limit
alter table volumes add column storage integer;
