-- What all boxes of a project may reserve together; null where there is no limit. Processors in thousandths, memory in MiB,
-- storage in GiB.

alter table projects add column quota_boxes integer;
alter table projects add column quota_cpus integer;
alter table projects add column quota_memory integer;
alter table projects add column quota_storage integer;
