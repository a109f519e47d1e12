-- Data volumes. A row lives from the intent to make one until it is gone. `owner` is the box that it was made for.
create table volumes (
    uid         varchar(12)         not null primary key,
    project     varchar(58) ${ascii} not null,
    name        varchar(63) ${ascii} not null,
    owner       varchar(12),
    status      varchar(20)         not null,
    origin      varchar(200),
    created_at  bigint              not null,
    updated_at  bigint              not null,
    constraint volumes_name unique (project, name)
);

create index volumes_owner on volumes (owner);

create table volume_snapshots (
    uid         varchar(12)         not null primary key,
    volume      varchar(12)         not null,
    name        varchar(63) ${ascii} not null,
    description varchar(2000),
    status      varchar(20)         not null,
    created_at  bigint              not null,
    constraint volume_snapshots_name unique (volume, name)
);

-- Which volumes a box has and where: a line for each, see zomg.db.Mounts.
alter table boxes add column data_mounts varchar(100000) default '' not null;
