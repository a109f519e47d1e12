-- Snapshots of data volumes that were taken with one of a box. No foreign key: those that outlive it are seen by the comparison.
alter table volume_snapshots add column taken_with varchar(12);

create index volume_snapshots_taken_with on volume_snapshots (taken_with);
